using Outthink.Evaluation.Suites;

namespace Outthink.Evaluation.Statistics;

/// <summary>The mean difference of two methods on the same problems, with its bootstrap 95 % interval (percentiles, Efron 1979).</summary>
public readonly record struct PairedBootstrap(double Difference, double Low, double High)
{
    /// <summary>Resamples problems with replacement; the same seed gives the same interval.</summary>
    /// <param name="first">The first method's result on each problem: 0 or 1, or an expected value between.</param>
    /// <param name="second">The second method's, on the same problems.</param>
    /// <param name="seed">Draws the resamples.</param>
    /// <param name="resamples">How many, at least 40.</param>
    /// <exception cref="ArgumentException">The lists differ in length, or are empty.</exception>
    public static PairedBootstrap Of(ReadOnlySpan<double> first, ReadOnlySpan<double> second, ulong seed, int resamples = 2000)
    {
        if (first.Length != second.Length) throw new ArgumentException($"the two methods must have run on the same problems: {first.Length} results against {second.Length}");
        if (first.IsEmpty) throw new ArgumentException("there are no problems to compare on", nameof(first));
        ArgumentOutOfRangeException.ThrowIfLessThan(resamples, 40);
        double[] differences = new double[first.Length];
        for (int i = 0; i < differences.Length; i++) differences[i] = first[i] - second[i];
        SplitMix64 random = new(seed);
        double[] means = new double[resamples];
        for (int r = 0; r < resamples; r++)
        {
            double sum = 0;
            for (int i = 0; i < differences.Length; i++) sum += differences[random.Below(differences.Length)];
            means[r] = sum / differences.Length;
        }
        Array.Sort(means);
        return new(differences.Average(), means[(int)(0.025 * (resamples - 1))], means[(int)Math.Ceiling(0.975 * (resamples - 1))]);
    }
}
