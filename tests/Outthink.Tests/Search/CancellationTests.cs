using Outthink.Search;
using Outthink.Tests.Scripted;

namespace Outthink.Tests.Search;

public sealed class CancellationTests
{
    private static readonly SearchOptions Options = new() { Samples = 4, BeamWidth = 2 };

    public static TheoryData<string> All => [.. SearchStrategy.All.Select(s => s.Name)];

    private static SearchStrategy Strategy(string name) => SearchStrategy.TryParse(name, out SearchStrategy? s) ? s : throw new ArgumentException(name);

    [Theory, MemberData(nameof(All))]
    public async Task Cancelled_at_any_await_it_gives_a_verdict_of_what_was_finished_and_leaves_both_scopes(string strategy)
    {
        for (uint world = 0; world < 20; world++)
        {
            var count = new CallHook();
            await Trial.RunAsync(Strategy(strategy), World.Policy(world, count), World.Prm(world, count), Options);
            for (int k = 1; k <= count.Calls; k++)
            {
                using var source = new CancellationTokenSource();
                CallHook hook = CallHook.CancelAt(k, source);
                var journal = new Journal();
                var (policy, prm) = (World.Policy(world, hook), World.Prm(world, hook));

                Verdict verdict = await Trial.RunAsync(Strategy(strategy), policy, prm, Options, journal.Add, source.Token);

                Assert.Equal(VerdictEnding.Cancelled, verdict.Ending);
                Assert.Equal(k, hook.Calls);
                Assert.Equal(verdict.Ending, Assert.IsType<SearchEvent.Decided>(journal.Events[^1]).Ending);
                Assert.Equal(policy.Scopes[0].Usage + (prm.Scopes.FirstOrDefault()?.Usage ?? Usage.Zero), verdict.Usage);
                AssertFound(journal, verdict);
            }
        }
    }

    [Fact]
    public async Task Best_of_n_cancelled_while_it_is_scored_votes_with_what_was_drawn()
    {
        using var source = new CancellationTokenSource();
        var policy = ScriptedPolicy.Tree(("", ["\\boxed{1}", "\\boxed{2}", "\\boxed{2}", "so…"]));
        var prm = new ScriptedRewardModel(_ => .5) { Hook = CallHook.CancelAt(1, source) };

        Verdict verdict = await Trial.RunAsync(new BestOfN(), policy, prm, Options, cancellationToken: source.Token);

        Assert.Equal((VerdictEnding.Cancelled, "2"), (verdict.Ending, verdict.Answer));
        Assert.Equal([null, null, null], verdict.Candidates.Select(c => c.Score));
        Assert.Single(verdict.Truncated);
    }

    [Fact]
    public async Task A_beam_that_finished_earlier_is_the_answer_of_a_search_cancelled_later()
    {
        using var source = new CancellationTokenSource();
        var policy = ScriptedPolicy.Tree(("", ["\\boxed{1}", "b\n\n"]), ("b\n\n", ["c\n\n"]));
        var prm = new ScriptedRewardModel(_ => .5);

        Verdict verdict = await Trial.RunAsync(
            new BeamSearch(), policy, prm, Options with { Samples = 2, BeamWidth = 1 }, e =>
            {
                if (e is SearchEvent.Kept { Round: 2 }) source.Cancel();
            }, source.Token);

        Assert.Equal((VerdictEnding.Cancelled, "1"), (verdict.Ending, verdict.Answer));
        Assert.Equal(2, policy.Scopes[0].Batches.Count);
    }

    [Theory, MemberData(nameof(All))]
    public async Task Cancelled_before_the_start_no_port_is_asked(string strategy)
    {
        var policy = World.Policy(1);
        Verdict verdict = await Trial.RunAsync(Strategy(strategy), policy, World.Prm(1), Options, cancellationToken: new CancellationToken(canceled: true));
        Assert.Equal(VerdictEnding.Cancelled, verdict.Ending);
        Assert.Null(verdict.Answer);
        Assert.Empty(policy.Scopes[0].Batches);
    }

    [Fact]
    public async Task A_ports_own_cancellation_is_a_fault()
    {
        var policy = World.Policy(1, CallHook.FailAt(1, new OperationCanceledException("The server gave up.")));
        await Assert.ThrowsAsync<OperationCanceledException>(() => Trial.RunAsync(new MajorityVote(), policy, null, Options));
    }

    // Nothing finished is lost unless it was pruned, nothing else stands.
    private static void AssertFound(Journal journal, Verdict verdict)
    {
        var pruned = journal.Kept.SelectMany(k => k.Pruned).ToHashSet();
        var drawn = journal.Proposed.SelectMany(p => p.Draws).Where(d => d.MergedInto is null && !pruned.Contains(d.Id)).ToArray();
        Assert.Equal(
            drawn.Where(d => d.State == TrajectoryState.Finished).Select(d => d.Id.Value).Order(),
            verdict.Candidates.Select(c => c.Trajectory.Id.Value).Order());
        Assert.Equal(drawn.Where(d => d.State == TrajectoryState.Truncated).Select(d => d.Id.Value).Order(), verdict.Truncated.Select(t => t.Id.Value).Order());
    }
}
