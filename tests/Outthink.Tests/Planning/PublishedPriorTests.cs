using Outthink.Planning;

namespace Outthink.Tests.Planning;

public sealed class PublishedPriorTests
{
    private static Decision Decide(PublishedPrior prior, double agreement, params Tactic[] tried) =>
        prior.Decide(Profiles.Nothing with { Features = Profiles.Nothing.Features.SetItem(Evidence.Names.IndexOf("agreement"), agreement) }, [prior.Opening, .. tried], Usage.Zero, TimeSpan.Zero);

    [Theory]
    [InlineData(1e9, .75, "best-of-n")]
    [InlineData(1e9, .49, "beam")]
    [InlineData(1e9, .25, "beam")]
    [InlineData(7e9, .5, "dvts")]
    [InlineData(14e9, .3, "dvts")]
    [InlineData(32e9, .2, "beam")]
    [InlineData(72e9, .2, "best-of-n")]
    public void With_a_reward_model_the_published_table_holds(double parameters, double agreement, string strategy)
    {
        Decision decision = Decide(new PublishedPrior((long)parameters, true, false, 16), agreement);

        Assert.Equal(strategy, decision.Tactic?.Strategy);
        Assert.Contains("Liu et al. 2025", decision.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, true)]
    public void Without_a_reward_model_and_for_long_reasoning_it_is_majority(bool hasRewardModel, bool reasons)
    {
        PublishedPrior prior = new(1_000_000_000, hasRewardModel, reasons, 16);

        Assert.False(prior.NeedsRewardModel);
        Assert.Equal(("majority", 12), (Decide(prior, .5).Tactic!.Strategy, Decide(prior, .5).Tactic!.Samples));
    }

    [Fact]
    public void It_decides_once_and_stops_where_all_agree_or_nothing_is_left()
    {
        PublishedPrior prior = new(1_000_000_000, true, false, 16);

        Assert.Null(Decide(prior, 1).Tactic);
        Assert.Null(Decide(prior, .5, Profiles.Cheap).Tactic);
        Assert.Null(Decide(new PublishedPrior(1_000_000_000, true, false, 4), .5).Tactic);
    }
}
