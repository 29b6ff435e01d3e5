using System.Collections.Immutable;

namespace Outthink.Evaluation.Suites;

/// <summary>One problem of a suite, with the answer it is graded against.</summary>
public sealed record SuiteItem
{
    /// <summary>Unique within its suite; searches seed themselves by it.</summary>
    public required string Id { get; init; }

    public required string Problem { get; init; }

    /// <summary>The reference answer.</summary>
    public required string Answer { get; init; }

    /// <summary>The author's level, as text ("Level 5" is read as "5"); null when the suite has none.</summary>
    public string? Level { get; init; }

    public string? Subject { get; init; }

    /// <summary>The one canonical solution, step by step, where a suite has it: labels of steps are then exact. Empty otherwise.</summary>
    public ImmutableArray<string> Steps { get; init; } = [];
}
