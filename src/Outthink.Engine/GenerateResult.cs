using System.Collections.Immutable;

namespace Outthink.Engine;

/// <summary>The samples of a request, in the order of its seeds, and what they cost together.</summary>
public sealed record GenerateResult
{
    public required ImmutableArray<Generation> Generations { get; init; }

    /// <summary>By sample: the one drawn with its reserve seed, null where the first was new. Empty without reserve seeds.</summary>
    public ImmutableArray<Generation?> Reserves { get; init; } = [];

    public required EvaluationUsage Usage { get; init; }
}
