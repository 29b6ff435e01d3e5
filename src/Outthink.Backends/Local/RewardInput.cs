using System.Collections.Immutable;

namespace Outthink.Backends.Local;

/// <summary>What a reward model reads of a solution.</summary>
public sealed record RewardInput
{
    /// <summary>Problem, steps and markers as token ids.</summary>
    public required ImmutableArray<int> Tokens { get; init; }

    /// <summary>For each step the index of the token after which its score is read; of an outcome reward model the one of the whole solution.</summary>
    public required ImmutableArray<int> ReadAt { get; init; }
}
