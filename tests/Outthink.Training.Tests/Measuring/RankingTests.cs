using Outthink.Training.Measuring;

namespace Outthink.Training.Tests.Measuring;

public sealed class RankingTests
{
    [Fact]
    public void The_area_counts_pairs_and_half_of_ties()
    {
        (double, bool)[] scores = [(0.9, true), (0.5, true), (0.5, false), (0.1, false)];
        Assert.Equal(3.5 / 4, Ranking.AreaUnderCurve(scores));
        Assert.True(double.IsNaN(Ranking.AreaUnderCurve([(1, true)])));
    }

    [Fact]
    public void The_threshold_separates_what_can_be_separated()
    {
        Assert.Equal(0.3, Ranking.BestThreshold([(0.9, true), (0.4, true), (0.2, false), (0.1, false)]), 1e-9);
    }

    [Fact]
    public void A_text_is_cut_after_each_delimiter()
    {
        Assert.Equal(["a\n\n", "b\n\n", "c"], Rollouts.Cut("a\n\nb\n\nc"));
        Assert.Empty(Rollouts.Cut(""));
    }
}
