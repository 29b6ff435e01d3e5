using System.Collections.Immutable;

namespace Outthink;

/// <summary>One problem's lifetime in a process reward model.</summary>
public abstract class RewardScope : IAsyncDisposable
{
    /// <summary>What this scope has spent so far; its policy fields are zero.</summary>
    public abstract Usage Usage { get; }

    /// <summary>
    /// Says, before anything is scored, that trajectories may come which take steps that others took before. A port that
    /// can then evaluates no token again that it has evaluated in this scope, whatever <see cref="Keep"/> says meanwhile;
    /// its scores are the same. The others do nothing.
    /// </summary>
    public virtual void Remember() { }

    /// <summary>
    /// Scores trajectories, all in one batch. A port may remember a trajectory by its id and evaluate only the steps
    /// that its parent (<see cref="Trajectory.Parent"/>) did not have; the result is that of a full evaluation.
    /// </summary>
    /// <returns>For each trajectory one score a step, in order, earlier steps included. The caller checks the counts.</returns>
    public abstract Task<ImmutableArray<ImmutableArray<double>>> ScoreAsync(
        ImmutableArray<Trajectory> trajectories, CancellationToken cancellationToken);

    /// <inheritdoc cref="PolicyScope.Keep"/>
    public abstract void Keep(ImmutableArray<TrajectoryId> frontier);

    public abstract ValueTask DisposeAsync();
}
