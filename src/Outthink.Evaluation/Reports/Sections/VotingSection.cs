using System.Collections.Immutable;
using Outthink.Evaluation.Reports.Pages;
using Outthink.Evaluation.RewardModels;

namespace Outthink.Evaluation.Reports.Sections;

/// <summary>The candidates of each scored row by every voting rule (Liu et al. 2025, table 2).</summary>
internal static class VotingSection
{
    /// <summary>Null where nothing is scored.</summary>
    public static ReportSection? Of(string heading, ImmutableArray<StudiedRow> rows)
    {
        (StudiedRow Row, VotingTable Table)[] tables = [.. rows.Where(r => r.Voting is not null).Select(r => (r, r.Voting!))];
        return tables.Length == 0 ? null : new()
        {
            Heading = heading,
            Paragraphs = ["The same candidates, chosen among by every rule: the majority; the best, or the heaviest answer, by the last, lowest, mean or multiplied step score. Accuracy in percent. The spread is that between the best and the worst rule; the last column is the share of problems with a right candidate, beyond which no rule can come."],
            Tables =
            [
                new(["policy", "PRM", "search", "N", .. tables[0].Table.Rows.Select(NameOf), "spread", "a right one"],
                    [.. tables.Select(t => (ImmutableArray<string>)
                        [
                            t.Row.Plan.Policy, t.Row.Plan.Prm!, t.Row.Plan.Strategy.Name, NumberText.Short(t.Row.N),
                            .. t.Table.Rows.Select(r => NumberText.Percent(r.Accuracy.Value)), NumberText.Percent(t.Table.Spread), NumberText.Percent(t.Table.Coverage.Value),
                        ])]),
            ],
        };
    }

    static string NameOf(VotingRow rule) => (rule.Aggregation is { } aggregation ? $"{rule.Selection} {aggregation}" : $"{rule.Selection}").ToLowerInvariant();
}
