namespace Outthink.Evaluation.Statistics;

/// <summary>Wilson's 95 % score interval of a share.</summary>
public static class Wilson
{
    /// <summary>The normal distribution's 97.5 % quantile.</summary>
    const double Z = 1.959963984540054;

    /// <summary>
    /// The interval's ends, within [0, 1]; [0, 1] of no trials. A share may be a mean of numbers in [0, 1] that are not
    /// all 0 or 1: those vary less, so that the interval is then wider than it needs to be.
    /// </summary>
    public static (double Low, double High) Interval(double share, int trials)
    {
        if (trials == 0) return (0, 1);
        double centre = (share + Z * Z / (2 * trials)) / (1 + Z * Z / trials);
        double half = Z / (1 + Z * Z / trials) * Math.Sqrt(share * (1 - share) / trials + Z * Z / (4.0 * trials * trials));
        return (share == 0 ? 0 : Math.Max(0, centre - half), share == 1 ? 1 : Math.Min(1, centre + half));
    }
}
