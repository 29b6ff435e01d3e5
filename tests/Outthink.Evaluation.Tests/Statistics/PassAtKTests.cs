using Outthink.Evaluation.Statistics;

namespace Outthink.Evaluation.Tests.Statistics;

public sealed class PassAtKTests
{
    [Theory]
    [InlineData(5, 2, 1, 0.4)]
    [InlineData(5, 2, 2, 0.7)]   // 1 - C(3,2)/C(5,2) = 1 - 3/10
    [InlineData(5, 2, 4, 1.0)]
    [InlineData(5, 0, 5, 0.0)]
    [InlineData(64, 1, 64, 1.0)]
    [InlineData(64, 1, 16, 0.25)]
    public void Estimate_is_the_share_of_subsets_with_a_right_one(int samples, int correct, int k, double expected) =>
        Assert.Equal(expected, PassAtK.Estimate(samples, correct, k), 12);

    [Theory]
    [InlineData(5, 6, 1)]
    [InlineData(5, 1, 6)]
    [InlineData(5, 1, 0)]
    public void Impossible_counts_are_refused(int samples, int correct, int k) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => PassAtK.Estimate(samples, correct, k));
}
