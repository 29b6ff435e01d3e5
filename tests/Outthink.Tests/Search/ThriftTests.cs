using FsCheck.Xunit;
using Outthink.Planning;
using Outthink.Scoring;
using Outthink.Search;
using Outthink.Tests.Scripted;
using Outthink.Tracing;

namespace Outthink.Tests.Search;

public sealed class ThriftTests
{
    private static readonly SearchOptions Sixteen = new() { Samples = 16 };

    private static ScriptedPolicy Says(params string[] solutions) => new(ScriptedPolicy.Tree(("", solutions)).Script) { Cuts = true };

    private static string[] Boxes(params int[] answers) => [.. answers.Select(a => $"\\boxed{{{a}}}")];

    [Theory]
    [InlineData(0.98, 4)]
    [InlineData(0.99, 8)]
    public async Task A_vote_stops_at_the_first_wave_after_which_its_leader_is_safe(double safe, int drawn)
    {
        var journal = new Journal();
        Verdict verdict = await Trial.RunAsync(
            new MajorityVote(), Says(Boxes([.. Enumerable.Repeat(7, 16)])), null, Sixteen with { Thrift = new() { SafeVote = safe } }, journal.Add);
        Assert.Equal(("7", drawn, VerdictEnding.Complete), (verdict.Answer, verdict.Candidates.Length, verdict.Ending));
        SearchEvent.Stopped stopped = Assert.Single(journal.Events.OfType<SearchEvent.Stopped>());
        Assert.Equal(ThriftRule.SafeVote, stopped.Rule);
        Assert.Contains($"after {drawn} of 16", stopped.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0.6, 0.99, 4, ThriftRule.SafeVote)] // both say so: the first is named
    [InlineData(0.999, 0.02, 8, ThriftRule.LeastVoteGain)]
    [InlineData(null, 0.02, 8, ThriftRule.LeastVoteGain)]
    [InlineData(null, 1e-9, 16, null)]
    public async Task A_vote_stops_where_the_votes_left_promise_too_little(double? safe, double gain, int drawn, ThriftRule? rule)
    {
        var journal = new Journal();
        Verdict verdict = await Trial.RunAsync(
            new MajorityVote(), Says(Boxes(7, 7, 1, 2, 7, 7, 3, 4, 1, 1, 2, 2, 7, 7, 7, 7)), null, Sixteen with { Thrift = new() { SafeVote = safe, LeastVoteGain = gain } }, journal.Add);
        Assert.Equal(("7", drawn), (verdict.Answer, verdict.Candidates.Length));
        Assert.Equal(rule, journal.Events.OfType<SearchEvent.Stopped>().SingleOrDefault()?.Rule);
    }

    [Fact]
    public async Task An_open_vote_draws_all_in_waves_that_grow_by_a_quarter()
    {
        var policy = Says(Boxes([.. Enumerable.Range(0, 24)]));
        Verdict verdict = await Trial.RunAsync(new MajorityVote(), policy, null, new() { Samples = 24, Thrift = new() { SafeVote = 0.9, Wave = 3 } });
        Assert.Equal(24, verdict.Candidates.Length);
        Assert.Equal([3, 3, 3, 3, 3, 3, 4, 2], policy.Scopes[0].Batches.Select(b => b[0].Seeds.Length));
    }

    [Theory]
    [InlineData(Selection.Best, 0.02, 4)] // (1 − 0.9)² / 2 / 5 = 0.001
    [InlineData(Selection.Best, 0.0008, 6)] // (1 − 0.9)² / 2 / 7: no more are drawn than the rule asks for
    [InlineData(Selection.Best, 1e-300, 16)]
    [InlineData(Selection.Weighted, 0.02, 16)] // no vote rule is on
    public async Task Best_of_n_stops_when_a_further_sample_promises_too_little(Selection selection, double gain, int drawn)
    {
        var prm = new ScriptedRewardModel(text => text.Contains('3', StringComparison.Ordinal) ? 0.9 : 0.2);
        Verdict verdict = await Trial.RunAsync(
            new BestOfN(), Says(Boxes(1, 2, 3, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1)), prm, Sixteen with { Selection = selection, Thrift = new() { LeastGain = gain } });
        Assert.Equal(drawn, verdict.Candidates.Length);
        if (selection == Selection.Best) Assert.Equal("3", verdict.Answer);
    }

