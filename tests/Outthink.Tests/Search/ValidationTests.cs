using Outthink.Scoring;
using Outthink.Search;

namespace Outthink.Tests.Search;

public sealed class ValidationTests
{
    private static readonly SearchOptions AllWrong = new()
    {
        Samples = 0,
        BeamWidth = 0,
        Sampling = new Sampling { Temperature = double.NaN, TopK = -1, TopP = 0, MinP = 1 },
        Aggregation = (Aggregation)9,
        Selection = (Selection)9,
        MaxTokens = 0,
        MaxSteps = 0,
        Resamples = 2,
    };

    [Fact]
    public void The_defaults_are_valid_for_every_strategy() => Assert.All(SearchStrategy.All, s => Assert.Empty(s.Validate(new SearchOptions())));

    [Theory]
    [InlineData("cot", 1)] // MaxTokens
    [InlineData("majority", 6)] // and N, temperature, top-k, top-p, min-p
    [InlineData("best-of-n", 8)] // and aggregation, selection
    [InlineData("beam", 11)] // and M, MaxSteps, Resamples
    [InlineData("dvts", 11)]
    public void All_problems_are_listed_and_options_a_strategy_does_not_use_are_ignored(string name, int problems)
    {
        Assert.True(SearchStrategy.TryParse(name, out SearchStrategy? strategy));
        Assert.Equal(problems, strategy.Validate(AllWrong).Length);
    }

    [Theory]
    [InlineData(16, 4, null)]
    [InlineData(4, 4, null)]
    [InlineData(1, 1, null)]
    [InlineData(6, 4, "N (Samples) is 6, not a multiple of M (BeamWidth) 4; give N = 8.")]
    [InlineData(2, 4, "N (Samples) is 2, not a multiple of M (BeamWidth) 4; give N = 4.")]
    [InlineData(4, -1, "M (BeamWidth) is -1; give at least 1.")]
    [InlineData(-4, 4, "N (Samples) is -4; give at least 1.")]
    public void N_is_a_multiple_of_M_and_both_are_positive(int n, int m, string? problem)
    {
        foreach (SearchStrategy strategy in new SearchStrategy[] { new BeamSearch(), new Dvts() })
            Assert.Equal(problem, strategy.Validate(new SearchOptions { Samples = n, BeamWidth = m }).SingleOrDefault());
    }

    [Fact]
    public void Strategies_are_found_by_name()
    {
        Assert.Equal(["cot", "majority", "best-of-n", "beam", "dvts"], SearchStrategy.All.Select(s => s.Name));
        Assert.All(SearchStrategy.All, s => Assert.True(SearchStrategy.TryParse(s.Name, out SearchStrategy? found) && found == s));
        Assert.False(SearchStrategy.TryParse("mcts", out _));
    }

    [Fact]
    public void A_selection_is_the_options_or_the_strategys_own()
    {
        Assert.Equal(
            [Selection.Majority, Selection.Majority, Selection.Best, Selection.Best, Selection.Weighted],
            SearchStrategy.All.Select(s => s.SelectionFor(new SearchOptions())));
        Assert.All(SearchStrategy.All.Where(s => s.NeedsRewardModel), s => Assert.Equal(Selection.Majority, s.SelectionFor(new SearchOptions { Selection = Selection.Majority })));
        Assert.All(SearchStrategy.All.Where(s => !s.NeedsRewardModel), s => Assert.Equal(Selection.Majority, s.SelectionFor(new SearchOptions { Selection = Selection.Best })));
    }
}
