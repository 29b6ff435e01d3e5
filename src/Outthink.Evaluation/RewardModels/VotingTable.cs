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

    static readonly ImmutableArray<(Selection Selection, Aggregation? Aggregation)> Rules =
    [
        (Selection.Majority, null),
        .. from selection in new[] { Selection.Best, Selection.Weighted } from aggregation in Enum.GetValues<Aggregation>() select (selection, (Aggregation?)aggregation),
    ];

    internal static VotingTable Of(IEnumerable<(ImmutableArray<Candidate> Candidates, string Reference)> problems) =>
        Of([.. problems.Select(p => ProblemVotes.Of(p.Candidates, p.Reference))]);

    internal static VotingTable Of(IReadOnlyCollection<ProblemVotes> problems) => new()
    {
        Rows = [.. Rules.Select((rule, i) => new VotingRow(rule.Selection, rule.Aggregation, new(problems.Count(p => p.IsRight[i]), problems.Count)))],
        Coverage = new(problems.Count(p => p.IsCovered), problems.Count),
    };

    /// <summary>One problem's candidates judged by every rule.</summary>
    /// <param name="IsRight">For each rule, whether its choice is right.</param>
    /// <param name="IsCovered">Whether any candidate is right.</param>
    internal sealed record ProblemVotes(ImmutableArray<bool> IsRight, bool IsCovered)
    {
        public static ProblemVotes Of(ImmutableArray<Candidate> candidates, string reference)
        {
            AnswerKey key = new(reference);
            return new([.. Rules.Select(rule => key.Accepts(Ballot.Choose(Rescored(candidates, rule.Aggregation), rule.Selection)?.Answer))], candidates.Any(c => key.Accepts(c.Answer)));
        }
    }

    static ImmutableArray<Candidate> Rescored(ImmutableArray<Candidate> candidates, Aggregation? aggregation) =>
        aggregation is { } rule ? [.. candidates.Select(c => c with { Score = Scores.Aggregate(c.Trajectory, rule) })] : candidates;
}
