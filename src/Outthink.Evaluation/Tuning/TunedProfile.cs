namespace Outthink.Evaluation.Tuning;

/// <summary>A profile as a file holds it: with the content it belongs to and how it was made.</summary>
public sealed record TunedProfile
{
    /// <summary>The format's version; a reader accepts no other.</summary>
    public required int Version { get; init; }

    /// <summary>What the policy is by content: weights, and what its card says of prompts and steps.</summary>
    public required string PolicyHash { get; init; }

    /// <summary>The same of the reward model, how a score is read included; null without one.</summary>
    public required string? RewardModelHash { get; init; }

    /// <summary>The suite, its seed and the number of problems that were tuned on.</summary>
    public required string Suite { get; init; }

    /// <summary>The sampling seed.</summary>
    public required ulong Seed { get; init; }

    public required TuningResult Result { get; init; }
}
