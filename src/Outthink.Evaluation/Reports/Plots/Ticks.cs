using System.Collections.Immutable;
using System.Globalization;

namespace Outthink.Evaluation.Reports.Plots;

/// <summary>Marks and limits of an axis for the values on it; positions are what is drawn: logarithms on a logarithmic axis.</summary>
internal sealed record Ticks(double From, double To, ImmutableArray<(double Position, string Label)> Marks)
{
    const int MostMarks = 9;

    static readonly int[] Digits = [1, 2, 5];

    public static Ticks Of(Scale scale, IEnumerable<double> values)
    {
        double[] finite = [.. values.Where(v => double.IsFinite(v) && (v > 0 || scale is Scale.Percent or Scale.Unit)).Distinct().Order()];
        return scale switch
        {
            Scale.Doubling => Doubling(finite),
            Scale.Logarithmic => Logarithmic(finite),
            Scale.Percent => Percent(finite),
            _ => new(0, 1, [.. Enumerable.Range(0, 6).Select(i => (i / 5.0, (i / 5.0).ToString("0.0", CultureInfo.InvariantCulture)))]),
        };
    }

    /// <summary>Where a value is drawn.</summary>
    public static double Position(Scale scale, double value) => scale is Scale.Doubling or Scale.Logarithmic ? Math.Log2(value) : value;

    static Ticks Doubling(double[] values)
    {
        if (values.Length == 0) values = [1, 2];
        int step = (values.Length + MostMarks - 1) / MostMarks;
        (double From, double To) span = (Math.Log2(values[0]), Math.Log2(values[^1]));
        double margin = Math.Max(0.4, 0.04 * (span.To - span.From));
        return new(span.From - margin, span.To + margin, [.. values.Where((_, i) => i % step == 0).Select(v => (Math.Log2(v), v.ToString(CultureInfo.InvariantCulture)))]);
    }

    static Ticks Logarithmic(double[] values)
    {
        if (values.Length == 0) values = [1, 10];
        // At least a factor of four, in which there are two marks.
        double middle = Math.Sqrt(values[0]) * Math.Sqrt(values[^1]), ratio = Math.Max(2, 1.12 * Math.Sqrt(values[^1] / values[0]));
        double low = middle / ratio, high = middle * ratio;
        (double Position, string Label)[] marks =
        [
            .. from power in Enumerable.Range((int)Math.Floor(Math.Log10(low)), Math.Max(1, (int)Math.Ceiling(Math.Log10(high)) - (int)Math.Floor(Math.Log10(low)) + 1))
               from digit in Digits
               let value = digit * Math.Pow(10, power)
               where value >= low && value <= high
               select (Math.Log2(value), NumberText.Short(value)),
        ];
        int step = (marks.Length + MostMarks - 3) / (MostMarks - 2);
        return new(Math.Log2(low), Math.Log2(high), [.. marks.Where((_, i) => i % Math.Max(1, step) == 0)]);
    }

    static Ticks Percent(double[] values)
    {
        double low = values.Length == 0 ? 0 : values[0], high = values.Length == 0 ? 100 : values[^1];
        double step = (high - low) switch { > 40 => 20, > 16 => 10, > 8 => 5, _ => 2 };
        double from = Math.Max(0, Math.Floor((low - 0.5) / step) * step), to = Math.Min(100, Math.Ceiling((high + 0.5) / step) * step);
        if (to <= from) (from, to) = (Math.Max(0, to - step), Math.Min(100, from + step));
        int count = (int)Math.Round((to - from) / step);
        double margin = (to - from) * 0.02;
        return new(from - margin, to + margin, [.. Enumerable.Range(0, count + 1).Select(i => (from + i * step, (from + i * step).ToString("0", CultureInfo.InvariantCulture)))]);
    }
}
