using Outthink.Evaluation.Statistics;

namespace Outthink.Evaluation.Tests.Statistics;

public sealed class ProportionTests
{
    // Worked by hand from the formula of Wilson (1927); they agree with the tables in Newcombe (1998).
    [Theory]
    [InlineData(8, 10, 0.4902, 0.9433)]
    [InlineData(0, 10, 0.0, 0.2775)]
    [InlineData(10, 10, 0.7225, 1.0)]
    [InlineData(81, 263, 0.2553, 0.3662)]
    public void Wilson_interval_is_the_published_one(int successes, int trials, double low, double high)
    {
        Proportion proportion = new(successes, trials);
        Assert.Equal(low, proportion.Low, 4);
        Assert.Equal(high, proportion.High, 4);
        Assert.Equal((double)successes / trials, proportion.Value);
    }

    [Fact]
    public void No_trials_say_nothing()
    {
        Proportion none = new(0, 0);
        Assert.Equal((0, 0, 1), (none.Value, none.Low, none.High));
    }
}
