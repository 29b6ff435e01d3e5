namespace Outthink.Evaluation.Statistics;

/// <summary>A share of successes with its Wilson 95 % score interval. Of no trials everything is 0 and the interval is [0, 1].</summary>
public readonly record struct Proportion(int Successes, int Trials)
{
    /// <summary>The normal distribution's 97.5 % quantile.</summary>
    const double Z = 1.959963984540054;

    public double Value => Trials == 0 ? 0 : (double)Successes / Trials;

    /// <summary>Lower end of the interval, in [0, 1].</summary>
    public double Low => Trials == 0 || Successes == 0 ? 0 : Math.Max(0, Centre - HalfWidth);

    /// <summary>Upper end of the interval, in [0, 1].</summary>
    public double High => Trials == 0 || Successes == Trials ? 1 : Math.Min(1, Centre + HalfWidth);

    double Centre => (Value + Z * Z / (2 * Trials)) / (1 + Z * Z / Trials);

    double HalfWidth => Z / (1 + Z * Z / Trials) * Math.Sqrt(Value * (1 - Value) / Trials + Z * Z / (4.0 * Trials * Trials));
}