    [Property(MaxTest = 60)]
    public async Task What_is_drawn_in_waves_are_the_first_samples_of_the_whole(uint world)
    {
        SearchOptions options = Sixteen with { Seed = world, Selection = Selection.Weighted };
        Verdict whole = await Trial.RunAsync(new BestOfN(), World.Policy(world), World.Prm(world), options);
        Verdict waves = await Trial.RunAsync(new BestOfN(), World.Policy(world), World.Prm(world), options with { Thrift = new() { SafeVote = 0.9 } });
        Assert.Equal(whole.Candidates.Take(waves.Candidates.Length).Select(c => (c.Trajectory.Text, c.Score)), waves.Candidates.Select(c => (c.Trajectory.Text, c.Score)));
        Assert.InRange(waves.Candidates.Length + waves.Truncated.Length, 4, 16);
    }

    [Fact]
    public async Task Enough_keeps_the_solutions_that_are_short_and_reports_the_stragglers()
    {
        var journal = new Journal();
        string far = new('x', 40);
        Verdict verdict = await Trial.RunAsync(
            new MajorityVote(), Says(far + "\\boxed{1}", "\\boxed{2}", far + far + "\\boxed{1}", "\\boxed{3}"), null,
            new() { Samples = 4, Thrift = new() { Enough = 2 } }, journal.Add);
        Assert.Equal(["2", "3"], verdict.Candidates.Select(c => c.Answer));
        Assert.Equal(2, verdict.Truncated.Length);
        Assert.Equal(2 * (9 + 16), verdict.Usage.GeneratedTokens); // the stragglers' first pieces are paid for
        Assert.Equal(verdict.Truncated.Select(t => t.Id), Assert.Single(journal.Events.OfType<SearchEvent.Stopped>()).Dropped);
        Assert.All(verdict.Truncated, t => Assert.Equal(Fate.Truncated, journal.Tree[t.Id].Fate));
    }

    [Fact]
    public async Task Enough_ends_a_beam_search_when_so_many_slots_are_finished()
    {
        var policy = ScriptedPolicy.Tree(("", ["\\boxed{1}", "b\n\n"]), ("b\n\n", ["c"]));
        Verdict verdict = await Trial.RunAsync(
            new BeamSearch(), policy, new ScriptedRewardModel(_ => .5), new() { Samples = 2, BeamWidth = 1, Thrift = new() { Enough = 1 } });
        Assert.Equal("1", verdict.Answer);
        Assert.Equal(["b\n\n"], verdict.Truncated.Select(t => t.Text));
        Assert.Single(policy.Scopes[0].Batches);
    }

    [Fact]
    public async Task A_weak_beginning_is_not_finished()
    {
        var journal = new Journal();
        ScriptedPolicy script = ScriptedPolicy.Tree(("", ["good and so on \\boxed{1}", "bad and so on \\boxed{2}", "good and so on \\boxed{1}", "fine and so on \\boxed{3}"]));
        var prm = new ScriptedRewardModel(text => text.StartsWith("good", StringComparison.Ordinal) ? .8 : text.StartsWith("fine", StringComparison.Ordinal) ? .5 : .3);
        Verdict verdict = await Trial.RunAsync(
            new BeamSearch(), new ScriptedPolicy(script.Script) { Cuts = true }, prm, new() { Samples = 4, BeamWidth = 1, Resamples = 0, Thrift = new() { RejectAfter = 9 } }, journal.Add);
        Assert.Equal(["1", "3"], verdict.Candidates.Select(c => c.Answer));
        Assert.Equal(2, verdict.Candidates[0].Weight);
        SearchEvent.Stopped stopped = Assert.Single(journal.Events.OfType<SearchEvent.Stopped>());
        Assert.Equal("bad and s", journal.Tree[Assert.Single(stopped.Dropped)].Trajectory.Text);
        Assert.Equal(Fate.Pruned, journal.Tree[stopped.Dropped[0]].Fate);
        Assert.Contains("good and", prm.Scopes[0].Batches[0].Select(t => t.Text)); // the word that may not be complete is not judged
    }

