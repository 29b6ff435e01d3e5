using System.Collections.Immutable;
using Outthink.Scoring;

namespace Outthink.Planning;

/// <summary>Decides what a search begins with and, after every tactic, it does next. Holds no state of a search.</summary>
public abstract class Planner
{
    /// <summary>What the search begins with, before the first decision.</summary>
    public abstract Tactic Opening { get; }

    /// <summary>Whether samples are scored.</summary>
    public abstract bool NeedsRewardModel { get; }

    /// <summary>How the answer is chosen among all candidates, unless the options say otherwise.</summary>
    public abstract Selection Selection { get; }

    /// <summary>How step scores become one number, where the decisions depend on it; null leaves it to the options.</summary>
    public virtual Aggregation? Aggregation => null;

    /// <summary>What to do next. The tactics in <paramref name="tried"/>, the opening first, have run; their candidates are among the evidence.</summary>
    public abstract Decision Decide(Evidence evidence, ImmutableArray<Tactic> tried, Usage spent, TimeSpan elapsed);
}
