using System.Collections.Immutable;
using Outthink.Evaluation.Suites;
using Outthink.Scoring;
using Outthink.Search;

namespace Outthink.Evaluation.Runs.Subsampling;

/// <summary>
/// Accuracy and cost of one row at every n = 1, 2, 4, … N, from its one run: majority and best-of-N draw independent
/// samples, DVTS independent subtrees of M, so that a random part of them is a smaller run of the same strategy. A beam
/// search has no such parts; its curve is its one point.
/// </summary>
public sealed record SubsampleCurve
{
    public required Selection Selection { get; init; }

    /// <summary>Null where no scores are looked at.</summary>
    public required Aggregation? Aggregation { get; init; }

    public required ImmutableArray<SubsamplePoint> Points { get; init; }

    /// <summary>One curve a selection. Problems are taken one after another and not kept.</summary>
    internal static ImmutableArray<SubsampleCurve> Of(RowPlan plan, IEnumerable<SolvedProblem> problems, ImmutableArray<Selection> selections, Aggregation aggregation, ulong seed)
    {
        RowParts parts = RowParts.Of(plan);
        ImmutableArray<ProblemPoint>[][] all =
        [
            .. problems.AsParallel().AsOrdered().Select((problem, i) =>
            {
                ProblemCurve curve = new(plan, problem, aggregation);
                return selections.Select(s => curve.Points(s, SplitMix64.At(seed, (ulong)i))).ToArray();
            }),
        ];
        return
        [
            .. selections.Select((selection, s) => new SubsampleCurve
            {
                Selection = selection,
                Aggregation = selection == Selection.Majority ? null : aggregation,
                Points = [.. parts.Counts.Select((n, at) => SubsamplePoint.Of(n * parts.Width, [.. all.Select(problem => problem[s][at])]))],
            }),
        ];
    }

    /// <summary>The selections that a row's candidates can be judged by: without scores only the majority.</summary>
    internal static ImmutableArray<Selection> SelectionsOf(RowPlan plan) => plan.Strategy switch
    {
        ChainOfThought => [],
        { NeedsRewardModel: true } => [Selection.Majority, Selection.Best, Selection.Weighted],
        _ => [Selection.Majority],
    };

    /// <summary>With the costs that runs of other N say, its own N's as measured.</summary>
    internal SubsampleCurve Settle(ImmutableArray<SubsamplePoint> measured) => this with { Points = [.. Points[..^1].Select(p => p.Settle(measured)), Points[^1]] };
}
