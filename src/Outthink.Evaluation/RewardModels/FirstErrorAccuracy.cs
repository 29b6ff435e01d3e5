using Outthink.Evaluation.Statistics;

namespace Outthink.Evaluation.RewardModels;

/// <summary>
/// ProcessBench's measure (Zheng et al. 2024): the predicted first error is the first step scored below the threshold,
/// none when there is no such step; F1 is the harmonic mean of the accuracies on wrong and on right rollouts.
/// </summary>
/// <param name="Threshold">The threshold the steps were held against.</param>
/// <param name="OnWrong">Rollouts with an error whose first error was found exactly.</param>
/// <param name="OnRight">Rollouts without error in which none was found.</param>
public sealed record FirstErrorAccuracy(double Threshold, Proportion OnWrong, Proportion OnRight)
{
    /// <summary>0 when either kind is missing or never judged rightly.</summary>
    public double F1 => HarmonicMean(OnWrong.Value, OnRight.Value);

    public static FirstErrorAccuracy At(double threshold, IReadOnlyCollection<LabelledRollout> rollouts)
    {
        int wrong = 0, wrongFound = 0, right = 0, rightFound = 0;
        foreach (LabelledRollout rollout in rollouts)
        {
            bool isExact = rollout.FlaggedAt(threshold) == rollout.FirstError;
            if (rollout.FirstError is null)
            {
                right++;
                if (isExact) rightFound++;
            }
            else
            {
                wrong++;
                if (isExact) wrongFound++;
            }
        }
        return new FirstErrorAccuracy(threshold, new Proportion(wrongFound, wrong), new Proportion(rightFound, right));
    }

    /// <summary>
    /// The threshold of the highest F1 on these rollouts; report F1 on others. Each rollout is judged rightly for
    /// thresholds in one interval (above its error's score, up to the lowest score before it), so one sweep over the
    /// intervals' ends tries every threshold that matters. The lowest of equals, halfway to the end below it.
    /// Null when no threshold has an F1 above 0.
    /// </summary>
    public static double? BestThreshold(IReadOnlyCollection<LabelledRollout> rollouts)
    {
        int wrong = rollouts.Count(r => r.FirstError is not null), right = rollouts.Count - wrong;
        (double Above, double UpTo, bool IsWrong)[] intervals = [.. rollouts.Select(Interval).Where(i => i.Above < i.UpTo)];
        double[] ends = [.. intervals.SelectMany(i => new[] { i.Above, i.UpTo }).Where(double.IsFinite).Distinct().Order()];
        int[] wrongChange = new int[ends.Length + 1], rightChange = new int[ends.Length + 1];
        foreach ((double above, double upTo, bool isWrong) in intervals)
        {
            int[] change = isWrong ? wrongChange : rightChange;
            change[double.IsFinite(above) ? Array.BinarySearch(ends, above) + 1 : 0]++;
            if (double.IsFinite(upTo)) change[Array.BinarySearch(ends, upTo) + 1]--;
        }
        double best = 0;
        double? threshold = null;
        for (int i = 0, wrongFound = 0, rightFound = 0; i < ends.Length; i++)
        {
            wrongFound += wrongChange[i];
            rightFound += rightChange[i];
            double f1 = HarmonicMean((double)wrongFound / Math.Max(wrong, 1), (double)rightFound / Math.Max(right, 1));
            if (f1 <= best) continue;
            best = f1;
            threshold = i == 0 ? ends[0] : (ends[i - 1] + ends[i]) / 2;
        }
        return threshold;
    }

    static (double Above, double UpTo, bool IsWrong) Interval(LabelledRollout rollout)
    {
        double upTo = rollout.Scores.Take(rollout.FirstError ?? rollout.Scores.Length).DefaultIfEmpty(double.PositiveInfinity).Min();
        return rollout.FirstError is { } error ? (rollout.Scores[error], upTo, true) : (double.NegativeInfinity, upTo, false);
    }

    internal static double HarmonicMean(double a, double b) => a + b == 0 ? 0 : 2 * a * b / (a + b);
}
