using Outthink.Evaluation.Energy;
using Outthink.Evaluation.Suites;

namespace Outthink.Evaluation.Runs;

/// <summary>What a row made of one problem.</summary>
public sealed record ProblemOutcome
{
    public required SuiteItem Item { get; init; }

    /// <summary>The verdict's answer; null without one.</summary>
    public required string? Answer { get; init; }

    /// <summary>Whether the grader holds the answer for equal to the reference.</summary>
    public required bool IsCorrect { get; init; }

    /// <summary>Samples whose own answer is right, merged ones counted each.</summary>
    public required int CorrectSamples { get; init; }

    /// <summary>
    /// Generations the search asked for at the root: N of a fixed strategy, the sum over all that it tried of one that
    /// chooses; less where a rule stopped early, 0 for a problem that was rejected. A slot that is drawn again counts once.
    /// </summary>
    public required int Samples { get; init; }

    /// <summary>Trajectories cut off by a limit.</summary>
    public required int Truncated { get; init; }

    public required Usage Usage { get; init; }

    /// <summary>From asking to the verdict, other problems beside it.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>Its part of the machine's time and energy, divided among the problems in work at the same moment.</summary>
    public Spending Share { get; init; }

    /// <summary>Why the model could not be asked; the problem then counts as not solved. Null otherwise.</summary>
    public string? Rejection { get; init; }
}
