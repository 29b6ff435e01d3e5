using System.Collections.Immutable;

namespace Outthink.Engine;

/// <summary>One continuation, scored.</summary>
public sealed record Scoring
{
    /// <summary>The parent's tokens and the continuation's. The caller owns it and disposes it.</summary>
    public required Sequence Sequence { get; init; }

    /// <summary>As the request's <see cref="ReadOut"/> says.</summary>
    public required ImmutableArray<float> Values { get; init; }

    /// <summary>The ids that <see cref="Values"/> belong to for <see cref="ReadOut.TopLogProbs"/>; empty for any other.</summary>
    public ImmutableArray<int> TopTokens { get; init; } = [];
}
