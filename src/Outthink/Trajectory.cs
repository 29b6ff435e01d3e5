using System.Collections.Immutable;

namespace Outthink;

/// <summary>A problem's solution so far: the steps from the root to here. Immutable; a child is a new trajectory.</summary>
public sealed record Trajectory
{
    public required TrajectoryId Id { get; init; }

    /// <summary>The trajectory this one extends; the root extends nothing.</summary>
    public TrajectoryId? Parent { get; init; }

    public required ImmutableArray<Step> Steps { get; init; }

    public required TrajectoryState State { get; init; }

    /// <summary>How many equal samples this trajectory stands for; their votes are its weight.</summary>
    public int Multiplicity { get; init; } = 1;

    /// <summary>The whole solution as generated.</summary>
    public string Text => string.Concat(Steps.Select(s => s.Text));

    /// <summary>Policy tokens of all steps.</summary>
    public int TokenCount => Steps.Sum(s => s.TokenCount);
}
