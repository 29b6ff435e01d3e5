using System.Collections.Immutable;
using Outthink.Evaluation.Statistics;
using Outthink.Evaluation.Suites;

namespace Outthink.Evaluation.Runs;

/// <summary>An evaluation's rows, in the order of their plans.</summary>
public sealed record EvaluationResult
{
    public required Suite Suite { get; init; }

    public required ImmutableArray<RowResult> Rows { get; init; }

    /// <summary>True when the run was cancelled: rows are missing, and the last one may cover the first problems only.</summary>
    public required bool IsCancelled { get; init; }

    /// <summary>Every row that searches against every chain of thought, on the problems that both have.</summary>
    public IEnumerable<RowComparison> AgainstChainsOfThought()
    {
        for (int first = 0; first < Rows.Length; first++)
        {
            if (IsChainOfThought(first)) continue;
            for (int second = 0; second < Rows.Length; second++)
                if (IsChainOfThought(second)) yield return new RowComparison(first, second, Compare(first, second));
        }
    }

    /// <summary>McNemar's exact test of two rows.</summary>
    public McNemar Compare(int first, int second)
    {
        int common = Math.Min(Rows[first].Outcomes.Length, Rows[second].Outcomes.Length);
        return McNemar.Of(Solved(first, common), Solved(second, common));
    }

    bool[] Solved(int row, int problems) => [.. Rows[row].Outcomes.Take(problems).Select(o => o.IsCorrect)];

    bool IsChainOfThought(int row) => Rows[row].Plan.Strategy is Outthink.Search.ChainOfThought;
}
