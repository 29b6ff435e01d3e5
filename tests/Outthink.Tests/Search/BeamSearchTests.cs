using Outthink.Scoring;
using Outthink.Search;
using Outthink.Tests.Scripted;

namespace Outthink.Tests.Search;

public sealed class BeamSearchTests
{
    private static readonly SearchOptions Two = new() { Samples = 4, BeamWidth = 2 };

    private static ScriptedPolicy Policy() => ScriptedPolicy.Tree(
        ("", ["a\n\n", "b\n\n", "c\n\n", "d\n\n"]),
        ("a\n\n", ["e\n\n", "\\boxed{1}"]),
        ("b\n\n", ["f\n\n", "g\n\n"]),
        ("b\n\nf\n\n", ["\\boxed{2}", "h\n\n"]),
        ("b\n\nf\n\nh\n\n", ["\\boxed{2}", "i…"]));

    private static ScriptedRewardModel Prm() => ScriptedRewardModel.Steps(
        ("a", .9), ("b", .8), ("c", .7), ("d", .1), ("e", .5), ("\\boxed{1}", .6), ("f", .95), ("g", .2), ("\\boxed{2}", .3), ("h", .4));

    [Fact]
    public async Task Each_round_draws_N_at_the_root_then_M_a_beam_and_a_finished_trajectory_keeps_its_slot()
    {
        var (policy, prm, journal) = (Policy(), Prm(), new Journal());

        Verdict verdict = await Trial.RunAsync(new BeamSearch(), policy, prm, Two, journal.Add);

        Assert.Equal([(4, 0), (4, 0), (2, 0), (2, 0)], journal.DrawsByRound);
        Assert.Equal(["a", "b"], journal.KeptIn(1));
        Assert.Equal(["\\boxed{1}", "f"], journal.KeptIn(2));
        Assert.Equal(["\\boxed{1}", "h"], journal.KeptIn(3));
        Assert.Equal(["\\boxed{1}", "\\boxed{2}"], journal.KeptIn(4));
        Assert.Equal([1, 2, 1, 1], policy.Scopes[0].Batches.Select(b => b.Length));
        Assert.Equal([4, 4, 2, 1], prm.Scopes[0].Batches.Select(b => b.Length));
        Assert.Equal(["1", "2"], verdict.Candidates.Select(c => c.Answer!));
        Assert.Equal("1", verdict.Answer);
        Assert.Equal("b\n\nf\n\nh\n\ni", Assert.Single(verdict.Truncated).Text);
        Assert.Equal(VerdictEnding.Complete, verdict.Ending);
    }

    [Fact]
    public async Task Both_ports_are_told_exactly_the_open_beams_after_every_round()
    {
        var (policy, prm, journal) = (Policy(), Prm(), new Journal());

        await Trial.RunAsync(new BeamSearch(), policy, prm, Two, e =>
        {
            journal.Add(e);
            if (e is not SearchEvent.Kept kept) return;
            TrajectoryId[] open = [.. kept.Frontier.Where(id => journal.Tree[id].Trajectory.State == TrajectoryState.Open)];
            Assert.Equal(open, policy.Scopes[0].Kept[^1]);
            Assert.Equal(open, prm.Scopes[0].Kept[^1]);
            Assert.Equal((open.Length, open.Length), (policy.Scopes[0].Held, prm.Scopes[0].Held));
        });

        Assert.Equal([2, 1, 1, 0], policy.Scopes[0].Kept.Select(k => k.Length));
    }

    [Fact]
    public async Task Usage_counts_dropped_samples_and_both_models()
    {
        Verdict verdict = await Trial.RunAsync(new BeamSearch(), Policy(), Prm(), Two);
        // A token a letter: round 1 four steps of 3; round 2 e, f, g of 3 and a box of 9; round 3 a box and h; round 4 a box and i.
        Assert.Equal(4 * 3 + 3 * 3 + 9 + 9 + 3 + 9 + 1, verdict.Usage.GeneratedTokens);
        Assert.Equal(4 * 3 + 3 * 3 + 9 + 9 + 3 + 9, verdict.Usage.PrmTokens);
    }

    [Fact]
    public async Task Of_equal_scores_the_lowest_place_in_the_tree_is_kept_and_wins()
    {
        var policy = ScriptedPolicy.Tree(
            ("", ["a\n\n", "b\n\n", "c\n\n", "d\n\n"]),
            ("a\n\n", ["a1 \\boxed{1}", "a2 \\boxed{2}"]),
            ("b\n\n", ["b1 \\boxed{3}", "b2 \\boxed{4}"]));
        var journal = new Journal();

        Verdict verdict = await Trial.RunAsync(new BeamSearch(), policy, new ScriptedRewardModel(_ => .5), Two, journal.Add);

        Assert.Equal(["a", "b"], journal.KeptIn(1));
        Assert.Equal(["a1 \\boxed{1}", "a2 \\boxed{2}"], journal.KeptIn(2));
        Assert.Equal("1", verdict.Answer);
    }

    [Fact]
    public async Task A_beam_whose_children_are_all_truncated_dies_and_leaves_its_slot_to_the_others_children()
    {
        var policy = ScriptedPolicy.Tree(
            ("", ["a\n\n", "b\n\n", "c…", "d…"]),
            ("a\n\n", ["x…", "y…"]),
            ("b\n\n", ["\\boxed{1}", "\\boxed{2}"]));
        var journal = new Journal();

        Verdict verdict = await Trial.RunAsync(new BeamSearch(), policy, new ScriptedRewardModel(p => p.StartsWith('a') ? .9 : .1), Two, journal.Add);

        Assert.Equal([(4, 0), (4, 0)], journal.DrawsByRound);
        Assert.Equal(["1", "2"], verdict.Candidates.Select(c => c.Answer!));
        Assert.Equal(4, verdict.Truncated.Length);
    }

    [Fact]
    public async Task The_final_score_is_aggregated_from_the_raw_step_scores()
    {
        ScriptedPolicy Line() => ScriptedPolicy.Tree(("", ["a\n\n"]), ("a\n\n", ["b\n\n"]), ("a\n\nb\n\n", ["\\boxed{1}"]));
        var prm = ScriptedRewardModel.Steps(("a", .5), ("b", .2), ("\\boxed{1}", .8));
        var options = new SearchOptions { Samples = 1, BeamWidth = 1 };
        foreach (var (aggregation, expected) in new[] { (Aggregation.Last, .8), (Aggregation.Min, .2), (Aggregation.Mean, .5), (Aggregation.Product, .08) })
        {
            Verdict verdict = await Trial.RunAsync(new BeamSearch(), Line(), prm, options with { Aggregation = aggregation });
            Assert.Equal(expected, verdict.Candidates[0].Score!.Value, 12);
            Assert.Equal([.5, .2, .8], verdict.Chosen!.Steps.Select(s => s.Score!.Value));
        }
    }
}