    [Theory]
    [InlineData(9, 0)] // "good and s" and "good and t": equal as far as they surely stand
    [InlineData(14, 2)] // "good and so" twice and "good and to"
    public async Task Beginnings_are_scored_where_they_differ_and_equal_ones_once(int after, int beginnings)
    {
        ScriptedPolicy script = ScriptedPolicy.Tree(("", ["good and so on \\boxed{1}", "good and to go \\boxed{2}", "good and so it \\boxed{3}"]));
        var prm = new ScriptedRewardModel(_ => .5);
        Verdict verdict = await Trial.RunAsync(
            new BeamSearch(), new ScriptedPolicy(script.Script) { Cuts = true }, prm, new() { Samples = 3, BeamWidth = 1, Resamples = 0, Thrift = new() { RejectAfter = after } });
        Assert.Equal(["1", "2", "3"], verdict.Candidates.Select(c => c.Answer));
        Assert.Equal(beginnings + 3, prm.Scopes[0].Batches.Sum(b => b.Length));
    }

    [Property(MaxTest = 60)]
    public async Task Beginnings_of_which_none_is_weak_change_nothing(byte n, uint world)
    {
        SearchOptions options = new() { Samples = 2 * (1 + n % 4), BeamWidth = 2, Seed = world, MaxSteps = 6, MaxTokens = 200, Resamples = 0 };
        foreach (SearchStrategy strategy in new SearchStrategy[] { new BeamSearch(), new Dvts() })
        {
            // No two texts have the same score: ties go to the first, and beginnings change the order.
            var prm = new ScriptedRewardModel(text => 0.1 + text.Aggregate(7L, (hash, c) => (hash * 31 + c) % 1_000_003) / 2e6);
            Verdict whole = await Trial.RunAsync(strategy, World.Policy(world, cuts: true), prm, options);
            Verdict pieces = await Trial.RunAsync(strategy, World.Policy(world, cuts: true), prm, options with { Thrift = new() { RejectAfter = 3, RejectBelow = double.Epsilon } });
            Assert.Equal(
                whole.Candidates.Select(c => (c.Trajectory.Text, c.Score, c.Weight, c.Trajectory.Seed)).OrderBy(c => c.Text, StringComparer.Ordinal),
                pieces.Candidates.Select(c => (c.Trajectory.Text, c.Score, c.Weight, c.Trajectory.Seed)).OrderBy(c => c.Text, StringComparer.Ordinal));
        }
    }

    [Fact]
    public async Task A_beam_that_holds_steady_takes_a_step_without_choice_and_takes_back_what_did_not_hold()
    {
        var journal = new Journal();
        var policy = ScriptedPolicy.Tree(
            ("", ["a\n\n", "a\n\n"]), ("a\n\n", ["bad\n\n", "b\n\n", "d\n\n"]), ("a\n\nb\n\n", ["c\n\n"]), ("a\n\nb\n\nc\n\n", ["\\boxed{1}"]));
        var prm = ScriptedRewardModel.Steps(("a", .95), ("b", .94), ("bad", .1), ("c", .93), ("d", .5), ("\\boxed{1}", .9));
        Verdict verdict = await Trial.RunAsync(
            new BeamSearch(), policy, prm, new() { Samples = 2, BeamWidth = 2, Resamples = 0, Thrift = new() { VerifyEvery = 3 } }, journal.Add);
        Assert.Equal("1", verdict.Answer);
        Assert.Equal("a\n\nb\n\nc\n\n\\boxed{1}", verdict.Chosen!.Text);
        // Round 2 takes one step, takes it back and chooses between "b" and "d"; round 3 takes two, and both hold.
        Assert.Equal([(2, 0), (3, 0), (2, 0)], journal.DrawsByRound.Select(d => (d.First, d.Second)));
        SearchEvent.Stopped stopped = Assert.Single(journal.Events.OfType<SearchEvent.Stopped>());
        Assert.Equal((ThriftRule.VerifyEvery, "a\n\nbad\n\n"), (stopped.Rule, journal.Tree[Assert.Single(stopped.Dropped)].Trajectory.Text));
        Assert.Equal([1, 1, 2, 2], prm.Scopes[0].Batches.Select(b => b.Length)); // a; bad; b and d; c and the end
    }

