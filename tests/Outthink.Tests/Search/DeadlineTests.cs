using FsCheck.Xunit;
using Outthink.Planning;
using Outthink.Search;
using Outthink.Tests.Scripted;

namespace Outthink.Tests.Search;

public sealed class DeadlineTests
{
    private static readonly SearchOptions Options = new() { Samples = 4, BeamWidth = 2, Deadline = TimeSpan.FromSeconds(1) };

    public static TheoryData<string> All => [.. SearchStrategy.All.Select(s => s.Name)];

    private static SearchStrategy Strategy(string name, TimeProvider clock) => name switch
    {
        "cot" => new ChainOfThought { Clock = clock },
        "majority" => new MajorityVote { Clock = clock },
        "best-of-n" => new BestOfN { Clock = clock },
        "beam" => new BeamSearch { Clock = clock },
        _ => new Dvts { Clock = clock },
    };

    [Theory, MemberData(nameof(All))]
    public async Task Passed_at_any_await_it_gives_a_marked_verdict_of_what_was_finished(string strategy)
    {
        for (uint world = 0; world < 15; world++)
        {
            var count = new CallHook();
            await Trial.RunAsync(Strategy(strategy, new AlarmClock()), World.Policy(world, count, cuts: true), World.Prm(world, count), Options);
            for (int k = 1; k <= count.Calls; k++)
            {
                var clock = new AlarmClock();
                int last = k;
                var hook = new CallHook { Before = (call, _) => { if (call == last) clock.Ring(); return Task.CompletedTask; } };
                var journal = new Journal();

                Verdict verdict = await Trial.RunAsync(Strategy(strategy, clock), World.Policy(world, hook, cuts: true), World.Prm(world, hook), Options, journal.Add);

                Assert.Equal((VerdictEnding.Deadline, k), (verdict.Ending, hook.Calls));
                Assert.Equal(ThriftRule.Deadline, journal.Events.OfType<SearchEvent.Stopped>().Last().Rule);
                var pruned = journal.Kept.SelectMany(kept => kept.Pruned).ToHashSet();
                Assert.Equal(
                    journal.Proposed.SelectMany(p => p.Draws).Where(d => d.State == TrajectoryState.Finished && d.MergedInto is null && !pruned.Contains(d.Id)).Select(d => d.Id.Value).Order(),
                    verdict.Candidates.Select(c => c.Trajectory.Id.Value).Order());
            }
        }
    }

    [Fact]
    public async Task Solutions_that_finished_before_it_are_the_answer()
    {
        var clock = new AlarmClock();
        var hook = new CallHook { Before = (call, _) => { if (call == 2) clock.Ring(); return Task.CompletedTask; } };
        ScriptedPolicy script = ScriptedPolicy.Tree(("", ["\\boxed{1}", "a long way to \\boxed{2}", "\\boxed{1}", "an even longer way to \\boxed{2}"]));
        var policy = new ScriptedPolicy(script.Script) { Cuts = true, Hook = hook };

        Verdict verdict = await Trial.RunAsync(new MajorityVote { Clock = clock }, policy, null, Options);

        Assert.Equal((VerdictEnding.Deadline, "1", 2), (verdict.Ending, verdict.Answer, verdict.Candidates.Length));
    }

    [Fact]
    public async Task A_callers_cancellation_is_no_deadline()
    {
        using var source = new CancellationTokenSource();
        var hook = CallHook.CancelAt(1, source);
        Verdict verdict = await Trial.RunAsync(new MajorityVote { Clock = new AlarmClock() }, World.Policy(1, hook), null, Options, cancellationToken: source.Token);
        Assert.Equal(VerdictEnding.Cancelled, verdict.Ending);
    }

    [Property(MaxTest = 60)]
    public async Task One_that_does_not_pass_changes_nothing(byte n, uint world)
    {
        foreach (string name in SearchStrategy.All.Select(s => s.Name))
        {
            SearchOptions options = Options with { Samples = 2 * (1 + n % 4), Seed = world, MaxTokens = 200 };
            Assert.Equal(
                Journal.Describe(await Trial.RunAsync(Strategy(name, new AlarmClock()), World.Policy(world, cuts: true), World.Prm(world), options with { Deadline = null })),
                Journal.Describe(await Trial.RunAsync(Strategy(name, new AlarmClock()), World.Policy(world, cuts: true), World.Prm(world), options)));
        }
    }
}
