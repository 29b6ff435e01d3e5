using System.Collections.Immutable;
using Outthink.Planning;
using Outthink.Scoring;

namespace Outthink.Evaluation.Tuning;

/// <summary>A planner that runs given tactics one after another, whatever it sees: how tuning observes them.</summary>
internal sealed class Schedule(int pilot, bool needsRewardModel, Selection selection, params ImmutableArray<Tactic> tactics) : Planner
{
    public override int Pilot => pilot;

    public override bool NeedsRewardModel => needsRewardModel;

    public override Selection Selection => selection;

    public override Decision Decide(Evidence evidence, ImmutableArray<Tactic> tried, Usage spent, TimeSpan elapsed) => new()
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
