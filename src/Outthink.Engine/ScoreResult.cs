using System.Collections.Immutable;

namespace Outthink.Engine;

/// <summary>The scored continuations, in the order of the request, and what they cost together.</summary>
public sealed record ScoreResult
{
    public required ImmutableArray<Scoring> Scorings { get; init; }

    public required EvaluationUsage Usage { get; init; }
}
