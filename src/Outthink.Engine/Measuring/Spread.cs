namespace Outthink.Engine.Measuring;

/// <summary>Repeated measurements of one thing.</summary>
/// <param name="Median">The middle one, or the mean of the middle two.</param>
/// <param name="Low">The least.</param>
/// <param name="High">The greatest.</param>
public readonly record struct Spread(double Median, double Low, double High)
{
    /// <summary>Greatest less least, as a share of the median.</summary>
    public double Width => (High - Low) / Median;

    /// <exception cref="ArgumentException">There is no value.</exception>
    public static Spread Of(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        if (sorted.Length == 0)
            throw new ArgumentException("a spread is of at least one value", nameof(values));
        return new((sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2, sorted[0], sorted[^1]);
    }
}
