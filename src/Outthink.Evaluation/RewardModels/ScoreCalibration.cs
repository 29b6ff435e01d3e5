using System.Collections.Immutable;
using Outthink.Evaluation.Statistics;

namespace Outthink.Evaluation.RewardModels;

/// <summary>
/// Whether a score of 0.8 means right in 80 of 100 cases: the reliability diagram and its expected calibration error
/// (Naeini, Cooper and Hauskrecht 2015; Guo et al. 2017), over the steps up to each rollout's first error.
/// </summary>
public sealed record ScoreCalibration
{
    const int BinCount = 10;

    /// <summary>Ten bins of equal width over [0, 1], those without a step left out.</summary>
    public required ImmutableArray<CalibrationBin> Bins { get; init; }

    /// <summary>Mean of |share of right steps − mean score| over the bins, weighted by their steps.</summary>
    public required double ExpectedError { get; init; }

    /// <summary>Mean squared difference of score and label (Brier 1950).</summary>
    public required double Brier { get; init; }

    /// <summary>Null of no steps, and where a score is outside [0, 1]: such scores are no probabilities.</summary>
    public static ScoreCalibration? Of(IEnumerable<(double Score, bool IsRight)> steps)
    {
        (double Score, bool IsRight)[] all = [.. steps];
        if (all.Length == 0 || Array.Exists(all, s => s.Score is not (>= 0 and <= 1))) return null;
        ImmutableArray<CalibrationBin> bins =
        [
            .. all.GroupBy(s => Math.Min(BinCount - 1, (int)(s.Score * BinCount))).OrderBy(g => g.Key).Select(g => new CalibrationBin(
                (double)g.Key / BinCount, (g.Key + 1.0) / BinCount, g.Average(s => s.Score), new Proportion(g.Count(s => s.IsRight), g.Count()))),
        ];
        return new()
        {
            Bins = bins,
            ExpectedError = bins.Sum(b => Math.Abs(b.Right.Value - b.MeanScore) * b.Right.Trials) / all.Length,
            Brier = all.Average(s => Math.Pow(s.Score - (s.IsRight ? 1 : 0), 2)),
        };
    }
}
