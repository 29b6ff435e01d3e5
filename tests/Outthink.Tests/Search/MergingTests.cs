using Outthink.Scoring;
using Outthink.Search;
using Outthink.Tests.Scripted;

namespace Outthink.Tests.Search;

public sealed class MergingTests
{
    private static readonly SearchOptions Two = new() { Samples = 4, BeamWidth = 2 };

    private static ScriptedPolicy Policy() => ScriptedPolicy.Tree(
        ("", ["a\n\n", "a\n\n", "a\n\n", "b\n\n", "c\n\n", "a\n\n"]),
        ("a\n\n", ["\\boxed{1}", "\\boxed{1}", "\\boxed{1}"]),
        ("c\n\n", ["\\boxed{2}", "\\boxed{3}"]));

    private static ScriptedRewardModel Prm() => ScriptedRewardModel.Steps(
        ("a", .9), ("b", .1), ("c", .8), ("\\boxed{1}", .5), ("\\boxed{2}", .6), ("\\boxed{3}", .1));

    [Fact]
    public async Task Equal_children_become_one_their_slots_are_drawn_once_more_and_then_stay_empty()
    {
        var (policy, prm, journal) = (Policy(), Prm(), new Journal());

        await Trial.RunAsync(new BeamSearch(), policy, prm, Two, journal.Add);

        Assert.Equal([(4, 2), (4, 1)], journal.DrawsByRound);
        ulong root = SeedTree.Root(0, "p");
        Assert.Equal([SeedTree.Child(root, 1, 1), SeedTree.Child(root, 2, 1)], Assert.Single(policy.Scopes[0].Batches[1]).Seeds);
        Assert.Equal([1, 2], Assert.Single(policy.Scopes[0].Batches[1]).Seeds.Select(s => policy.Scopes[0].Batches[0][0].ReserveSeeds.IndexOf(s)));
        Assert.Empty(policy.Scopes[0].Batches[1][0].ReserveSeeds);
        Assert.Equal(["a\n\n", "b\n\n", "c\n\n"], prm.Scopes[0].Batches[0].Select(t => t.Text));
        Assert.Equal([4, 1, 1], prm.Scopes[0].Batches[0].Select(t => t.Multiplicity));
        Assert.Equal(["a", "c"], journal.KeptIn(1));
    }

    [Fact]
    public async Task Multiplicity_counts_the_last_expansion_and_votes()
    {
        Verdict best = await Trial.RunAsync(new BeamSearch(), Policy(), Prm(), Two);
        Assert.Equal([("1", 3.0), ("2", 1.0)], best.Candidates.Select(c => (c.Answer!, c.Weight)));
        Assert.Equal("2", best.Answer);

        Assert.Equal("1", (await Trial.RunAsync(new BeamSearch(), Policy(), Prm(), Two with { Selection = Selection.Majority })).Answer);
        Assert.Equal("1", (await Trial.RunAsync(new BeamSearch(), Policy(), Prm(), Two with { Selection = Selection.Weighted })).Answer);
    }

    [Theory]
    [InlineData(0, 1.0)]
    [InlineData(1, 0.0)]
    public async Task Without_resamples_or_at_temperature_0_no_slot_is_drawn_twice(int resamples, double temperature)
    {
        var journal = new Journal();
        var options = Two with { Resamples = resamples, Sampling = new Sampling { Temperature = temperature } };
        var policy = ScriptedPolicy.Tree(("", ["a\n\n", "a\n\n", "a\n\n", "b\n\n"]), ("a\n\n", ["\\boxed{1}", "\\boxed{1}"]), ("b\n\n", ["\\boxed{2}", "\\boxed{3}"]));

        Verdict verdict = await Trial.RunAsync(new BeamSearch(), policy, Prm(), options, journal.Add);

        Assert.Equal([(4, 0), (4, 0)], journal.DrawsByRound);
        Assert.All(policy.Scopes[0].Batches.SelectMany(b => b), e => Assert.Empty(e.ReserveSeeds));
        Assert.Equal([2.0, 1.0], verdict.Candidates.Select(c => c.Weight));
    }

