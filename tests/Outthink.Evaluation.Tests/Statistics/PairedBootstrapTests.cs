using Outthink.Evaluation.Statistics;
using Outthink.Evaluation.Suites;

namespace Outthink.Evaluation.Tests.Statistics;

public sealed class PairedBootstrapTests
{
    [Fact]
    public void The_same_seed_gives_the_same_interval_around_the_difference()
    {
        double[] first = [.. Enumerable.Range(0, 50).Select(i => i % 2 == 0 ? 1.0 : 0.25)], second = [.. Enumerable.Range(0, 50).Select(i => i % 5 == 0 ? 1.0 : 0)];
        PairedBootstrap interval = PairedBootstrap.Of(first, second, seed: 1);
        Assert.Equal(interval, PairedBootstrap.Of(first, second, seed: 1));
        Assert.NotEqual(interval, PairedBootstrap.Of(first, second, seed: 2));
        Assert.Equal(0.625 - 0.2, interval.Difference, 12);
        Assert.InRange(interval.Difference, interval.Low, interval.High);
        PairedBootstrap turned = PairedBootstrap.Of(second, first, seed: 1);
        Assert.Equal((-interval.High, -interval.Low), (turned.Low, turned.High));
    }

    [Fact]
    public void Equal_results_differ_by_nothing() =>
        Assert.Equal(new PairedBootstrap(0, 0, 0), PairedBootstrap.Of([1, 0, 1], [1, 0, 1], seed: 3));

    [Fact]
    public void Lists_of_different_lengths_and_empty_ones_are_refused()
    {
        Assert.Throws<ArgumentException>(() => PairedBootstrap.Of([1, 0], [1], seed: 0));
        Assert.Throws<ArgumentException>(() => PairedBootstrap.Of([], [], seed: 0));
    }

    // 600 simulated studies of 80 problems: a true 95 % interval misses 30 of them, by chance 14 to 46 (3 standard
    // deviations of 5.3); the percentile bootstrap is a little short at this size, hence up to 50.
    [Fact]
    public void Intervals_cover_the_true_difference_at_their_rate()
    {
        SplitMix64 random = new(11);
        int missed = 0;
        for (int study = 0; study < 600; study++)
        {
            double[] first = new double[80], second = new double[80];
            for (int i = 0; i < first.Length; i++)
            {
                double common = random.Fraction(); // a hard problem is hard for both
                first[i] = random.Fraction() < 0.4 * common + 0.4 ? 1 : 0;
                second[i] = random.Fraction() < 0.4 * common + 0.3 ? 1 : 0;
            }
            PairedBootstrap interval = PairedBootstrap.Of(first, second, (ulong)study, resamples: 200);
            if (interval.Low > 0.1 || interval.High < 0.1) missed++;
        }
        Assert.InRange(missed, 14, 50);
    }

    [Fact]
    public void Wilson_intervals_cover_the_true_share_at_their_rate()
    {
        SplitMix64 random = new(12);
        foreach (double share in (double[])[0.05, 0.3, 0.5, 0.9])
        {
            int missed = 0;
            for (int study = 0; study < 1000; study++)
            {
                int successes = Enumerable.Range(0, 100).Count(_ => random.Fraction() < share);
                (double low, double high) = Wilson.Interval(successes / 100.0, 100);
                if (share < low || share > high) missed++;
            }
            Assert.InRange(missed, 20, 80); // 50 of 1,000; the binomial's steps move it by up to half
        }
    }
}
