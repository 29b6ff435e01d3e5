using Outthink.Scoring;
using Outthink.Search;
using Outthink.Tests.Scripted;

namespace Outthink.Tests.Search;

public sealed class DvtsTests
{
    private static readonly SearchOptions TwoTrees = new() { Samples = 4, BeamWidth = 2 };

    [Fact]
    public async Task Each_subtree_draws_M_and_keeps_its_own_best_in_one_batch_a_round()
    {
        var policy = ScriptedPolicy.Tree(
            ("", ["a\n\n", "b\n\n", "c\n\n", "d\n\n"]),
            ("a\n\n", ["e\n\n", "\\boxed{1}"]),
            ("c\n\n", ["f\n\n", "x…"]),
            ("c\n\nf\n\n", ["\\boxed{2}", "g\n\n"]));
        var prm = ScriptedRewardModel.Steps(
            ("a", .9), ("b", .8), ("c", .7), ("d", .1), ("e", .5), ("\\boxed{1}", .6), ("f", .95), ("g", .2), ("\\boxed{2}", .3));
        var journal = new Journal();

        Verdict verdict = await Trial.RunAsync(new Dvts(), policy, prm, TwoTrees, journal.Add);

        Assert.Equal([(4, 0), (4, 0), (2, 0)], journal.DrawsByRound);
        Assert.Equal(["a", "c"], journal.KeptIn(1));
        Assert.Equal(["\\boxed{1}", "f"], journal.KeptIn(2));
        Assert.Equal(["\\boxed{1}", "\\boxed{2}"], journal.KeptIn(3));
        Assert.Equal([2, 2, 1], policy.Scopes[0].Batches.Select(b => b.Length));
        Assert.Equal([4, 3, 2], prm.Scopes[0].Batches.Select(b => b.Length));
        Assert.Equal("1", verdict.Answer);
        Assert.Single(verdict.Truncated);
    }

    [Fact]
    public async Task Equal_steps_of_two_subtrees_are_not_merged()
    {
        var policy = ScriptedPolicy.Tree(("", ["\\boxed{1}", "\\boxed{2}", "\\boxed{1}", "\\boxed{3}"]));
        var prm = ScriptedRewardModel.Steps(("\\boxed{1}", .5), ("\\boxed{2}", .1), ("\\boxed{3}", .8));

        Verdict verdict = await Trial.RunAsync(new Dvts(), policy, prm, TwoTrees with { Selection = Selection.Majority });

        Assert.Equal([("1", 1.0), ("3", 1.0)], verdict.Candidates.Select(c => (c.Answer!, c.Weight)));
        Assert.Single(policy.Scopes[0].Batches);
        Assert.Equal("1", verdict.Answer);
    }

    [Fact]
    public async Task A_subtree_whose_children_are_all_truncated_dies_alone()
    {
        var policy = ScriptedPolicy.Tree(("", ["a\n\n", "b\n\n", "c…", "d…"]), ("a\n\n", ["\\boxed{1}", "\\boxed{2}"]));
        var prm = ScriptedRewardModel.Steps(("a", .9), ("b", .8), ("\\boxed{1}", .5), ("\\boxed{2}", .5));
        var journal = new Journal();

        Verdict verdict = await Trial.RunAsync(new Dvts(), policy, prm, TwoTrees, journal.Add);

        Assert.Equal([(4, 0), (2, 0)], journal.DrawsByRound);
        Assert.Equal("1", verdict.Answer);
        Assert.Single(verdict.Candidates);
    }

    [Fact]
    public async Task Subtrees_vote_by_default_where_beam_search_takes_the_best()
    {
        ScriptedPolicy Roots() => ScriptedPolicy.Tree(("", ["\\boxed{1}", "a \\boxed{1}", "\\boxed{2}"]));
        var prm = ScriptedRewardModel.Steps(("\\boxed{1}", .5), ("a \\boxed{1}", .4), ("\\boxed{2}", .8));
        var options = new SearchOptions { Samples = 3, BeamWidth = 1 };

        Assert.Equal("1", (await Trial.RunAsync(new Dvts(), Roots(), prm, options)).Answer);
        Assert.Equal("2", (await Trial.RunAsync(new Dvts(), Roots(), prm, options with { Selection = Selection.Best })).Answer);
        Assert.Equal("2", (await Trial.RunAsync(new BeamSearch(), Roots(), prm, options)).Answer);
        Assert.Equal("1", (await Trial.RunAsync(new BeamSearch(), Roots(), prm, options with { Selection = Selection.Weighted })).Answer);
    }

    [Fact]
    public async Task With_one_subtree_it_is_beam_search()
    {
        var options = new SearchOptions { Samples = 4, BeamWidth = 4, Selection = Selection.Best };
        for (uint world = 0; world < 50; world++)
        {
            Verdict dvts = await Trial.RunAsync(new Dvts(), World.Policy(world), World.Prm(world), options);
            Verdict beam = await Trial.RunAsync(new BeamSearch(), World.Policy(world), World.Prm(world), options);
            Assert.Equal(Journal.Describe(beam)["beam".Length..], Journal.Describe(dvts)["dvts".Length..]);
        }
    }
}
