using Outthink.Planning;

namespace Outthink.Tests.Planning;

public sealed class SelectorTests
{
    private static Decision Decide(SearchProfile profile, double price, Allowance? allowance = null, Usage? spent = null, double seconds = 0, params Tactic[] tried) =>
        new Selector(profile, profile.Openings[0], price, allowance ?? Allowance.None).Decide(Profiles.Nothing, [Profiles.First, .. tried], spent ?? Usage.Zero, TimeSpan.FromSeconds(seconds));

    [Fact]
    public void Without_a_price_the_tactic_that_recovers_most_is_chosen() =>
        Assert.Equal(Profiles.Dear, Decide(Profiles.Of([.5, .5, .5], [.6, .6, .6]), price: 0).Tactic);

    [Fact]
    public void A_price_makes_the_cheaper_tactic_win_and_a_high_one_stops()
    {
        SearchProfile profile = Profiles.Of([.5, .5, .5], [.6, .6, .6]);

        Assert.Equal(Profiles.Cheap, Decide(profile, price: 1e-4).Tactic);
        Assert.Null(Decide(profile, price: 1e-2).Tactic);
    }

    [Fact]
    public void A_tactic_gains_its_recovery_of_what_is_not_yet_right()
    {
        Decision decision = Decide(Profiles.Of([.5, .5, .5], [.6, .6, .6], right: Math.Log(3)), price: 0);

        Assert.Equal(.75, decision.Confidence, 1e-9);
        Assert.Equal([.75, .75 + .25 * .5, .75 + .25 * .6], decision.Options.Select(o => o.Accuracy), (a, b) => Math.Abs(a - b) < 1e-9);
    }

    [Fact]
    public void Difficulty_is_read_from_the_two_models_and_weighs_the_outcomes()
    {
        Decision decision = Decide(Profiles.Of([1, 0, 0], [0, 1, 1], easy: Math.Log(1 / 3.0), notHard: 0), price: 0);

        Assert.Equal([.25, .25, .5], decision.Difficulty, (a, b) => Math.Abs(a - b) < 1e-9);
        Assert.Equal(Profiles.Dear, decision.Tactic);
    }

    [Fact]
    public void What_was_tried_in_vain_makes_the_difficulties_it_solves_less_likely_and_only_dearer_tactics_remain()
    {
        SearchProfile profile = Profiles.Of([.9, .5, .1], [.95, .8, .5], easy: 0, notHard: Math.Log(3));

        Decision decision = Decide(profile, price: 0, tried: Profiles.Cheap);

        // Before: ½, ¼, ¼. Times what the tactic leaves unsolved: .05, .125, .225 of .4.
        Assert.Equal([.125, .3125, .5625], decision.Difficulty, (a, b) => Math.Abs(a - b) < 1e-9);
        Assert.Equal("no dearer than what was tried", decision.Options[1].Excluded);
        Assert.Equal(Profiles.Dear, decision.Tactic);
        Assert.Null(Decide(profile, 0, null, null, 0, Profiles.Cheap, Profiles.Dear).Tactic);
    }

    [Fact]
    public void An_allowance_excludes_what_does_not_fit_and_says_why()
    {
        SearchProfile profile = Profiles.Of([.5, .5, .5], [.6, .6, .6]);
        var spent = new Usage { PolicyTokens = 60, PrmTokens = 40, PolicyFlops = 500, PrmFlops = 500 };

        Assert.Equal("more samples than allowed", Decide(profile, 0, new() { Samples = 8 }).Options[2].Excluded);
        Assert.Equal("more tokens than are left", Decide(profile, 0, new() { Tokens = 1099 }, spent).Options[2].Excluded);
        Assert.Null(Decide(profile, 0, new() { Tokens = 1100 }, spent).Options[2].Excluded);
        Assert.Equal("more FLOPs than are left", Decide(profile, 0, new() { Flops = 10_999 }, spent).Options[2].Excluded);
        Assert.Equal("more time than is left", Decide(profile, 0, new() { Seconds = 12 }, spent, seconds: 3).Options[2].Excluded);
        Assert.Null(Decide(profile, 0, new() { Tokens = 10 }, spent).Tactic);
    }

