using FsCheck.Xunit;
using Outthink.Evaluation.Statistics;

namespace Outthink.Evaluation.Tests.Statistics;

public sealed class RankCorrelationTests
{
    [Fact]
    public void Ranks_decide_and_ties_share_theirs()
    {
        Assert.Equal(1, RankCorrelation.Of([1, 2, 3], [10, 100, 1000]));
        Assert.Equal(-1, RankCorrelation.Of([1, 2, 3], [3, 2, -1]));
        // Ranks 1, 2.5, 2.5, 4 against 1, 2, 3, 4: covariance 4.5, variances 4.5 and 5.
        Assert.Equal(4.5 / Math.Sqrt(4.5 * 5), RankCorrelation.Of([1, 2, 2, 3], [1, 2, 3, 4])!.Value, 12);
    }

    [Fact]
    public void Nothing_is_said_of_constants_and_of_two_pairs()
    {
        Assert.Null(RankCorrelation.Of([1, 2], [1, 2]));
        Assert.Null(RankCorrelation.Of([1, 1, 1], [1, 2, 3]));
        Assert.Throws<ArgumentException>(() => RankCorrelation.Of([1, 2, 3], [1, 2]));
        Assert.Throws<ArgumentException>(() => RankCorrelation.Of([1, double.NaN, 3], [1, 2, 3]));
    }

    [Property]
    public bool It_is_symmetric_bounded_and_blind_to_rising_transforms(int[] numbers)
    {
        double[] a = [.. numbers.Select(n => (double)(n % 10))], b = [.. numbers.Select(n => (double)(n / 10 % 10))];
        double? rho = RankCorrelation.Of(a, b), turned = RankCorrelation.Of(b, a), cubed = RankCorrelation.Of([.. a.Select(x => x * x * x)], b);
        return rho is null ? turned is null && cubed is null : Math.Abs(rho.Value) <= 1 + 1e-12 && Math.Abs(rho.Value - turned!.Value) < 1e-12 && Math.Abs(rho.Value - cubed!.Value) < 1e-12;
    }
}
