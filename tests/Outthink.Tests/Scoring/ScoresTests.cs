using FsCheck.Xunit;
using Outthink.Scoring;

namespace Outthink.Tests.Scoring;

public sealed class ScoresTests
{
    [Theory]
    [InlineData(Aggregation.Last, .8)]
    [InlineData(Aggregation.Min, .2)]
    [InlineData(Aggregation.Mean, .5)]
    [InlineData(Aggregation.Product, .08)]
    public void Each_aggregation_is_what_its_name_says(Aggregation aggregation, double expected)
    {
        Assert.Equal(expected, Scores.Aggregate([.5, .2, .8], aggregation), 12);
        Assert.Equal(.3, Scores.Aggregate([.3], aggregation));
        Assert.Throws<ArgumentException>(() => Scores.Aggregate([], aggregation));
    }

    [Fact]
    public void An_unknown_aggregation_is_refused() => Assert.Throws<ArgumentOutOfRangeException>(() => Scores.Aggregate([1], (Aggregation)9));

    [Fact]
    public void A_trajectory_with_an_unscored_step_has_no_score()
    {
        var trajectory = new Trajectory { Id = new TrajectoryId(1), Steps = [], State = TrajectoryState.Finished };
        Assert.Null(Scores.Aggregate(trajectory, Aggregation.Product));
        Assert.Null(Scores.Aggregate(trajectory with { Steps = [new Step("a", 1) { Score = 1 }, new Step("b", 1)] }, Aggregation.Min));
        Assert.Equal(1, Scores.Aggregate(trajectory with { Steps = [new Step("a", 1) { Score = 1 }] }, Aggregation.Min));
    }

    [Property]
    public void Product_is_at_most_min_and_min_at_most_mean_and_last_for_probabilities(byte[] raw)
    {
        if (raw.Length == 0) return;
        double[] scores = [.. raw.Select(b => b / 255.0)];
        double min = Scores.Aggregate(scores, Aggregation.Min);
        Assert.True(Scores.Aggregate(scores, Aggregation.Product) <= min);
        Assert.True(min <= Scores.Aggregate(scores, Aggregation.Last));
        Assert.True(min <= Scores.Aggregate(scores, Aggregation.Mean) + 1e-12);
    }
}
