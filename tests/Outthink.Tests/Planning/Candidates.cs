using System.Collections.Immutable;

namespace Outthink.Tests.Planning;

/// <summary>Finished candidates for rules that look at their answers and scores alone.</summary>
internal static class Candidates
{
    /// <summary>One for each answer's group, below 0 for none, with its score.</summary>
    public static ImmutableArray<Candidate> Of(params (int Group, double? Score)[] candidates) =>
    [
        .. candidates.Select((c, i) => new Candidate
        {
            Trajectory = new() { Id = new(i), Steps = [], State = TrajectoryState.Finished },
            Answer = c.Group < 0 ? null : $"{c.Group}",
            Group = c.Group,
            Score = c.Score,
            Weight = 1,
        }),
    ];
}
