using System.Collections.Immutable;
using Outthink.Search;
using Outthink.Tests.Scripted;

namespace Outthink.Tests.Search;

/// <summary>A fault reaches the caller as what it is, and both scopes are left empty (<see cref="Trial"/> asserts it).</summary>
public sealed class FaultTests
{
    private static readonly SearchOptions Options = new() { Samples = 4, BeamWidth = 2 };

    public static TheoryData<string> WithRewardModel => [.. SearchStrategy.All.Where(s => s.NeedsRewardModel).Select(s => s.Name)];

    public static TheoryData<string> All => [.. SearchStrategy.All.Select(s => s.Name)];

    private static SearchStrategy Strategy(string name) => SearchStrategy.TryParse(name, out SearchStrategy? s) ? s : throw new ArgumentException(name);

    [Theory, MemberData(nameof(WithRewardModel))]
    public async Task A_reward_model_that_fails_on_call_k_fails_the_search_for_every_k(string strategy)
    {
        for (uint world = 0; world < 10; world++)
        {
            var count = new CallHook();
            await Trial.RunAsync(Strategy(strategy), World.Policy(world), World.Prm(world, count), Options);
            for (int k = 1; k <= count.Calls; k++)
            {
                var fault = new IOException("The model is gone.");
                var journal = new Journal();
                var thrown = await Assert.ThrowsAsync<IOException>(() => Trial.RunAsync(
                    Strategy(strategy), World.Policy(world), World.Prm(world, CallHook.FailAt(k, fault)), Options, journal.Add));
                Assert.Same(fault, thrown);
                Assert.DoesNotContain(journal.Events, e => e is SearchEvent.Decided);
            }
        }
    }

    [Theory, MemberData(nameof(All))]
    public async Task A_policy_that_fails_on_call_k_fails_the_search_for_every_k(string strategy)
    {
        for (uint world = 0; world < 10; world++)
        {
            var count = new CallHook();
            await Trial.RunAsync(Strategy(strategy), World.Policy(world, count), World.Prm(world), Options);
            for (int k = 1; k <= count.Calls; k++)
            {
                await Assert.ThrowsAsync<IOException>(() => Trial.RunAsync(
                    Strategy(strategy), World.Policy(world, CallHook.FailAt(k, new IOException())), World.Prm(world), Options));
            }
        }
    }

    [Theory, MemberData(nameof(WithRewardModel))]
    public async Task A_wrong_number_of_scores_is_an_error_with_both_counts(string strategy)
    {
        foreach (int wrong in new[] { -1, 1 })
        {
            var prm = new ScriptedRewardModel(_ => .5) { Spoil = all => [.. all.Select(s => wrong < 0 ? s[1..] : s.Add(.5))] };
            var thrown = await Assert.ThrowsAsync<ScoreCountException>(() => Trial.RunAsync(Strategy(strategy), Boxes(), prm, Options));
            Assert.Equal((1, 1 + wrong), (thrown.Expected, thrown.Actual));
            Assert.Contains($"{1 + wrong} scores for a trajectory of 1 steps", thrown.Message, StringComparison.Ordinal);
        }
        var fewer = new ScriptedRewardModel(_ => .5) { Spoil = all => all[1..] };
        var missing = await Assert.ThrowsAsync<ScoreCountException>(() => Trial.RunAsync(Strategy(strategy), Boxes(), fewer, Options));
        Assert.Equal((4, 3), (missing.Expected, missing.Actual));
    }

