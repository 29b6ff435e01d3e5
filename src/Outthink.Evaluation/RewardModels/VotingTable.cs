using System.Collections.Immutable;
using Outthink.Evaluation.Runs;
using Outthink.Evaluation.Statistics;
using Outthink.Scoring;

namespace Outthink.Evaluation.RewardModels;

/// <summary>
/// The same candidates judged by every rule: majority, and best and weighted vote by every aggregation (Liu et al. 2025,
/// table 2). What differs between its rows is the rule alone.
/// </summary>
public sealed record VotingTable
{
    /// <summary>Majority first, then best and weighted, each by every aggregation.</summary>
    public required ImmutableArray<VotingRow> Rows { get; init; }

    /// <summary>Problems with at least one right candidate: no rule can choose better.</summary>
    public required Proportion Coverage { get; init; }

    /// <summary>How much the choice of the rule matters: accuracy of the best row less that of the worst.</summary>
    public double Spread => Rows.Max(r => r.Accuracy.Value) - Rows.Min(r => r.Accuracy.Value);

    internal static VotingTable Of(IReadOnlyCollection<(ImmutableArray<Candidate> Candidates, string Reference)> problems)
    {
        (Selection Selection, Aggregation? Aggregation)[] rules =
        [
            (Selection.Majority, null),
            .. from selection in new[] { Selection.Best, Selection.Weighted } from aggregation in Enum.GetValues<Aggregation>() select (selection, (Aggregation?)aggregation),
        ];
        int[] right = new int[rules.Length];
        int covered = 0;
        foreach ((ImmutableArray<Candidate> candidates, string reference) in problems)
        {
            AnswerKey key = new(reference);
            if (candidates.Any(c => key.Accepts(c.Answer))) covered++;
            for (int i = 0; i < rules.Length; i++)
                if (key.Accepts(Ballot.Choose(Rescored(candidates, rules[i].Aggregation), rules[i].Selection)?.Answer)) right[i]++;
        }
        return new()
        {
            Rows = [.. rules.Select((rule, i) => new VotingRow(rule.Selection, rule.Aggregation, new(right[i], problems.Count)))],
            Coverage = new(covered, problems.Count),
        };
    }

    static ImmutableArray<Candidate> Rescored(ImmutableArray<Candidate> candidates, Aggregation? aggregation) =>
        aggregation is { } rule ? [.. candidates.Select(c => c with { Score = Scores.Aggregate(c.Trajectory, rule) })] : candidates;
}
