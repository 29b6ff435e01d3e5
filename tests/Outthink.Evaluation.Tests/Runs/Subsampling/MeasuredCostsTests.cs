using FsCheck.Xunit;
using Outthink.Evaluation.Runs.Subsampling;

namespace Outthink.Evaluation.Tests.Runs.Subsampling;

public sealed class MeasuredCostsTests
{
    [Fact]
    public void Between_two_it_is_straight_in_logarithms()
    {
        (double, double)[] measured = [(64, 800), (4, 200)];
        Assert.Equal(400, MeasuredCosts.At(16, measured)!.Value, 9);
        Assert.Equal(200, MeasuredCosts.At(4, measured));
        Assert.Equal(800, MeasuredCosts.At(64, measured));
    }

    [Fact]
    public void Outside_of_what_was_measured_nothing_is_said()
    {
        Assert.Null(MeasuredCosts.At(2, [(4, 1), (8, 2)]));
        Assert.Null(MeasuredCosts.At(9, [(4, 1), (8, 2)]));
        Assert.Null(MeasuredCosts.At(4, []));
    }

    [Fact]
    public void Two_runs_of_one_N_count_by_their_mean() => Assert.Equal(3, MeasuredCosts.At(4, [(4, 2), (8, 9), (4, 4)]));

    [Fact]
    public void A_cost_of_nothing_has_no_logarithm() => Assert.Equal(1, MeasuredCosts.At(4, [(2, 0), (8, 2)]));

    [Property]
    public bool It_lies_between_its_neighbours(byte first, byte second, byte place)
    {
        double n = 1 + place / 16.0, cost = MeasuredCosts.At(n, [(1, first), (17, second)])!.Value;
        return cost >= Math.Min(first, second) - 1e-9 && cost <= Math.Max(first, second) + 1e-9;
    }
}
