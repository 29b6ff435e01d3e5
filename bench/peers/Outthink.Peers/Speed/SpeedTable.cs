using System.Globalization;
using Outthink.Engine.Measuring;

namespace Outthink.Peers.Speed;

/// <summary>The results as Markdown, and its place in a page.</summary>
static class SpeedTable
{
    public const string Begin = "<!-- the table begins: written by outthink-peers speed -->";
    public const string End = "<!-- the table ends -->";

    public static string Of(SpeedReport report)
    {
        List<string> lines =
        [
            $"{report.Processor}, {report.Threads} threads, {report.Shape} with {report.Layers} layers, medians of {report.Repeats} alternating runs; in brackets the least and the greatest.",
            Invariant($"Ceilings: Q8_0 kernel {report.Int8Gops:F0} GOP/s a core, F32 {report.Fp32Gflops:F0} GFLOP/s a core, memory {report.MemoryGBps:F0} GB/s.{(report.Doubt is null ? "" : $" **The ceiling is not valid**: {report.Doubt}.")}"),
            "",
            "| workload | ours | llama.cpp | ratio | at least | aim |",
            "|---|---|---|---|---|---|",
            .. report.Rows.Select(r => Line(r, report.Repeats)),
        ];
        foreach (var row in report.Rows.Where(r => r.Tokens is not null))
        {
            lines.AddRange("", $"Tokens evaluated in one {row.Title}:", "", "| | policy | PRM |", "|---|---|---|",
                Invariant($"| ours | {row.Tokens![0]:N0} | {row.Tokens[1]:N0} |"), Invariant($"| llama.cpp | {row.Tokens[2]:N0} | {row.Tokens[3]:N0} |"));
            if (report.OutsideShare is { } outside)
                lines.AddRange("", Invariant($"Of our wall clock {outside:P1} lies outside the forward passes."));
        }
        return string.Join('\n', lines);
    }

    /// <summary>Puts a table between the marker lines of a page.</summary>
    /// <exception cref="InvalidOperationException">The page has no markers.</exception>
    public static void Put(string table, string path)
    {
        var page = File.ReadAllText(path);
        var (begin, end) = (page.IndexOf(Begin, StringComparison.Ordinal), page.IndexOf(End, StringComparison.Ordinal));
        if (begin < 0 || end < begin)
            throw new InvalidOperationException($"{path} has no lines '{Begin}' and '{End}'; add them where the table shall stand");
        File.WriteAllText(path, $"{page[..(begin + Begin.Length)]}\n\n{table}\n\n{page[end..]}");
    }

    static string Line(RowResult row, int repeats)
    {
        var title = row.Ours.Length == repeats ? row.Title : Invariant($"{row.Title} ({row.Ours.Length} runs)");
        var (ours, isShare) = (Spread.Of(row.Ours), row.Theirs.IsEmpty);
        if (isShare)
            return Invariant($"| {title} | {ours.Median:P0} ({ours.Low:P0}–{ours.High:P0}) | – | – | {row.AtLeast:P0} | {row.Aim:P0} |");
        var (theirs, ratios) = (Spread.Of(row.Theirs), row.Ratios!.Value);
        return Invariant($"| {title} | {Value(ours, row.Unit)} | {Value(theirs, row.Unit)} | **{row.Ratio:F2}** ({ratios.Low:F2}–{ratios.High:F2}) | {row.AtLeast} | {row.Aim} |");
    }

    static string Value(Spread spread, string unit) =>
        spread.Median < 100 ? Invariant($"{spread.Median:F1} ({spread.Low:F1}–{spread.High:F1}) {unit}") : Invariant($"{spread.Median:N0} ({spread.Low:N0}–{spread.High:N0}) {unit}");

    static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
