using FsCheck.Xunit;
using Outthink.Evaluation.Reports.Plots;

namespace Outthink.Evaluation.Tests.Reports.Plots;

public sealed class TicksTests
{
    static IEnumerable<string> Labels(Scale scale, params double[] values) => Ticks.Of(scale, values).Marks.Select(m => m.Label);

    [Fact]
    public void Each_scale_marks_its_numbers()
    {
        Assert.Equal(["1", "4", "16"], Labels(Scale.Doubling, 16, 1, 4, 4));
        Assert.Equal(["100", "200", "500", "1 k"], Labels(Scale.Logarithmic, 95, 1000));
        Assert.Equal(["0", "20", "40", "60", "80", "100"], Labels(Scale.Percent, 3, 97));
        Assert.Equal(["70", "75", "80"], Labels(Scale.Percent, 71, 79.5));
        Assert.Equal(["0.0", "0.2", "0.4", "0.6", "0.8", "1.0"], Labels(Scale.Unit, 0.5));
    }

    [Theory]
    [InlineData(Scale.Doubling)]
    [InlineData(Scale.Logarithmic)]
    [InlineData(Scale.Percent)]
    [InlineData(Scale.Unit)]
    public void Nothing_and_a_single_value_have_an_axis_too(Scale scale)
    {
        foreach (double[] values in (double[][])[[], [0.7], [double.NaN], [0], [-1]])
        {
            Ticks ticks = Ticks.Of(scale, values);
            Assert.True(ticks.From < ticks.To);
            Assert.NotEmpty(ticks.Marks);
        }
    }

    [Property]
    public bool Marks_lie_within_the_limits_with_every_value(uint[] numbers, byte power)
    {
        double[] values = [.. numbers.Select(n => (n + 1) * Math.Pow(10, power % 30 - 15))];
        Ticks ticks = Ticks.Of(Scale.Logarithmic, values);
        return ticks.Marks.Length is >= 1 and <= 9
            && ticks.Marks.All(m => m.Position >= ticks.From - 1e-9 && m.Position <= ticks.To + 1e-9)
            && values.All(v => Ticks.Position(Scale.Logarithmic, v) >= ticks.From && Ticks.Position(Scale.Logarithmic, v) <= ticks.To);
    }

    [Property]
    public bool Shares_in_percent_are_all_in_sight(byte a, byte b)
    {
        (double x, double y) = (a / 2.55, b / 2.55);
        Ticks ticks = Ticks.Of(Scale.Percent, [x, y]);
        return ticks.From <= Math.Min(x, y) && ticks.To >= Math.Max(x, y) && ticks.Marks.Length is >= 2 and <= 11 && ticks.Marks.All(m => m.Position is >= 0 and <= 100);
    }
}
