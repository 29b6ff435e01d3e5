using System.Collections.Immutable;

namespace Outthink;

/// <summary>One problem's lifetime in a policy: trajectories live here until the scope is told to keep others, or is left.</summary>
public abstract class PolicyScope : IAsyncDisposable
{
    /// <summary>The trajectory without steps.</summary>
    public abstract TrajectoryId Root { get; }

    /// <summary>What this scope has spent so far, dropped and duplicate samples included; its PRM fields are zero.</summary>
    public abstract Usage Usage { get; }

    /// <summary>
    /// Says, before anything is drawn, that the search will come back to the root. A port that can then evaluates no token
    /// again that it has evaluated in this scope, whatever <see cref="Keep"/> says meanwhile; its proposals are the same.
    /// The others do nothing.
    /// </summary>
    public virtual void Remember() { }

    /// <summary>Extends trajectories, all in one batch.</summary>
    /// <returns>For each expansion its proposals, in the order of its seeds.</returns>
    public abstract Task<ImmutableArray<ImmutableArray<Proposal>>> ProposeAsync(
        ImmutableArray<Expansion> expansions, CancellationToken cancellationToken);

    /// <summary>Keeps these trajectories and the root; frees what the others hold alone. A trajectory not kept can no longer be extended.</summary>
    public abstract void Keep(ImmutableArray<TrajectoryId> frontier);

    public abstract ValueTask DisposeAsync();
}
