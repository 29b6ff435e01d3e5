namespace Outthink.Evaluation.Runs;

/// <summary>How far an evaluation is.</summary>
public sealed record EvaluationProgress
{
    /// <summary>The row in work, from 0.</summary>
    public required int Row { get; init; }

    public required int RowCount { get; init; }

    public required RowPlan Plan { get; init; }

    /// <summary>True while the policy's difficulty samples are drawn, before the row itself.</summary>
    public required bool IsEstimatingDifficulty { get; init; }

    /// <summary>Problems of this row (or of the estimate) that are done.</summary>
    public required int Done { get; init; }

    public required int Problems { get; init; }

    /// <summary>Of those done, how many are solved.</summary>
    public required int Solved { get; init; }

    public required TimeSpan Elapsed { get; init; }

    /// <summary>Time to the end of the whole run, from the work done so far; null while that is too little to tell.</summary>
    public required TimeSpan? Remaining { get; init; }
}
