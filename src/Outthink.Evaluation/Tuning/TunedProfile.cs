namespace Outthink.Evaluation.Tuning;

/// <summary>A profile as a file holds it: with the content it belongs to and how it was made.</summary>
public sealed record TunedProfile
{
    /// <summary>The format's version; a reader accepts no other.</summary>
    public required int Version { get; init; }

    /// <summary>SHA-256 of the policy's weights file, hexadecimal.</summary>
    public required string PolicyHash { get; init; }

    /// <summary>SHA-256 of the reward model's weights file and its read-out; null without one.</summary>
    public required string? RewardModelHash { get; init; }

    /// <summary>The suite, its seed and the number of problems that were tuned on.</summary>
    public required string Suite { get; init; }

    /// <summary>The sampling seed.</summary>
    public required ulong Seed { get; init; }

    public required TuningResult Result { get; init; }
}
