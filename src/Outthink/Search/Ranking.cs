using System.Collections.Immutable;

namespace Outthink.Search;

/// <summary>The order in which trajectories compete during a search: by their last step's raw score.</summary>
internal static class Ranking
{
    /// <summary>The <paramref name="count"/> best, in their given order; of equals the first.</summary>
    public static ImmutableArray<Trajectory> Best(IEnumerable<Trajectory> trajectories, int count) =>
    [
        .. trajectories.Select((trajectory, place) => (trajectory, place))
            .OrderByDescending(t => LastScore(t.trajectory)).Take(count)
            .OrderBy(t => t.place).Select(t => t.trajectory),
    ];

    /// <summary>A finished trajectory without any step has no score and ranks last.</summary>
    private static double LastScore(Trajectory trajectory) =>
        trajectory.Steps.IsEmpty ? double.NegativeInfinity : trajectory.Steps[^1].Score ?? double.NegativeInfinity;
}