    private static readonly Thrift Everything = new() { SafeVote = 0.8, LeastVoteGain = 0.001, LeastGain = 0.01, Wave = 2, RejectAfter = 4, RejectBelow = 0.7, VerifyEvery = 3, Enough = 3 };

    [Property(MaxTest = 60)]
    public async Task With_every_rule_on_the_same_seed_gives_the_same_verdict_in_any_order_of_arrival_and_every_token_is_counted(byte n, uint world)
    {
        foreach (SearchStrategy strategy in SearchStrategy.All)
        {
            SearchOptions options = new() { Samples = 2 * (1 + n % 6), BeamWidth = 2, Seed = world, MaxSteps = 6, MaxTokens = 100, Thrift = Everything };
            var (journal, text) = (new Journal(), new StringWriter());
            var trace = new SearchTrace(text);
            Verdict verdict = await Trial.RunAsync(strategy, World.Policy(world, cuts: true), World.Prm(world), options, e => { journal.Add(e); trace.Write(e); });
            Assert.Equal(
                Journal.Describe(verdict),
                Journal.Describe(await Trial.RunAsync(strategy, World.Policy(world, shuffle: new Random(n), cuts: true), World.Prm(world), options)));
            Assert.Equal(verdict.Usage.GeneratedTokens, journal.Tree.TokenCount);
            Assert.Equal(journal.Events.Count, SearchTrace.Read(new StringReader(text.ToString())).Count());
        }
    }

    [Property(MaxTest = 20)]
    public async Task With_every_rule_on_cancelling_at_any_await_leaves_both_scopes(uint world)
    {
        foreach (SearchStrategy strategy in SearchStrategy.All)
        {
            SearchOptions options = new() { Samples = 4, BeamWidth = 2, Seed = world, MaxSteps = 6, Thrift = Everything };
            var count = new CallHook();
            await Trial.RunAsync(strategy, World.Policy(world, count, cuts: true), World.Prm(world, count), options);
            for (int k = 1; k <= count.Calls; k++)
            {
                using var source = new CancellationTokenSource();
                CallHook hook = CallHook.CancelAt(k, source);
                Verdict verdict = await Trial.RunAsync(strategy, World.Policy(world, hook, cuts: true), World.Prm(world, hook), options, cancellationToken: source.Token);
                Assert.Equal((VerdictEnding.Cancelled, k), (verdict.Ending, hook.Calls));
            }
        }
    }

    [Fact]
    public void Everything_wrong_is_said_by_every_strategy_that_knows_rules()
    {
        SearchOptions wrong = new() { Deadline = TimeSpan.Zero, Thrift = new() { SafeVote = 0.5, LeastVoteGain = 1, LeastGain = 0, Wave = 0, RejectAfter = 0, RejectBelow = 0, VerifyEvery = 0, Enough = 0 } };
        Assert.Equal([1, 9, 9, 9, 9], SearchStrategy.All.Select(s => s.Validate(wrong).Length));
        Assert.All(SearchStrategy.All, s => Assert.Empty(s.Validate(new() { Thrift = Everything, Deadline = TimeSpan.FromDays(1) })));
    }
}
