using Outthink.Evaluation.Runs;

namespace Outthink.Evaluation.Reports;

/// <summary>McNemar's exact test of two rows of the same report, on the same problems.</summary>
public sealed record ComparisonReport
{
    /// <summary>Indices of the rows.</summary>
    public required int First { get; init; }

    public required int Second { get; init; }

    /// <summary>Accuracy of the first row minus that of the second.</summary>
    public required double Difference { get; init; }

    /// <summary>Problems only the first row solved.</summary>
    public required int OnlyFirst { get; init; }

    public required int OnlySecond { get; init; }

    /// <summary>Two-sided.</summary>
    public required double P { get; init; }

    public static ComparisonReport Of(RowComparison comparison, EvaluationResult result)
    {
        ArgumentNullException.ThrowIfNull(comparison);
        ArgumentNullException.ThrowIfNull(result);
        return new()
        {
            First = comparison.First,
            Second = comparison.Second,
            Difference = result.Rows[comparison.First].Accuracy.Value - result.Rows[comparison.Second].Accuracy.Value,
            OnlyFirst = comparison.Test.OnlyFirst,
            OnlySecond = comparison.Test.OnlySecond,
            P = comparison.Test.PValue,
        };
    }
}
