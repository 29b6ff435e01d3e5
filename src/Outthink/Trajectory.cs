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

    /// <summary>The seed its last sample was drawn with; its children's seeds derive from it.</summary>
    public ulong Seed { get; init; }

    /// <summary>How many equal samples of its parent this trajectory stands for (1 unless merged); its votes. Not inherited.</summary>
    public int Multiplicity { get; init; } = 1;

    /// <summary>The steps that are not half-written.</summary>
    internal ImmutableArray<Step> WholeSteps => State == TrajectoryState.Partial ? Steps[..^1] : Steps;

    /// <summary>The whole solution as generated.</summary>
    public string Text => string.Concat(Steps.Select(s => s.Text));

    /// <summary>Policy tokens of all steps.</summary>
    public int TokenCount => Steps.Sum(s => s.TokenCount);

    /// <summary>The policy's log-probability of all steps given the problem, as <see cref="Step.LogProbability"/>; null where that of a step is not known.</summary>
    public double? LogProbability => Steps.Aggregate((double?)0, (sum, step) => sum + step.LogProbability);
}
