using Outthink.Evaluation.Reports.Sections;
using Outthink.Evaluation.Runs.Subsampling;

namespace Outthink.Evaluation.Tests.Reports.Sections;

public sealed class SelectorRegretTests
{
    const string Bins = "eehheehh";

    [Fact]
    public void It_is_held_against_the_best_row_that_spends_no_more()
    {
        SelectorRegret regret = SelectorRegret.Of(Rows.Of("auto", "11001100", tokens: 20, difficulties: Bins),
        [
            Rows.Of("cot", "10000000", tokens: 5, difficulties: Bins),
            Rows.Of("beam", "11101100", tokens: 20, difficulties: Bins),
            Rows.Of("beam", "11111111", tokens: 21, difficulties: Bins), // better, but dearer
        ])!;
        Assert.Equal("beam 4", regret.BestFixed.Name);
        Assert.Equal(20, regret.BestFixed.Point.Tokens);
        Assert.Equal(1.0 / 8, regret.ToBestFixed.Difference, 12);
    }

    [Fact]
    public void Parts_of_a_row_that_are_smaller_runs_count_too()
    {
        StudiedRow dear = Rows.Of("beam", "1111", tokens: 50);
        SubsamplePoint cheap = dear.Samples[0] with { N = 2, PolicyTokens = 10, Chances = [1, 1, 0.5, 0] };
        SelectorRegret regret = SelectorRegret.Of(Rows.Of("auto", "1000", tokens: 20), [dear with { Samples = [cheap, dear.Samples[0]] }, Rows.Of("cot", "1100", tokens: 5)])!;
        Assert.Equal("beam 2", regret.BestFixed.Name);
        Assert.Equal(1.5 / 4, regret.ToBestFixed.Difference, 12);
    }

    [Fact]
    public void A_row_that_was_run_stands_before_parts_of_a_larger_one()
    {
        StudiedRow large = Rows.Of("beam", "1111", samples: 8), small = Rows.Of("beam", "0000", tokens: 5, samples: 4);
        large = large with { Samples = [large.Samples[0] with { N = 2 }, large.Samples[0] with { N = 4 }, large.Samples[0]] };
        Assert.Equal(["beam 2", "beam 8", "beam 4"], FixedSearch.All([large, small]).Select(f => f.Name));
        Assert.Equal(0, FixedSearch.All([large, small]).Last().Point.Accuracy);
    }

    [Fact]
    public void The_oracle_chooses_by_difficulty_on_the_other_half()
    {
        // Beam solves all that is easy, CoT all that is hard: the oracle solves everything, the selector half of it.
        SelectorRegret regret = SelectorRegret.Of(Rows.Of("auto", "11001100", tokens: 20, difficulties: Bins),
            [Rows.Of("beam", "11001100", tokens: 20, difficulties: Bins), Rows.Of("cot", "00110011", tokens: 20, difficulties: Bins)])!;
        Assert.Equal(0.5, regret.ToOracle!.Value.Difference, 12);
        Assert.Equal(0, regret.ToBestFixed.Difference);
    }

    [Fact]
    public void Where_every_row_spends_more_the_cheapest_stands_in_and_without_rows_there_is_none()
    {
        var auto = Rows.Of("auto", "10", tokens: 2);
        SelectorRegret regret = SelectorRegret.Of(auto, [Rows.Of("beam", "11", tokens: 9), Rows.Of("cot", "11", tokens: 8)])!;
        Assert.Equal("cot", regret.BestFixed.Row.Plan.Strategy.Name);
        Assert.Null(regret.ToOracle); // difficulty was not estimated
        Assert.Null(SelectorRegret.Of(auto, []));
        Assert.Null(SelectorRegret.Of(auto, [Rows.Of("beam", "111")]));
    }
}
