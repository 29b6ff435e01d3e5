using System.Collections.Immutable;
using Outthink.Evaluation.Runs;
using Outthink.Planning;
using Outthink.Search;

namespace Outthink.Evaluation.Tests.Runs;

/// <summary>Problems are sorted by difficulty with at least 95 % certainty where pass@1 is not near a border of the bins.</summary>
public sealed class DifficultyTests
{
    const int Samples = 64;

    [Theory]
    [InlineData(Difficulty.Hard, 0, 50)]
    [InlineData(Difficulty.Medium, 180, 380)]
    [InlineData(Difficulty.Easy, 600, 1000)]
    public void The_right_bin_is_found_for_every_pass_rate_of_a_range(Difficulty expected, int from, int to)
    {
        for (int thousandths = from; thousandths <= to; thousandths++)
            Assert.True(ChanceOf(expected, thousandths / 1000.0) >= 0.95, $"pass@1 {thousandths / 1000.0}: {ChanceOf(expected, thousandths / 1000.0)}");
    }

    [Fact]
    public void Between_the_ranges_nothing_is_promised()
    {
        // Right at a border the bin is a toss-up: the ranges above are not idle.
        Assert.InRange(ChanceOf(Difficulty.Easy, 0.495), 0.3, 0.7);
        Assert.InRange(ChanceOf(Difficulty.Hard, 0.1), 0.3, 0.7);
    }

    /// <summary>1,200 problems, 400 a range, sampling seed 1. Over a whole range the rate is near 1; its worst ends are computed exactly above.</summary>
    [Fact]
    public async Task A_scripted_policys_problems_are_sorted()
    {
        (Difficulty Difficulty, int From, int To)[] ranges = [(Difficulty.Hard, 0, 50), (Difficulty.Medium, 180, 380), (Difficulty.Easy, 600, 1000)];
        const int Each = 400;
        var suite = CoinPolicy.Problems(ranges.SelectMany(r => Enumerable.Range(0, Each).Select(i => r.From + (r.To - r.From) * i / (Each - 1))));
        RowResult row = Assert.Single((await new EvaluationRun
        {
            Suite = suite,
            Rows = [RowPlan.Of("coin", null, new ChainOfThought(), new())],
            Policies = new Dictionary<string, Policy> { ["coin"] = new CoinPolicy() },
            Prms = ImmutableDictionary<string, ProcessRewardModel>.Empty,
            DifficultyOptions = new() { Samples = Samples, Seed = 1 },
        }.RunAsync(TestContext.Current.CancellationToken)).Rows);
        Assert.Equal(suite.Items.Length, row.Difficulties.Length);
        for (int r = 0; r < ranges.Length; r++)
        {
            int right = row.Difficulties.AsSpan(r * Each, Each).Count(ranges[r].Difficulty);
            Assert.True(right >= 0.95 * Each, $"{ranges[r].Difficulty}: {right} of {Each}");
        }
    }

    /// <summary>The probability of a bin, exactly: the sum of the binomial probabilities of the counts that it takes.</summary>
    static double ChanceOf(Difficulty difficulty, double passRate)
    {
        double sum = 0;
        for (int correct = 0; correct <= Samples; correct++)
            if (EvaluationRun.Judge(correct, Samples) == difficulty) sum += Binomial(correct, passRate);
        return sum;
    }

    static double Binomial(int correct, double passRate)
    {
        double probability = Math.Pow(passRate, correct) * Math.Pow(1 - passRate, Samples - correct);
        for (int i = 1; i <= correct; i++) probability *= (double)(Samples - correct + i) / i;
        return probability;
    }
}
