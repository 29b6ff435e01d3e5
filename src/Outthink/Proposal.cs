using System.Collections.Immutable;

namespace Outthink;

/// <summary>What a policy proposes for one seed of an <see cref="Expansion"/>.</summary>
public sealed record Proposal
{
    /// <summary>The child's name, new with every proposal; the parent extended by <see cref="Steps"/>.</summary>
    public required TrajectoryId Id { get; init; }

    /// <summary>The new steps: one for <see cref="Extent.Step"/>, all remaining for <see cref="Extent.Solution"/>. Empty when the policy ended at once. Of a half-written parent they begin with its last step as it now stands.</summary>
    public required ImmutableArray<Step> Steps { get; init; }

    public required ProposalEnd End { get; init; }
}
