using System.Collections.Immutable;

namespace Outthink;

/// <summary>The outcome of searching one problem.</summary>
public sealed record Verdict
{
    public required Problem Problem { get; init; }

    /// <summary>The strategy's <see cref="Search.SearchStrategy.Name"/>.</summary>
    public required string Strategy { get; init; }

    /// <summary>The chosen answer as written; null when nothing finished, or nothing that finished states an answer.</summary>
    public required string? Answer { get; init; }

    /// <summary>The best-scored trajectory with the chosen answer; null when nothing finished.</summary>
    public required Trajectory? Chosen { get; init; }

    /// <summary>The finished trajectories the strategy returns, by their place in the tree.</summary>
    public required ImmutableArray<Candidate> Candidates { get; init; }

    /// <summary>Trajectories cut off by a limit of tokens, steps or context, or dropped as stragglers (<see cref="Planning.Thrift.Enough"/>), in the order drawn; never candidates.</summary>
    public required ImmutableArray<Trajectory> Truncated { get; init; }

    /// <summary>What the search spent, as its ports measured it.</summary>
    public required Usage Usage { get; init; }

    public required TimeSpan Elapsed { get; init; }

    public required VerdictEnding Ending { get; init; }
}
