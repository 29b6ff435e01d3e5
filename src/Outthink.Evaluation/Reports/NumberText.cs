using System.Globalization;

namespace Outthink.Evaluation.Reports;

/// <summary>Numbers as people read them, the same in every culture.</summary>
public static class NumberText
{
    /// <summary>1.23 G: at most three digits and the unit's prefix; small numbers keep two digits behind their zeros.</summary>
    public static string Short(double value)
    {
        (double unit, string prefix) = UnitOf(value);
        return (value / unit).ToString("G3", CultureInfo.InvariantCulture) + prefix;
    }

    /// <summary>The largest power of a thousand that is no larger, and its prefix with a space before it.</summary>
    public static (double Unit, string Prefix) UnitOf(double value) => Math.Abs(value) switch
    {
        >= 1e15 => (1e15, " P"),
        >= 1e12 => (1e12, " T"),
        >= 1e9 => (1e9, " G"),
        >= 1e6 => (1e6, " M"),
        >= 1e3 => (1e3, " k"),
        _ => (1, ""),
    };

    /// <summary>12.3: a share in percent.</summary>
    public static string Percent(double share) => (100 * share).ToString("0.0", CultureInfo.InvariantCulture);

    /// <summary>+1.2 or −0.3: a difference of shares in points.</summary>
    public static string Points(double difference) => (100 * difference).ToString("+0.0;−0.0;0.0", CultureInfo.InvariantCulture);

    /// <summary>12.3 (10.1–14.5): a share in percent with its interval.</summary>
    public static string Interval(double share, double low, double high) => $"{Percent(share)} ({Percent(low)}–{Percent(high)})";

    /// <summary>12,345</summary>
    public static string Count(double value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
