using Outthink.Evaluation.Statistics;

namespace Outthink.Evaluation.RewardModels;

/// <summary>
/// How a reward model errs at a threshold (the failure modes of Liu et al. 2025, arXiv 2502.06703, figures 13 to 18, as
/// shares): a step is rejected when it is scored below the threshold.
/// </summary>
/// <param name="RejectedRightSteps">Over-criticism of steps: right steps before any error that are rejected.</param>
/// <param name="RejectedRightSolutions">Over-criticism of solutions: those right in all steps in which a step is rejected.</param>
/// <param name="PassedErrors">Error neglect: first wrong steps that are not rejected.</param>
/// <param name="Localisation">Where the first rejected step lies, seen from the first wrong one.</param>
public sealed record JudgingFaults(Proportion RejectedRightSteps, Proportion RejectedRightSolutions, Proportion PassedErrors, ErrorLocalisation Localisation)
{
    public static JudgingFaults Of(IReadOnlyCollection<LabelledRollout> rollouts, CrossFit thresholds)
    {
        ArgumentNullException.ThrowIfNull(thresholds);
        (double Score, bool IsRight, double Threshold)[] steps =
            [.. rollouts.SelectMany(r => r.StepsUpToFirstError.Select(s => (s.Score, s.IsRight, thresholds.ThresholdFor(r))))];
        LabelledRollout[] right = [.. rollouts.Where(r => r.FirstError is null)];
        return new(
            new(steps.Count(s => s.IsRight && s.Score < s.Threshold), steps.Count(s => s.IsRight)),
            new(right.Count(r => r.FlaggedAt(thresholds.ThresholdFor(r)) is not null), right.Length),
            new(steps.Count(s => !s.IsRight && s.Score >= s.Threshold), steps.Count(s => !s.IsRight)),
            ErrorLocalisation.Of(rollouts, thresholds));
    }
}
