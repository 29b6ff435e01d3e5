namespace Outthink;

/// <summary>A <see cref="Candidate"/> as the event stream tells it.</summary>
public sealed record Vote
{
    public required TrajectoryId Trajectory { get; init; }

    public string? Answer { get; init; }

    public required int Group { get; init; }

    public double? Score { get; init; }

    public required double Weight { get; init; }
}
