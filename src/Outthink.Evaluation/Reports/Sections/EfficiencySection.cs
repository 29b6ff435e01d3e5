using System.Collections.Immutable;
using System.Globalization;
using Outthink.Evaluation.Reports.Pages;
using Outthink.Evaluation.Statistics;

namespace Outthink.Evaluation.Reports.Sections;

/// <summary>How much less a search spends than majority voting at its best (Liu et al. 2025, table 5).</summary>
internal static class EfficiencySection
{
    /// <summary>The vote has reached its plateau within half a point of its best.</summary>
    const double Plateau = 0.005;

    /// <summary>Null where no panel has a vote and a search.</summary>
    public static ReportSection? Of(string heading, ImmutableArray<Panel> panels)
    {
        ImmutableArray<ImmutableArray<string>> rows = [.. panels.SelectMany(Rows)];
        return rows.IsEmpty ? null : new()
        {
            Heading = heading,
            Paragraphs =
            [
                "The budget at which majority voting reaches its best accuracy, divided by the budget at which the search reaches the same, by linear interpolation; > where the search is above already at its smallest budget, – where it never gets there. N of the selector is the mean of all generations that it asked for. The first three gains take the vote's best as it is, as the paper does; the last three take the first N within half a point of it. FLOPs and tokens include the reward model's. Bootstrap 95 % intervals over the problems; in resamples in which the search never gets there the gain counts as 0.",
            ],
            Tables = [new(["policy", "PRM", "search", "vote's best %", "at N", "gain in N", "in tokens", "in FLOPs", "plateau at N", "gain in N", "in tokens", "in FLOPs"], rows)],
        };
    }

    static IEnumerable<ImmutableArray<string>> Rows(Panel panel)
    {
        if (panel.Lines.FirstOrDefault(l => l.Rows[0].Plan.Strategy.Name == "majority") is not { } vote) yield break;
        SearchLine[] searches = [.. panel.Lines.Where(l => l.IsScored)];
        if (searches.Length == 0) yield break;
        if (searches.Length > 1) yield return Cells(panel, "the best of all", vote, [.. searches.SelectMany(s => s.Points)]);
        foreach (SearchLine search in searches) yield return Cells(panel, search.Name, vote, search.Points);
    }

    static ImmutableArray<string> Cells(Panel panel, string name, SearchLine vote, ImmutableArray<LinePoint> search)
    {
        GainIntervals intervals = new(vote.Points, search);
        return
        [
            panel.Policy, panel.Prm!, name, NumberText.Percent(vote.Points.Max(p => p.Accuracy)),
            .. new[] { 0, Plateau }.SelectMany(tolerance => (string[])
            [
                NAtBest(vote.Points, tolerance), Gain(p => p.N, tolerance), Gain(p => p.Tokens, tolerance), Gain(p => p.Flops, tolerance),
            ]),
        ];

        string Gain(Func<LinePoint, double> budget, double tolerance)
        {
            if (EfficiencyGain.Of(Points(vote.Points, budget), Points(search, budget), tolerance) is not { Gain: { } times } gain) return "–";
            (double low, double high) = intervals.Of(budget, tolerance);
            return $"{(gain.IsAtLeast ? "> " : "")}{Number(times)} ({Number(low)}–{Number(high)})";
        }
    }

    static IEnumerable<(double Budget, double Accuracy)> Points(ImmutableArray<LinePoint> points, Func<LinePoint, double> budget) =>
        points.Where(p => budget(p) > 0).Select(p => (budget(p), p.Accuracy));

    static string NAtBest(ImmutableArray<LinePoint> vote, double tolerance)
    {
        double best = vote.Max(p => p.Accuracy);
        return vote.First(p => p.Accuracy >= best - tolerance).N.ToString(CultureInfo.InvariantCulture);
    }

    static string Number(double times) => times.ToString("G3", CultureInfo.InvariantCulture);
}
