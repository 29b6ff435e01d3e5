using System.Collections.Immutable;

namespace Outthink.Backends.Tests.Local;

/// <summary>A reward model that writes down what it is asked to score.</summary>
/// <param name="inner">The reward model.</param>
/// <param name="remembers">Whether it hears that a search comes back to the root.</param>
internal sealed class RecordingRewardModel(ProcessRewardModel inner, bool remembers = true) : ProcessRewardModel
{
    public List<Trajectory> Asked { get; } = [];

    public override string Name => inner.Name;

    public override RewardScope Open(Problem problem) => new Scope(inner.Open(problem), Asked, remembers);

    private sealed class Scope(RewardScope inner, List<Trajectory> asked, bool remembers) : RewardScope
    {
        public override Usage Usage => inner.Usage;

        public override void Remember()
        {
            if (remembers) inner.Remember();
        }

        public override Task<ImmutableArray<ImmutableArray<double>>> ScoreAsync(ImmutableArray<Trajectory> trajectories, CancellationToken cancellationToken)
        {
            asked.AddRange(trajectories);
            return inner.ScoreAsync(trajectories, cancellationToken);
        }

        public override void Keep(ImmutableArray<TrajectoryId> frontier) => inner.Keep(frontier);

        public override ValueTask DisposeAsync() => inner.DisposeAsync();
    }
}
