using System.Numerics;
using Outthink.Evaluation.Statistics;

namespace Outthink.Evaluation.Tests.Statistics;

public sealed class McNemarTests
{
    [Theory]
    [InlineData(0, 0, 1.0)]
    [InlineData(3, 3, 1.0)]
    [InlineData(0, 5, 2 / 32.0)]
    [InlineData(5, 0, 2 / 32.0)]
    [InlineData(2, 9, 2 * (1 + 11 + 55) / 2048.0)]
    public void P_is_twice_the_smaller_tail(int onlyFirst, int onlySecond, double expected) =>
        Assert.Equal(expected, new McNemar(onlyFirst, onlySecond).PValue, 12);

    [Fact]
    public void P_is_exact_where_powers_of_a_half_underflow()
    {
        const int First = 700, Second = 800;
        BigInteger tail = 0, term = 1;
        for (int i = 0; i <= First; i++)
        {
            tail += term;
            term = term * (First + Second - i) / (i + 1);
        }
        double expected = Math.Exp(BigInteger.Log(tail) + Math.Log(2) - (First + Second) * Math.Log(2));
        Assert.Equal(1, new McNemar(First, Second).PValue / expected, 9);
    }

    [Fact]
    public void Pairs_are_counted_problem_by_problem()
    {
        Assert.Equal(new McNemar(1, 2), McNemar.Of([true, true, false, false, false], [true, false, true, true, false]));
        Assert.Throws<ArgumentException>(() => McNemar.Of([true], [true, false]));
    }
}
