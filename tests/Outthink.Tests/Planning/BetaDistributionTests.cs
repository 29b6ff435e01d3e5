using FsCheck.Xunit;
using Outthink.Planning;

namespace Outthink.Tests.Planning;

public sealed class BetaDistributionTests
{
    [Theory]
    [InlineData(0.3, 1, 1, 0.3)]
    [InlineData(0.5, 7.5, 7.5, 0.5)]
    [InlineData(0.25, 1, 3, 0.578125)] // 1 − 0.75³
    [InlineData(0.9, 2, 1, 0.81)]
    [InlineData(0, 2, 3, 0)]
    [InlineData(1, 2, 3, 1)]
    public void Known_values(double x, double a, double b, double expected) => Assert.Equal(expected, BetaDistribution.Cumulative(x, a, b), 10);

    [Property(MaxTest = 300)]
    public void Of_whole_numbers_it_is_the_binomial_tail(byte m, byte n, ushort at)
    {
        int a = 1 + m % 40, b = 1 + n % 40;
        double x = (at + 0.5) / 65536;
        double tail = 0, term = Math.Pow(1 - x, a + b - 1);
        for (int k = 0; k < a + b; k++)
        {
            if (k >= a) tail += term;
            term *= (a + b - 1.0 - k) / (k + 1) * x / (1 - x);
        }
        Assert.Equal(tail, BetaDistribution.Cumulative(x, a, b), 8);
    }

    [Property(MaxTest = 300)]
    public void The_complement_is_the_other_side(ushort m, ushort n, ushort at)
    {
        double a = 0.1 + m / 100.0, b = 0.1 + n / 100.0, x = at / 65535.0;
        double p = BetaDistribution.Cumulative(x, 1 + a, 1 + b);
        Assert.InRange(p, 0, 1);
        Assert.Equal(1 - p, BetaDistribution.Cumulative(1 - x, 1 + b, 1 + a), 9);
    }
}
