using System.Collections.Immutable;

namespace Outthink.Evaluation.Runs;

/// <summary>A problem's outcome with the verdict it rests on.</summary>
internal sealed record SolvedProblem
{
    public required ProblemOutcome Outcome { get; init; }

    /// <summary>Null when the problem was rejected.</summary>
    public required Verdict? Verdict { get; init; }

    /// <summary>For each candidate, then for each truncated trajectory: the slot of the first round it began in.</summary>
    public required ImmutableArray<int> Slots { get; init; }
}
