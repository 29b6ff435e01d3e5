using System.Collections.Immutable;
using Outthink.Planning;
using Outthink.Scoring;

namespace Outthink.Backends.Tests.Local;

/// <summary>A planner that draws two samples and runs its tactics one after the other, whatever they find.</summary>
internal sealed class TacticsInTurn(params ImmutableArray<Tactic> tactics) : Planner
{
    public override Tactic Opening => new() { Strategy = "best-of-n", Samples = 2 };

    public override bool NeedsRewardModel => true;

    public override Selection Selection => Selection.Best;

    public override Decision Decide(Evidence evidence, ImmutableArray<Tactic> tried, Usage spent, TimeSpan elapsed) => new()
    {
        Tactic = tried.Length <= tactics.Length ? tactics[tried.Length - 1] : null,
        Evidence = evidence,
        Confidence = 0,
        Difficulty = [],
        Options = [],
        Reason = "in turn",
        Price = 0,
    };
}
