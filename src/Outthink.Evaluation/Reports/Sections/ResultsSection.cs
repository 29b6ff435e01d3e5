using System.Collections.Immutable;
using Outthink.Evaluation.Reports.Pages;
using Outthink.Evaluation.Statistics;
using Outthink.Planning;

namespace Outthink.Evaluation.Reports.Sections;

/// <summary>Every row in a line.</summary>
internal static class ResultsSection
{
    public static ReportSection Of(string heading, ImmutableArray<Panel> panels)
    {
        (Panel Panel, SearchLine Line, StudiedRow Row)[] all =
            [.. from panel in panels from line in panel.Lines from row in line.Rows select (panel, line, row)];
        // A policy's rows without a reward model stand in each of its panels.
        (Panel Panel, SearchLine Line, StudiedRow Row)[] rows = [.. all.DistinctBy(r => (r.Panel.Policy, r.Row.Plan))];
        Difficulty[] bins = [.. rows.SelectMany(r => r.Row.Difficulties).Distinct().Order()];
        bool hasJoules = rows.Any(r => r.Row.Joules is not null);
        return new()
        {
            Heading = heading,
            Paragraphs = bins.Length == 0 ? [] : ["Easy, medium and hard are the problems that the policy alone solves in at least 50 %, in 10 to 50 %, and in less than 10 % of samples that are in no row."],
            Tables =
            [
                new(["policy", "PRM", "search", "N", "problems", "accuracy % (95 %)", .. bins.Select(b => $"{b} %".ToLowerInvariant()), "tokens", "FLOP", "seconds", .. hasJoules ? ["joules"] : Array.Empty<string>(), "truncated"],
                    [.. rows.Select(r => Cells(r.Line, r.Row, bins, hasJoules))]),
            ],
        };
    }

    static ImmutableArray<string> Cells(SearchLine line, StudiedRow row, Difficulty[] bins, bool hasJoules)
    {
        Proportion accuracy = row.Accuracy;
        Usage usage = row.Usage;
        int count = row.Outcomes.Length;
        return
        [
            row.Plan.Policy, row.Plan.Prm ?? "–", line.Name, NumberText.Short(row.N), $"{count}", NumberText.Interval(accuracy.Value, accuracy.Low, accuracy.High),
            .. bins.Select(b => row.Of(b) is { } part ? NumberText.Percent(part.Accuracy.Value) : "–"),
            NumberText.Short((double)usage.EvaluatedTokens / count), NumberText.Short(usage.Flops / count), NumberText.Short(row.Seconds),
            .. hasJoules ? [row.Joules is { } joules ? NumberText.Short(joules) : "–"] : Array.Empty<string>(),
            $"{row.Outcomes.Sum(o => o.Truncated)}",
        ];
    }
}
