using System.Collections.Immutable;

namespace Outthink.Engine;

/// <summary>One continuation, scored.</summary>
public sealed record Scoring
{
    /// <summary>The parent's tokens and the continuation's. The caller owns it and disposes it.</summary>
    public required Sequence Sequence { get; init; }

    /// <summary>As the request's <see cref="ReadOut"/> says.</summary>
    public required ImmutableArray<float> Values { get; init; }
}
