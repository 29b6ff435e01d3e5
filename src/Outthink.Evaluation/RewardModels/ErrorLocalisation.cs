namespace Outthink.Evaluation.RewardModels;

/// <summary>Where the first rejected step of wrong rollouts lies, seen from the first wrong one. Steps after the error are looked at here, or nothing could be found too late.</summary>
/// <param name="Exact">Wrong rollouts in which it is the same step.</param>
/// <param name="Early">Those in which a right step before it is rejected.</param>
/// <param name="Late">Those in which only later steps are rejected.</param>
/// <param name="Missed">Those in which no step is rejected.</param>
/// <param name="MeanDistance">Mean number of steps from the first wrong to the first rejected step, below 0 when early, over those not missed; null of none.</param>
/// <param name="MeanAbsoluteDistance">The same without signs.</param>
public sealed record ErrorLocalisation(int Exact, int Early, int Late, int Missed, double? MeanDistance, double? MeanAbsoluteDistance)
{
    public static ErrorLocalisation Of(IEnumerable<LabelledRollout> rollouts, CrossFit thresholds)
    {
        ArgumentNullException.ThrowIfNull(thresholds);
        int?[] distances = [.. rollouts.Where(r => r.FirstError is not null).Select(r => r.FlaggedAt(thresholds.ThresholdFor(r)) - r.FirstError)];
        int[] found = [.. distances.OfType<int>()];
        return new(
            found.Count(d => d == 0), found.Count(d => d < 0), found.Count(d => d > 0), distances.Length - found.Length,
            found.Length == 0 ? null : found.Average(), found.Length == 0 ? null : found.Average(Math.Abs));
    }
}
