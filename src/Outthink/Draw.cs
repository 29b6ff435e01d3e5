using System.Collections.Immutable;

namespace Outthink;

/// <summary>One sample of a policy, with its place in the tree and what the search made of it.</summary>
public sealed record Draw
{
    /// <summary>The sample's slot under its parent, from 0.</summary>
    public required int Slot { get; init; }

    /// <summary>0 for the slot's first sample, 1 when it was drawn again.</summary>
    public required int Attempt { get; init; }

    public required ulong Seed { get; init; }

    public required TrajectoryId Id { get; init; }

    /// <summary>The new steps, unscored. Under a half-written parent the first is that parent's last step as it now stands.</summary>
    public required ImmutableArray<Step> Steps { get; init; }

    /// <summary>Tokens of the sample, those of dropped blank text included.</summary>
    public required int TokenCount { get; init; }

    public required ProposalEnd End { get; init; }

    public required TrajectoryState State { get; init; }

    /// <summary>The earlier equal sample this one was merged into; null when it stands for itself.</summary>
    public TrajectoryId? MergedInto { get; init; }

    /// <summary>True when the sample added no step and did not end the solution: it was dropped.</summary>
    public bool IsBlank => Steps.IsEmpty && State == TrajectoryState.Open;

    /// <summary>The trajectory this sample makes of its parent; a half-written last step is replaced by what it has become.</summary>
    internal Trajectory Extend(Trajectory parent) => new()
    {
        Id = Id,
        Parent = parent.Id,
        Seed = Seed,
        Steps = parent.WholeSteps.AddRange(Steps),
        State = State,
    };
}