    [Fact]
    public async Task Equal_text_that_ended_differently_is_not_merged()
    {
        var policy = ScriptedPolicy.Tree(("", ["x 1", "x 1…"]));

        Verdict verdict = await Trial.RunAsync(new BeamSearch(), policy, new ScriptedRewardModel(_ => .5), new SearchOptions { Samples = 2, BeamWidth = 1 });

        Assert.Single(policy.Scopes[0].Batches);
        Assert.Equal(TrajectoryState.Finished, Assert.Single(verdict.Candidates).Trajectory.State);
        Assert.Single(verdict.Truncated);
    }

    [Fact]
    public async Task A_blank_sample_is_dropped_unscored_and_its_slot_drawn_once_more()
    {
        var journal = new Journal();
        var policy = ScriptedPolicy.Tree(("", ["\n\n", "a\n\n"]), ("a\n\n", ["\n\n", "\n\n"]));

        Verdict verdict = await Trial.RunAsync(new BeamSearch(), policy, Prm(), new SearchOptions { Samples = 1, BeamWidth = 1 }, journal.Add);

        Assert.Equal([(1, 1), (1, 1)], journal.DrawsByRound);
        Assert.Null(verdict.Answer);
        Assert.Null(verdict.Chosen);
        Assert.Empty(verdict.Candidates);
        Assert.Equal(verdict.Usage.GeneratedTokens, journal.Tree.TokenCount);
    }

    [Fact]
    public async Task A_child_that_ends_at_once_is_finished_with_its_parents_steps_and_not_scored_again()
    {
        var policy = ScriptedPolicy.Tree(("", ["so 7\n\n"]), ("so 7\n\n", [""]));
        var prm = ScriptedRewardModel.Steps(("so 7", .4));

        Verdict verdict = await Trial.RunAsync(new BeamSearch(), policy, prm, new SearchOptions { Samples = 1, BeamWidth = 1 });

        Assert.Equal(("7", .4), (verdict.Answer, verdict.Candidates[0].Score!.Value));
        Assert.Single(prm.Scopes[0].Batches);
    }

    [Fact]
    public async Task A_solution_without_any_step_is_a_candidate_without_answer_or_score_and_ranks_last()
    {
        var policy = ScriptedPolicy.Tree(("", ["", "a 3"]));

        Verdict verdict = await Trial.RunAsync(new BeamSearch(), policy, new ScriptedRewardModel(_ => 0), new SearchOptions { Samples = 2, BeamWidth = 1 });

        Assert.Equal([null, "3"], verdict.Candidates.Select(c => c.Answer));
        Assert.Equal([null, 0.0], verdict.Candidates.Select(c => c.Score));
        Assert.Equal("3", verdict.Answer);
    }

    [Fact]
    public async Task Blank_steps_of_a_solution_join_a_neighbour()
    {
        var policy = new ScriptedPolicy(_ => new Utterance(
            [new Step("\n\n", 1), new Step("a\n\n", 2), new Step(" \n\n", 1), new Step("\\boxed{1}", 3), new Step("\n", 1)], ProposalEnd.EndOfSequence));
        var prm = new ScriptedRewardModel(_ => .5);

        Verdict verdict = await Trial.RunAsync(new BestOfN(), policy, prm, new SearchOptions { Samples = 1 });

        Assert.Equal([("\n\na\n\n \n\n", 4), ("\\boxed{1}\n", 4)], verdict.Chosen!.Steps.Select(s => (s.Text, s.TokenCount)));
    }

    [Theory]
    [InlineData(-.5, -3.75, -4.5)]
    [InlineData(null, null, null)]
    public async Task Log_probabilities_of_blank_steps_join_a_neighbours_and_what_is_not_known_stays_so(double? blank, double? first, double? both)
    {
        var policy = new ScriptedPolicy(_ => new Utterance(
            [
                new Step("\n\n", 1) { LogProbability = blank },
                new Step("a\n\n", 2) { LogProbability = -3 },
                new Step(" \n\n", 1) { LogProbability = -.25 },
                new Step("\\boxed{1}", 3) { LogProbability = -.75 },
            ],
            ProposalEnd.EndOfSequence));

        Verdict verdict = await Trial.RunAsync(new BestOfN(), policy, new ScriptedRewardModel(_ => .5), new SearchOptions { Samples = 1 });

        Assert.Equal([first, -.75], verdict.Chosen!.Steps.Select(s => s.LogProbability));
        Assert.Equal(both, verdict.Chosen.LogProbability);
    }
}
