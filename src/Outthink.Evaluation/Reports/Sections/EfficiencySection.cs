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
                "The budget at which majority voting reaches its best accuracy, divided by the budget at which the search reaches the same, by linear interpolation; > where the search is above already at its smallest budget, – where it never gets there. The first three gains take the vote's best as it is, as the paper does; the last three take the first N within half a point of it. FLOPs and tokens include the reward model's.",
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
        EfficiencyGain best = Gain(p => p.N, 0)!, plateau = Gain(p => p.N, Plateau)!;
        return
        [
            panel.Policy, panel.Prm!, name, NumberText.Percent(vote.Points.Max(p => p.Accuracy)),
            Budget(best), Text(HasN(best)), Text(Gain(p => p.Tokens, 0)), Text(Gain(p => p.Flops, 0)),
            Budget(plateau), Text(HasN(plateau)), Text(Gain(p => p.Tokens, Plateau)), Text(Gain(p => p.Flops, Plateau)),
        ];

        EfficiencyGain? Gain(Func<LinePoint, double?> budget, double tolerance) =>
            EfficiencyGain.Of(Points(vote.Points, budget), Points(search, budget), tolerance) ?? EfficiencyGain.Of(Points(vote.Points, budget), [(double.MaxValue, 0)], tolerance);

        EfficiencyGain? HasN(EfficiencyGain gain) => search.Any(p => p.N is not null) ? gain : null;
    }

    static IEnumerable<(double, double)> Points(ImmutableArray<LinePoint> points, Func<LinePoint, double?> budget) =>
        points.Where(p => budget(p) is > 0).Select(p => (budget(p)!.Value, p.Accuracy));

    static string Budget(EfficiencyGain gain) => gain.VoteBudget.ToString("0", CultureInfo.InvariantCulture);

    static string Text(EfficiencyGain? gain) => gain?.Gain is { } times ? $"{(gain.IsAtLeast ? "> " : "")}{times.ToString("G3", CultureInfo.InvariantCulture)} ×" : "–";
}
