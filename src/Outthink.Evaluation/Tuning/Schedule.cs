using System.Collections.Immutable;
using Outthink.Planning;
using Outthink.Scoring;

namespace Outthink.Evaluation.Tuning;

/// <summary>A planner that runs given tactics one after another, whatever it sees, and notes when each has ended: how tuning times them. For one search.</summary>
internal sealed class Schedule(bool needsRewardModel, Selection selection, Aggregation aggregation, params ImmutableArray<Tactic> tactics) : Planner
{
    readonly List<(Usage Spent, TimeSpan Elapsed)> ends = [];

    public override Tactic Opening => tactics[0];

    public override bool NeedsRewardModel => needsRewardModel;

    public override Selection Selection => selection;

    public override Aggregation? Aggregation => aggregation;

    /// <summary>Tokens and seconds of the last tactic that ran.</summary>
    public (double Tokens, double Seconds) Last
    {
        get
        {
            var (spent, elapsed) = ends[^1];
            var (before, started) = ends.Count > 1 ? ends[^2] : (Usage.Zero, TimeSpan.Zero);
            return (spent.EvaluatedTokens - before.EvaluatedTokens, (elapsed - started).TotalSeconds);
        }
    }

    public override Decision Decide(Evidence evidence, ImmutableArray<Tactic> tried, Usage spent, TimeSpan elapsed)
    {
        ends.Add((spent, elapsed));
        return new()
        {
            Tactic = tried.Length < tactics.Length ? tactics[tried.Length] : null,
            Evidence = evidence,
            Confidence = 0,
            Difficulty = [],
            Options = [],
            Reason = "as scheduled",
            Price = 0,
        };
    }
}
