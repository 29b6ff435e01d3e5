using Outthink.Evaluation.Statistics;
using Outthink.Scoring;

namespace Outthink.Evaluation.RewardModels;

/// <summary>
/// Whether scores follow length instead of truth (the bias that Liu et al. 2025, arXiv 2502.06703, table 1, trace to the training
/// data). Correlations are Spearman's between a solution's aggregated score and its length among solutions that are
/// equally right, where truth cannot be the reason; null where there are too few, or all are equal.
/// </summary>
/// <param name="StepsAmongRight">With the number of steps, among solutions right in all steps.</param>
/// <param name="StepsAmongWrong">The same among wrong ones.</param>
/// <param name="LengthAmongRight">With the length in tokens or characters, among right solutions.</param>
/// <param name="LengthAmongWrong">The same among wrong ones.</param>
/// <param name="AucOfSteps">How well the number of steps alone tells right from wrong, fewer counting as right.</param>
/// <param name="AucOfLength">How well the length alone does, shorter counting as right.</param>
/// <param name="AucOfScore">How well the aggregated score does, for comparison.</param>
public sealed record LengthBias(
    double? StepsAmongRight, double? StepsAmongWrong, double? LengthAmongRight, double? LengthAmongWrong, double? AucOfSteps, double? AucOfLength, double? AucOfScore)
{
    public static LengthBias Of(IReadOnlyCollection<LabelledRollout> rollouts, Aggregation aggregation)
    {
        LabelledRollout[] scored = [.. rollouts.Where(r => !r.Scores.IsEmpty)];
        ILookup<bool, LabelledRollout> byTruth = scored.ToLookup(r => r.FirstError is null);
        return new(
            Among(byTruth[true], Steps), Among(byTruth[false], Steps), Among(byTruth[true], Length), Among(byTruth[false], Length),
            Auc(r => -Steps(r)), Auc(r => -Length(r)), Auc(Score));

        double? Among(IEnumerable<LabelledRollout> equal, Func<LabelledRollout, double> measure) => RankCorrelation.Of([.. equal.Select(Score)], [.. equal.Select(measure)]);

        double? Auc(Func<LabelledRollout, double> measure) => RocCurve.Area(scored.Select(r => (measure(r), r.FirstError is null)));

        double Score(LabelledRollout rollout) => Scores.Aggregate(rollout.Scores.AsSpan(), aggregation);
    }

    static double Steps(LabelledRollout rollout) => rollout.Scores.Length;

    static double Length(LabelledRollout rollout) => rollout.Length;
}
