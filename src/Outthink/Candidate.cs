namespace Outthink;

/// <summary>A finished trajectory that stands for selection.</summary>
public sealed record Candidate
{
    public required Trajectory Trajectory { get; init; }

    /// <summary>The final answer as written; null when the solution states none.</summary>
    public required string? Answer { get; init; }

    /// <summary>The class of equal answers this one belongs to, numbered by first appearance; -1 without an answer.</summary>
    public required int Group { get; init; }

    /// <summary>The step scores aggregated; null when no reward model scored the trajectory.</summary>
    public required double? Score { get; init; }

    /// <summary>Votes it casts: its <see cref="Trajectory.Multiplicity"/>.</summary>
    public required double Weight { get; init; }
}