    [Theory, MemberData(nameof(WithRewardModel))]
    public async Task A_score_that_is_no_number_is_an_error_that_names_the_step(string strategy)
    {
        foreach (double score in new[] { double.NaN, double.PositiveInfinity, double.NegativeInfinity })
        {
            var policy = ScriptedPolicy.Tree(("", ["\\boxed{1}", "\\boxed{2}", "\\boxed{3}", "\\boxed{4}"]));
            var prm = new ScriptedRewardModel(prefix => prefix == "\\boxed{3}" ? score : .5);
            var thrown = await Assert.ThrowsAsync<InvalidScoreException>(() => Trial.RunAsync(Strategy(strategy), policy, prm, Options));
            Assert.Equal((1, score), (thrown.Step, thrown.Score));
            Assert.Contains("\\boxed{3}", thrown.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task The_named_step_is_the_broken_one()
    {
        var prm = new ScriptedRewardModel(prefix => prefix.EndsWith("b\n\n", StringComparison.Ordinal) ? double.NaN : .5);
        var thrown = await Assert.ThrowsAsync<InvalidScoreException>(() => Trial.RunAsync(
            new BestOfN(), ScriptedPolicy.Tree(("", ["a\n\nb\n\n\\boxed{1}"])), prm, Options with { Samples = 1 }));
        Assert.Equal(2, thrown.Step);
        Assert.IsType<RewardModelException>(thrown, exactMatch: false);
    }

    [Fact]
    public async Task A_policy_that_breaks_its_contract_is_an_error_that_says_how()
    {
        var twoSteps = new ScriptedPolicy(_ => "a\n\nb\n\n");
        Assert.Contains("extent 'Step'", await MessageAsync(new BeamSearch(), twoSteps), StringComparison.Ordinal);
        var halfSolution = new ScriptedPolicy(_ => "a\n\n");
        Assert.Contains("extent 'Solution'", await MessageAsync(new BestOfN(), halfSolution), StringComparison.Ordinal);
        Assert.Contains("4 samples of one trajectory and gave 3", await MessageAsync(new BestOfN(), Boxes(), p => [.. p.Select(x => x[1..])]), StringComparison.Ordinal);
        Assert.Contains("1 expansions and answered 0", await MessageAsync(new BestOfN(), Boxes(), p => p[1..]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_reward_model_that_cannot_open_leaves_no_policy_scope_behind()
    {
        var policy = Boxes();
        await Assert.ThrowsAsync<ProblemRejectedException>(() => new BestOfN().SearchAsync(
            Trial.Problem, policy, new Rejecting(), Options, cancellationToken: TestContext.Current.CancellationToken));
        Assert.True(Assert.Single(policy.Scopes).IsLeft);
    }

    [Theory, MemberData(nameof(All))]
    public async Task A_listener_that_fails_fails_the_search_at_every_event(string strategy)
    {
        var journal = new Journal();
        await Trial.RunAsync(Strategy(strategy), World.Policy(3), World.Prm(3), Options, journal.Add);
        for (int k = 0; k < journal.Events.Count; k++)
        {
            int heard = 0;
            await Assert.ThrowsAsync<IOException>(() => Trial.RunAsync(
                Strategy(strategy), World.Policy(3), World.Prm(3), Options, _ =>
                {
                    if (heard++ == k) throw new IOException();
                }));
        }
    }

    [Fact]
    public async Task An_empty_problem_and_a_missing_reward_model_are_said_before_anything_is_opened()
    {
        var policy = Boxes();
        CancellationToken none = TestContext.Current.CancellationToken;
        await Assert.ThrowsAsync<ProblemRejectedException>(() => new MajorityVote().SearchAsync(new Problem { Id = "e", Text = " \n" }, policy, null, Options, cancellationToken: none));
        await Assert.ThrowsAsync<ArgumentException>(() => new BeamSearch().SearchAsync(Trial.Problem, policy, null, Options, cancellationToken: none));
        var thrown = await Assert.ThrowsAsync<ArgumentException>(() => new BeamSearch().SearchAsync(
            Trial.Problem, policy, World.Prm(1), Options with { Samples = 5, MaxTokens = 0 }, cancellationToken: none));
        Assert.Contains("not a multiple of M", thrown.Message, StringComparison.Ordinal);
        Assert.Contains("MaxTokens", thrown.Message, StringComparison.Ordinal);
        Assert.Empty(policy.Scopes);
    }

    private static ScriptedPolicy Boxes() => ScriptedPolicy.Tree(("", ["\\boxed{1}", "\\boxed{2}", "\\boxed{3}", "\\boxed{4}"]));

    private static async Task<string> MessageAsync(
        SearchStrategy strategy, ScriptedPolicy policy, Func<ImmutableArray<ImmutableArray<Proposal>>, ImmutableArray<ImmutableArray<Proposal>>>? spoil = null)
    {
        var spoiled = new ScriptedPolicy(policy.Script) { Spoil = spoil ?? (p => p) };
        return (await Assert.ThrowsAsync<PolicyException>(() => Trial.RunAsync(strategy, spoiled, new ScriptedRewardModel(_ => .5), Options))).Message;
    }

    private sealed class Rejecting : ProcessRewardModel
    {
        public override string Name => "rejecting";

        public override RewardScope Open(Problem problem) => throw new ProblemRejectedException("Too long.");
    }
}
