using System.Collections.Immutable;
using Outthink.Scoring;

namespace Outthink.Planning;

/// <summary>Decides, after a pilot and after every tactic, what a compute-optimal search does next. Holds no state of a search.</summary>
public abstract class Planner
{
    /// <summary>Whole solutions drawn before the first decision.</summary>
    public abstract int Pilot { get; }

    /// <summary>Whether samples are scored.</summary>
    public abstract bool NeedsRewardModel { get; }

    /// <summary>How the answer is chosen among all candidates, unless the options say otherwise.</summary>
    public abstract Selection Selection { get; }

    /// <summary>How step scores become one number, where the decisions depend on it; null leaves it to the options.</summary>
    public virtual Aggregation? Aggregation => null;

    /// <summary>What to do next. Tactics in <paramref name="tried"/> have run; their candidates are among the evidence.</summary>
    public abstract Decision Decide(Evidence evidence, ImmutableArray<Tactic> tried, Usage spent, TimeSpan elapsed);
}
