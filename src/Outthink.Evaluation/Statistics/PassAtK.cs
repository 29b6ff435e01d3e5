namespace Outthink.Evaluation.Statistics;

/// <summary>Coverage: the chance that at least one of k samples is right (Chen et al. 2021, unbiased).</summary>
public static class PassAtK
{
    /// <param name="samples">Samples drawn, n.</param>
    /// <param name="correct">Those that were right, c.</param>
    /// <param name="k">How many one would look at, 1 ≤ k ≤ n.</param>
    /// <returns>1 − C(n − c, k) / C(n, k).</returns>
    public static double Estimate(int samples, int correct, int k)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(correct);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(correct, samples);
        ArgumentOutOfRangeException.ThrowIfLessThan(k, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(k, samples);
        if (samples - correct < k) return 1;
        double missing = 1;
        for (int i = samples - correct + 1; i <= samples; i++) missing *= 1 - (double)k / i;
        return 1 - missing;
    }
}
