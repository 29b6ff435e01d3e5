using Outthink.Scoring;
using Outthink.Search;
using Outthink.Tests.Scripted;

namespace Outthink.Tests.Search;

public sealed class WholeSolutionTests
{
    [Fact]
    public async Task Chain_of_thought_draws_one_greedy_sample_and_asks_no_reward_model()
    {
        var policy = ScriptedPolicy.Tree(("", ["a\n\n\\boxed{3}"]));
        var prm = ScriptedRewardModel.Steps();

        Verdict verdict = await Trial.RunAsync(new ChainOfThought(), policy, prm, new SearchOptions { Samples = 0, BeamWidth = 7, Sampling = new Sampling { Temperature = -1 } });

        Assert.Equal("3", verdict.Answer);
        Assert.Equal("a\n\n\\boxed{3}", verdict.Chosen!.Text);
        Assert.Null(Assert.Single(verdict.Candidates).Score);
        Expansion asked = Assert.Single(Assert.Single(Assert.Single(policy.Scopes).Batches));
        Assert.Single(asked.Seeds);
        Assert.Equal(0, asked.Sampling.Temperature);
        Assert.Equal((Extent.Solution, 2048), (asked.Extent, asked.MaxTokens));
        Assert.Empty(prm.Scopes);
    }

    [Fact]
    public async Task Majority_draws_N_in_one_batch_and_never_merges()
    {
        var policy = ScriptedPolicy.Tree(("", ["\\boxed{2}", "\\boxed{5}", "\\boxed{2}", "b\n\n\\boxed{4/2}", "\\boxed{5}…"]));

        Verdict verdict = await Trial.RunAsync(new MajorityVote(), policy, null, new SearchOptions { Samples = 5 });

        Assert.Equal("2", verdict.Answer);
        Assert.Equal([0, 1, 0, 0, 1], verdict.Candidates.Select(c => c.Group));
        Assert.Equal(5, Assert.Single(Assert.Single(policy.Scopes[0].Batches)).Seeds.Distinct().Count());
        Assert.All(verdict.Candidates, c => Assert.Equal(1, c.Weight));
    }

    [Fact]
    public async Task Best_of_n_scores_all_whole_solutions_in_one_batch_and_takes_the_best()
    {
        var policy = ScriptedPolicy.Tree(("", ["a\n\n\\boxed{1}", "a\n\n\\boxed{1}", "b\n\n\\boxed{2}", "c\n\nand on and on…"]));
        var prm = ScriptedRewardModel.Steps(("a", .4), ("b", .1), ("\\boxed{1}", .5), ("\\boxed{2}", .7));

        Verdict verdict = await Trial.RunAsync(new BestOfN(), policy, prm, new SearchOptions { Samples = 4 });

        Assert.Equal("2", verdict.Answer);
        Assert.Equal([.5, .5, .7], verdict.Candidates.Select(c => c.Score!.Value));
        Assert.Equal("c\n\nand on and on", Assert.Single(verdict.Truncated).Text);
        Assert.Equal(3, Assert.Single(prm.Scopes[0].Batches).Length);
        Assert.Equal([.1, .7], verdict.Chosen!.Steps.Select(s => s.Score!.Value));

        policy = ScriptedPolicy.Tree(("", ["a\n\n\\boxed{1}", "a\n\n\\boxed{1}", "b\n\n\\boxed{2}", "c\n\nand on and on…"]));
        verdict = await Trial.RunAsync(new BestOfN(), policy, prm, new SearchOptions { Samples = 4, Selection = Selection.Weighted });
        Assert.Equal("1", verdict.Answer);
    }
}
