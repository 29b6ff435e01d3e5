using Outthink.Evaluation.Runs;
using Outthink.Search;

namespace Outthink.Evaluation.Tests.Runs;

public sealed class GridTests
{
    static Grid Grid(params string[] strategies) => new()
    {
        Policies = ["p", "q"],
        Prms = ["r", "s"],
        Strategies = [.. strategies.Select(name => SearchStrategy.TryParse(name, out SearchStrategy? s) ? s : throw new ArgumentException(name))],
        Samples = [4, 16],
        Seeds = [1, 2, 3],
        Options = new(),
    };

    [Fact]
    public void What_a_strategy_does_not_use_does_not_multiply_it()
    {
        string[] rows = [.. Grid("cot", "majority", "beam").Rows().Select(r => $"{r.Policy} {r.Strategy.Name} {r.Prm} {r.Samples} {r.Options.Seed}")];
        Assert.Equal(2 * (1 + 2 * 3 + 2 * 2 * 3), rows.Length);
        Assert.Equal(["p cot  1 1", "p majority  4 1", "p majority  4 2", "p majority  4 3", "p majority  16 1"], rows[..5]);
        Assert.Equal(["p beam r 4 1", "p beam r 4 2", "p beam r 4 3", "p beam r 16 1"], rows[7..11]);
        Assert.Equal("p beam s 4 1", rows[13]);
        Assert.Equal("q cot  1 1", rows[19]);
    }

    [Fact]
    public void Only_tree_searches_need_n_to_be_a_multiple_of_m()
    {
        Grid grid = Grid("cot", "majority", "best-of-n") with { Samples = [5] };
        Assert.Empty(grid.Validate());
        Assert.Contains("multiple", Assert.Single((grid with { Strategies = Grid("beam", "dvts").Strategies }).Validate()), StringComparison.Ordinal);
    }

    [Fact]
    public void A_strategy_that_scores_needs_a_reward_model()
    {
        Assert.Contains("--prm", Assert.Single((Grid("dvts") with { Prms = [] }).Validate()), StringComparison.Ordinal);
        Assert.Empty((Grid("majority") with { Prms = [] }).Validate());
    }
}
