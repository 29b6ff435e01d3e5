using System.Collections.Immutable;

namespace Outthink.Evaluation.RewardModels;

/// <summary>One reward model's scores of labelled solutions, and what they cost.</summary>
internal sealed record Judgement
{
    public required ImmutableArray<LabelledRollout> Rollouts { get; init; }

    /// <summary>Solutions left out, because they could not be labelled or scored.</summary>
    public required int LeftOut { get; init; }

    /// <summary>The same candidates by every rule; null where there are no answers to vote on.</summary>
    public required VotingTable? Voting { get; init; }

    public required Usage Usage { get; init; }

    public required TimeSpan Elapsed { get; init; }
}