    [Theory]
    [InlineData(100, 1e-4)]
    [InlineData(31.622776601683793, 1e-3)]
    [InlineData(1, 1e-2)]
    [InlineData(1e9, 1e-6)]
    public void A_budget_gives_the_price_between_the_measured_points(double tokens, double price)
    {
        SearchProfile profile = Profiles.Of([.5, .5, .5], [.6, .6, .6]);

        Assert.Equal(price, Selector.ForBudget(profile, CostUnit.Tokens, tokens, Allowance.None).Price, price * 1e-9);
        Assert.Equal(price, Selector.ForBudget(profile, CostUnit.Flops, 10 * tokens, Allowance.None).Price, price * 1e-9);
        Assert.Equal(price, Selector.ForBudget(profile, CostUnit.Seconds, tokens / 100, Allowance.None).Price, price * 1e-9);
    }

    [Fact]
    public void A_target_takes_the_cheapest_price_that_reached_it_or_the_dearest_when_none_did()
    {
        SearchProfile profile = Profiles.Of([.5, .5, .5], [.6, .6, .6]);

        Assert.Equal(1e-4, Selector.ForAccuracy(profile, .7, Allowance.None).Price, 1e-13);
        Assert.Equal(1e-6, Selector.ForAccuracy(profile, .99, Allowance.None).Price, 1e-15);
        Assert.Throws<ArgumentException>(() => Selector.ForAccuracy(profile with { Openings = [profile.Openings[0] with { Prices = [] }] }, .7, Allowance.None));
    }

    [Fact]
    public void A_longer_problem_costs_more_in_proportion_and_a_slower_machine_takes_longer()
    {
        SearchProfile profile = Profiles.Of([.5, .5, .5], [.6, .6, .6]);
        Evidence twice = Profiles.Nothing with { Features = Profiles.Nothing.Features.SetItem(Evidence.Names.IndexOf("meanTokens"), 2) };
        Selector selector = new(profile, profile.Openings[0], 0, Allowance.None);

        Expectation cheap = selector.Decide(twice, [Profiles.First], Usage.Zero, TimeSpan.Zero).Options[1];
        Expectation slow = selector.Decide(twice, [Profiles.First], new() { PolicyTokens = 50 }, TimeSpan.FromSeconds(4)).Options[1]; // one second was usual

        Assert.Equal((200, 2000, 2), (cheap.Tokens, cheap.Flops, cheap.Seconds));
        Assert.Equal(8, slow.Seconds, 1e-9);
    }

    [Fact]
    public void A_budget_takes_the_opening_that_reaches_most_for_it()
    {
        SearchProfile profile = Profiles.WithSecond(Profiles.Of([.5, .5, .5], [.6, .6, .6]), Profiles.Point(1e-3, .6, 60), Profiles.Point(1e-5, .9, 600));

        Assert.Equal(Profiles.First, Selector.ForBudget(profile, CostUnit.Tokens, 59, Allowance.None).Opening);
        Assert.Equal(Profiles.First, Selector.ForBudget(profile, CostUnit.Tokens, 62, Allowance.None).Opening); // .66 against .60
        Assert.Equal(Profiles.Second, Selector.ForBudget(profile, CostUnit.Tokens, 500, Allowance.None).Opening);
        Assert.Equal(Profiles.First, Selector.ForBudget(profile, CostUnit.Tokens, 500, new() { Samples = 4 }).Opening);
        Assert.Equal(Profiles.Second, Selector.ForAccuracy(profile, .85, Allowance.None).Opening);
        Assert.Equal(1e-5, Selector.ForBudget(profile, CostUnit.Tokens, 1e6, Allowance.None).Price, 1e-14);
    }

    [Fact]
    public void Points_that_cost_less_than_those_before_them_are_passed_over()
    {
        SearchProfile profile = Profiles.Of([.5, .5, .5], [.6, .6, .6]);
        profile = profile with { Openings = [profile.Openings[0] with { Prices = [Profiles.Point(1e-2, .5, 10), Profiles.Point(1e-3, .5, 8), Profiles.Point(1e-4, .7, 100)] }] };

        double price = Selector.ForBudget(profile, CostUnit.Tokens, 50, Allowance.None).Price;

        Assert.InRange(price, 1e-4, 1e-2);
    }
}
