using System.Collections.Immutable;

namespace Outthink.Engine;

/// <summary>The samples of a request, in the order of its seeds, and what they cost together.</summary>
public sealed record GenerateResult
{
    public required ImmutableArray<Generation> Generations { get; init; }

    public required EvaluationUsage Usage { get; init; }
}
