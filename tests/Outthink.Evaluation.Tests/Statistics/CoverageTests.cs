using Outthink.Evaluation.Statistics;
using Outthink.Evaluation.Suites;

namespace Outthink.Evaluation.Tests.Statistics;

/// <summary>
/// Intervals hold the truth as often as they say. Every simulation has its seed, so a test passes always or never; the
/// bounds leave out what an interval that covers exactly 95 % would show with probability below 0.001.
/// </summary>
public sealed class CoverageTests
{
    [Theory]
    [InlineData(30)]
    [InlineData(100)]
    [InlineData(1000)]
    public void Wilson_covers_95_percent_over_all_shares(int trials)
    {
        const int Simulations = 8000;
        SplitMix64 random = new(11);
        int covered = 0;
        for (int s = 0; s < Simulations; s++)
        {
            float truth = random.Fraction();
            Proportion seen = new(Successes(ref random, truth, trials), trials);
            if (seen.Low <= truth && truth <= seen.High) covered++;
        }
        AssertNear(0.95, covered, Simulations);
    }

    [Theory]
    [InlineData(0.02)]
    [InlineData(0.1)]
    [InlineData(0.5)]
    [InlineData(0.9)]
    public void Wilson_is_not_far_off_at_any_share(double truth)
    {
        // Exactly, from the binomial distribution of 200 trials: at one share the coverage jumps, by a few points at most.
        const int Trials = 200;
        double probability = Math.Pow(1 - truth, Trials), coverage = 0;
        for (int k = 0; k <= Trials; k++)
        {
            Proportion seen = new(k, Trials);
            if (seen.Low <= truth && truth <= seen.High) coverage += probability;
            probability *= (double)(Trials - k) / (k + 1) * truth / (1 - truth);
        }
        Assert.InRange(coverage, 0.92, 0.985);
    }

    [Theory]
    [InlineData(0.10, 0.05)]
    [InlineData(0.15, 0.15)]
    public void The_paired_bootstrap_covers_95_percent(double onlyFirst, double onlySecond)
    {
        const int Simulations = 1500, Problems = 300;
        SplitMix64 random = new(12);
        int covered = 0;
        double[] first = new double[Problems], second = new double[Problems];
        for (int s = 0; s < Simulations; s++)
        {
            for (int i = 0; i < Problems; i++)
            {
                float toss = random.Fraction();
                first[i] = toss < onlyFirst || toss >= 0.5 ? 1 : 0;
                second[i] = (toss >= onlyFirst && toss < onlyFirst + onlySecond) || toss >= 0.5 ? 1 : 0;
            }
            PairedBootstrap interval = PairedBootstrap.Of(first, second, (ulong)s, resamples: 400);
            if (interval.Low <= onlyFirst - onlySecond && onlyFirst - onlySecond <= interval.High) covered++;
        }
        AssertNear(0.95, covered, Simulations, slack: 0.01); // percentiles of 300 problems are a little narrow
    }

    [Fact]
    public void Equal_methods_differ_by_mcnemar_in_at_most_5_percent()
    {
        const int Simulations = 4000, Problems = 200;
        SplitMix64 random = new(13);
        int rejected = 0;
        for (int s = 0; s < Simulations; s++)
        {
            int onlyFirst = 0, onlySecond = 0;
            for (int i = 0; i < Problems; i++)
            {
                float toss = random.Fraction();
                if (toss < 0.1) onlyFirst++;
                else if (toss < 0.2) onlySecond++;
            }
            if (new McNemar(onlyFirst, onlySecond).PValue <= 0.05) rejected++;
        }
        // An exact test of counts cannot reach 5 % quite.
        Assert.InRange((double)rejected / Simulations, 0.02, 0.05 + 3.3 * Math.Sqrt(0.05 * 0.95 / Simulations));
    }

    static void AssertNear(double rate, int covered, int simulations, double slack = 0)
    {
        double error = 3.3 * Math.Sqrt(rate * (1 - rate) / simulations) + slack;
        Assert.InRange((double)covered / simulations, rate - error, rate + error);
    }

    static int Successes(ref SplitMix64 random, float chance, int trials)
    {
        int successes = 0;
        for (int i = 0; i < trials; i++)
            if (random.Fraction() < chance) successes++;
        return successes;
    }
}
