using System.Globalization;
using Outthink.Evaluation.Reports;

namespace Outthink.Cli.Rendering;

/// <summary>Numbers as people read them, the same in every culture.</summary>
internal static class Numbers
{
    /// <summary>12,345</summary>
    public static string Count(double value) => NumberText.Count(value);

    /// <summary>1.23 G: always three digits from a thousand on, so that columns align, and the unit's prefix.</summary>
    public static string Short(double value)
    {
        (double unit, string prefix) = NumberText.UnitOf(value);
        double scaled = value / unit;
        string format = Math.Abs(scaled) >= 100 || unit == 1 ? "0" : Math.Abs(scaled) >= 10 ? "0.0" : "0.00";
        return scaled.ToString(format, CultureInfo.InvariantCulture) + prefix;
    }

    /// <summary>1.23 GB.</summary>
    public static string Bytes(double value) => value < 1000 ? $"{Short(value)} B" : $"{Short(value)}B";

    /// <summary>12.3: a share in percent.</summary>
    public static string Percent(double share) => NumberText.Percent(share);

    /// <summary>Five characters: 0.987, or 2e-05 where that would be 0.000; blank without a score.</summary>
    public static string Score(double? score) => score switch
    {
        null => "     ",
        > 0 and < 0.0005 => score.Value.ToString("0e-00", CultureInfo.InvariantCulture),
        _ => score.Value.ToString("0.000", CultureInfo.InvariantCulture),
    };

    public static string Seconds(TimeSpan time) => time.TotalSeconds.ToString(time.TotalSeconds < 10 ? "0.00" : "0.0", CultureInfo.InvariantCulture);

    /// <summary>1:05, or 1:02:03 from an hour on.</summary>
    public static string Clock(TimeSpan time) => time.ToString(time.TotalHours >= 1 ? @"h\:mm\:ss" : @"m\:ss", CultureInfo.InvariantCulture);
}
