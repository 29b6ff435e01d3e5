using System.Collections.Immutable;
using System.Globalization;
using Outthink.Evaluation.Reports.Pages;
using Outthink.Evaluation.Reports.Plots;
using Outthink.Evaluation.Statistics;

namespace Outthink.Evaluation.Reports.Sections;

/// <summary>Small policies that search against larger ones that answer alone (Liu et al. 2025, tables 3 and 4).</summary>
internal static class SmallAgainstLargeSection
{
    const ulong ResampleSeed = 0;

    /// <summary>Null where no two policies can be compared.</summary>
    public static ReportSection? Of(string heading, ImmutableArray<StudiedRow> rows, FigureNames names)
    {
        StudiedRow[] alone = [.. rows.Where(r => r.Plan.Strategy.Name == "cot").OrderBy(r => r.PolicyParameters)];
        StudiedRow[] searching = [.. rows.Where(r => r.Plan.Strategy.Name != "cot")];
        (StudiedRow Small, StudiedRow Large)[] pairs =
        [
            .. from large in alone
               from small in searching.Where(s => s.PolicyParameters > 0 && s.PolicyParameters < large.PolicyParameters).GroupBy(s => s.Plan.Policy)
               select (Best(small), large),
        ];
        if (pairs.Length == 0) return null;
        return new()
        {
            Heading = heading,
            Paragraphs = ["For every policy that also answers alone, the best row of each smaller one. That row is picked on the same problems, which flatters it by as much as its rows differ by chance. Differences are paired on the problems that both have, with a bootstrap 95 % interval and McNemar's exact test."],
            Tables = [new(["small, searching", "parameters with PRM", "accuracy %", "FLOP", "large, alone", "parameters", "accuracy %", "FLOP", "difference, points (95 %)", "p"], [.. pairs.Select(p => Cells(p.Small, p.Large))])],
            Figures = [Frontiers(rows, names)],
        };
    }

    static StudiedRow Best(IEnumerable<StudiedRow> rows) => rows.OrderByDescending(r => r.Accuracy.Value).ThenBy(r => r.Usage.Flops).First();

    static ImmutableArray<string> Cells(StudiedRow small, StudiedRow large)
    {
        int common = Math.Min(small.Outcomes.Length, large.Outcomes.Length);
        PairedBootstrap difference = PairedBootstrap.Of(small.Solved.AsSpan(0, common), large.Solved.AsSpan(0, common), ResampleSeed);
        McNemar test = McNemar.Of([.. small.Solved.Take(common).Select(s => s > 0)], [.. large.Solved.Take(common).Select(s => s > 0)]);
        string prm = small.Plan.Prm is { } name ? $" with {name}" : "";
        return
        [
            $"{small.Plan.Policy}{prm}, {small.Plan.Strategy.Name}{(small.IsAuto ? "" : $" N = {small.Plan.Samples}")}",
            NumberText.Count(small.PolicyParameters + small.PrmParameters), NumberText.Percent(small.Accuracy.Value), Flop(small),
            large.Plan.Policy, NumberText.Count(large.PolicyParameters), NumberText.Percent(large.Accuracy.Value), Flop(large),
            $"{NumberText.Points(difference.Difference)} ({NumberText.Points(difference.Low)} to {NumberText.Points(difference.High)})",
            test.PValue.ToString("0.0e+0", CultureInfo.InvariantCulture),
        ];
    }

    /// <summary>What each policy reaches at most for what it costs, whatever the search.</summary>
    static Chart Frontiers(ImmutableArray<StudiedRow> rows, FigureNames names) => new()
    {
        Name = names.Next("small-against-large"),
        Title = "The best of each policy against FLOPs",
        X = new("FLOP a problem, policy and PRM", Scale.Logarithmic),
        Y = new("accuracy %", Scale.Percent),
        Series = [.. rows.GroupBy(r => r.Plan.Policy).OrderBy(g => g.First().PolicyParameters).Select((g, i) => new Series(g.Key, i, Frontier(g.SelectMany(r => r.Points))))],
    };

    static ImmutableArray<ChartPoint> Frontier(IEnumerable<LinePoint> points)
    {
        List<LinePoint> best = [];
        foreach (LinePoint point in points.OrderBy(p => p.Flops).ThenByDescending(p => p.Accuracy))
            if (best.Count == 0 || point.Accuracy > best[^1].Accuracy) best.Add(point);
        return [.. best.Select(p => new ChartPoint(p.Flops, 100 * p.Accuracy, 100 * p.Interval.Low, 100 * p.Interval.High))];
    }

    static string Flop(StudiedRow row) => NumberText.Short(row.Usage.Flops / row.Outcomes.Length);
}
