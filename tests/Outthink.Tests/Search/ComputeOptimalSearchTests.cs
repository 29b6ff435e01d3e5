using System.Collections.Immutable;
using Outthink.Planning;
using Outthink.Scoring;
using Outthink.Search;
using Outthink.Tests.Scripted;

namespace Outthink.Tests.Search;

public sealed class ComputeOptimalSearchTests
{
    private static readonly SearchOptions Options = new() { Samples = 16, MaxSteps = 6, MaxTokens = 60 };

    /// <summary>Runs its tactics in turn.</summary>
    private sealed class Script(Aggregation? aggregation, params ImmutableArray<Tactic> tactics) : Planner
    {
        public Script(params ImmutableArray<Tactic> tactics) : this(null, tactics) { }

        public override Tactic Opening => new() { Strategy = "best-of-n", Samples = 2 };

        public override bool NeedsRewardModel => true;

        public override Selection Selection => Selection.Best;

        public override Aggregation? Aggregation => aggregation;

        public override Decision Decide(Evidence evidence, ImmutableArray<Tactic> tried, Usage spent, TimeSpan elapsed) => new()
        {
            Tactic = tried.Length <= tactics.Length ? tactics[tried.Length - 1] : null,
            Evidence = evidence,
            Confidence = 0,
            Difficulty = [],
            Options = [],
            Reason = "script",
            Price = 0,
        };
    }

    private static readonly Tactic Best4 = new() { Strategy = "best-of-n", Samples = 4 }, Beam4 = new() { Strategy = "beam", Samples = 4, BeamWidth = 2 }, Dvts4 = new() { Strategy = "dvts", Samples = 4, BeamWidth = 2 };

    [Fact]
    public async Task The_opening_alone_decides_when_the_planner_stops()
    {
        var policy = ScriptedPolicy.Tree(("", ["\\boxed{1}", "\\boxed{2}"]));
        var journal = new Journal();

        Verdict verdict = await Trial.RunAsync(new ComputeOptimalSearch(new Script()), policy, ScriptedRewardModel.Steps(("\\boxed{1}", .3), ("\\boxed{2}", .6)), Options, journal.Add);

        Assert.Equal(("2", 2), (verdict.Answer, verdict.Candidates.Length));
        Assert.Equal("2", Assert.Single(journal.Events.OfType<SearchEvent.Planned>()).Answer);
    }

    [Fact]
    public async Task The_planner_s_aggregation_holds_whatever_the_options_say()
    {
        var prm = ScriptedRewardModel.Steps(("a", .1), ("\\boxed{1}", .9), ("b", .7), ("\\boxed{2}", .6));
        ScriptedPolicy Policy() => ScriptedPolicy.Tree(("", ["a\n\n\\boxed{1}", "b\n\n\\boxed{2}"]));

        Assert.Equal("1", (await Trial.RunAsync(new ComputeOptimalSearch(new Script()), Policy(), prm, Options)).Answer);
        Assert.Equal("2", (await Trial.RunAsync(new ComputeOptimalSearch(new Script(Aggregation.Mean)), Policy(), prm, Options)).Answer);
    }

    [Fact]
    public async Task A_tactic_begins_at_the_root_and_its_candidates_join_those_of_the_opening()
    {
        var policy = ScriptedPolicy.Tree(("", ["\\boxed{1}", "\\boxed{2}", "a\n\n", "b\n\n", "c\n\n", "d\n\n"]), ("c\n\n", ["\\boxed{3}", "\\boxed{4}"]), ("d\n\n", ["\\boxed{5}", "\\boxed{6}"]));
        var prm = ScriptedRewardModel.Steps(("\\boxed{1}", .3), ("\\boxed{2}", .6), ("a", .1), ("b", .2), ("c", .8), ("d", .7), ("\\boxed{3}", .9), ("\\boxed{4}", .4), ("\\boxed{5}", .1), ("\\boxed{6}", .2));

        Verdict verdict = await Trial.RunAsync(new ComputeOptimalSearch(new Script(Beam4)), policy, prm, Options);

        Assert.Equal(["1", "2", "3", "4"], verdict.Candidates.Select(c => c.Answer));
        Assert.Equal("3", verdict.Answer);
    }

    [Fact]
    public async Task Every_start_draws_with_seeds_of_its_own()
    {
        for (uint world = 0; world < 30; world++)
        {
            var journal = new Journal();
            await Trial.RunAsync(new ComputeOptimalSearch(new Script(Best4, Dvts4, Beam4)), World.Policy(world), World.Prm(world), Options with { Resamples = 0 }, journal.Add);
            ulong[] seeds = [.. journal.Proposed.SelectMany(p => p.Draws).Select(d => d.Seed)];
            Assert.Equal(seeds.Length, seeds.Distinct().Count());
            Assert.Equal(4, journal.Events.OfType<SearchEvent.Planned>().Count());
        }
    }

    [Fact]
    public async Task It_counts_everything_and_says_the_same_whatever_the_order_of_arrival()
    {
        for (uint world = 0; world < 30; world++)
        {
            var (policy, prm) = (World.Policy(world), World.Prm(world));
            Verdict verdict = await Trial.RunAsync(new ComputeOptimalSearch(new Script(Dvts4, Best4)), policy, prm, Options);
            Verdict shuffled = await Trial.RunAsync(new ComputeOptimalSearch(new Script(Dvts4, Best4)), World.Policy(world, shuffle: new Random(3)), World.Prm(world), Options);

            Assert.Equal(policy.Scopes[0].Usage + prm.Scopes[0].Usage, verdict.Usage);
            Assert.Equal(Journal.Describe(verdict), Journal.Describe(shuffled));
        }
    }

    [Fact]
    public async Task Cancelled_at_any_await_it_keeps_what_was_finished()
    {
        for (uint world = 0; world < 10; world++)
        {
            var count = new CallHook();
            await Trial.RunAsync(new ComputeOptimalSearch(new Script(Best4, Beam4)), World.Policy(world, count), World.Prm(world, count), Options);
            int found = 0;
            for (int k = 1; k <= count.Calls; k++)
            {
                using var source = new CancellationTokenSource();
                CallHook hook = CallHook.CancelAt(k, source);

                Verdict verdict = await Trial.RunAsync(new ComputeOptimalSearch(new Script(Best4, Beam4)), World.Policy(world, hook), World.Prm(world, hook), Options, cancellationToken: source.Token);

                Assert.Equal(VerdictEnding.Cancelled, verdict.Ending);
                if (k > 4) found = Math.Max(found, verdict.Candidates.Length);
            }
            Assert.True(found > 0 || count.Calls <= 4, "Nothing was ever kept.");
        }
    }

    [Fact]
    public async Task An_opening_alone_is_that_tactic()
    {
        for (uint world = 0; world < 20; world++)
        {
            Verdict alone = await Trial.RunAsync(new BestOfN(), World.Policy(world), World.Prm(world), Options with { Samples = 2, Selection = Selection.Best });
            Verdict opened = await Trial.RunAsync(new ComputeOptimalSearch(new Script()), World.Policy(world), World.Prm(world), Options);

            Assert.Equal(alone.Candidates.Select(c => c.Trajectory.Text), opened.Candidates.Select(c => c.Trajectory.Text));
            Assert.Equal((alone.Answer, alone.Usage), (opened.Answer, opened.Usage));
        }
    }
}
