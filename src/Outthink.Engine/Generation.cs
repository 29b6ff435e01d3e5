using System.Collections.Immutable;

namespace Outthink.Engine;

/// <summary>One sample that ended.</summary>
public sealed record Generation
{
    /// <summary>The parent's tokens and the new ones. The caller owns it and disposes it.</summary>
    public required Sequence Sequence { get; init; }

    /// <summary>What was drawn, the token that completed the stop or ended the sequence included.</summary>
    public required ImmutableArray<int> NewTokens { get; init; }

    /// <summary>The model's log-probability of each new token, at temperature 1 and before any cut.</summary>
    public required ImmutableArray<float> LogProbs { get; init; }

    public required StopReason StopReason { get; init; }
}
