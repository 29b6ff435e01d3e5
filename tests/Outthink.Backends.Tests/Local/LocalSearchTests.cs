using System.Collections.Immutable;
using Outthink.Search;

namespace Outthink.Backends.Tests.Local;

/// <summary>Whole searches with real models: what they cost, that they repeat, and that nothing stays behind.</summary>
public sealed class LocalSearchTests
{
    public static TheoryData<string> Strategies => [.. SearchStrategy.All.Select(s => s.Name)];

    private static SearchOptions Options => new() { Samples = 16, BeamWidth = 4, MaxTokens = 200, Seed = 5 };

    [Theory, MemberData(nameof(Strategies))]
    public async Task Tokens_evaluated_are_the_unique_tokens_of_the_search_tree(string strategy)
    {
        await using ShippedFamily family = new();
        RecordingPolicy policy = new(family.Policy);
        Verdict verdict = await Find(strategy).SearchAsync(ShippedFamily.Story("unique"), policy, family.Prm, Options, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(policy.InnerNodes, verdict.Usage.PolicyTokens);
    }

    [Theory, MemberData(nameof(Strategies))]
    public async Task The_same_seed_gives_the_same_verdict_alone_and_beside_others_on_one_thread_and_two(string strategy)
    {
        string alone, beside;
        await using (ShippedFamily family = new(threads: 1)) alone = Describe(await SearchAsync(family, strategy, "same"));
        await using (ShippedFamily family = new(threads: 2))
        {
            Task<Verdict>[] crowd = [.. Enumerable.Range(0, 12).Select(i => SearchAsync(family, SearchStrategy.All[i % 5].Name, $"other {i}"))];
            beside = Describe(await SearchAsync(family, strategy, "same"));
            await Task.WhenAll(crowd);
        }
        Assert.Equal(alone, beside);
    }

    [Theory, MemberData(nameof(Strategies))]
    public async Task Every_block_is_given_back(string strategy)
    {
        await using ShippedFamily family = new();
        int before = family.Engine.BlocksInUse;
        await SearchAsync(family, strategy, "blocks");
        Assert.Equal(before, family.Engine.BlocksInUse);
    }

    [Theory, MemberData(nameof(Strategies))]
    public async Task Every_block_is_given_back_when_the_search_is_cancelled_after_any_event(string strategy)
    {
        await using ShippedFamily family = new();
        int before = family.Engine.BlocksInUse;
        for (int stop = 1; ; stop++)
        {
            using CancellationTokenSource cancel = new();
            int events = 0;
            Verdict verdict = await Find(strategy).SearchAsync(ShippedFamily.Story("cancel"), family.Policy, family.Prm, Options with { Samples = 8 },
                _ => { if (++events == stop) cancel.Cancel(); }, cancel.Token);
            Assert.Equal(before, family.Engine.BlocksInUse);
            if (events < stop) break;
        }
    }

    [Fact]
    public async Task A_step_scored_on_its_parents_cache_has_the_score_of_a_full_pass()
    {
        await using ShippedFamily family = new();
        Verdict verdict = await SearchAsync(family, "beam", "incremental");
        foreach (Trajectory stepwise in verdict.Candidates.Select(c => c.Trajectory))
        {
            await using RewardScope fresh = family.Prm.Open(verdict.Problem);
            Trajectory whole = new() { Id = new(1), Seed = 0, Steps = stepwise.Steps, State = stepwise.State };
            ImmutableArray<double> scores = (await fresh.ScoreAsync([whole], TestContext.Current.CancellationToken))[0];
            Assert.Equal(stepwise.Steps.Select(s => s.Score!.Value), scores);
        }
    }

    [Fact]
    public async Task A_PRM_evaluates_each_token_of_the_tree_once()
    {
        await using ShippedFamily family = new();
        await using RewardScope scope = family.Prm.Open(ShippedFamily.Story("prm"));
        Trajectory Line(long id, params string[] steps) =>
            new() { Id = new(id), Seed = 0, Steps = [.. steps.Select(s => new Step(s, 1))], State = TrajectoryState.Open };
        const string first = "Step 1: 3 * 14 = 42.\n\n";
        await scope.ScoreAsync([Line(1, first)], TestContext.Current.CancellationToken);
        long once = scope.Usage.PrmTokens;
        await scope.ScoreAsync([Line(2, first), Line(3, first), Line(4, first)], TestContext.Current.CancellationToken);
        long twice = scope.Usage.PrmTokens - once;
        await scope.ScoreAsync([Line(5, first), Line(1, first)], TestContext.Current.CancellationToken);
        Assert.True(twice < once, "the prompt is evaluated once");
        Assert.Equal(twice, scope.Usage.PrmTokens - once - twice);
    }

    [Fact]
    public async Task An_overlong_problem_is_rejected_with_the_lengths()
    {
        await using ShippedFamily family = new();
        Problem problem = new() { Id = "long", Text = new string('x', 5000) };
        var fault = Assert.Throws<ProblemRejectedException>(() => family.Policy.Open(problem));
        Assert.Contains("5", fault.Message, StringComparison.Ordinal);
        Assert.Contains(family.Policy.Name, fault.Message, StringComparison.Ordinal);
        Assert.Throws<ProblemRejectedException>(() => family.Policy.Open(problem with { Text = " \n" }));
    }

    private static Task<Verdict> SearchAsync(ShippedFamily family, string strategy, string id) =>
        Find(strategy).SearchAsync(ShippedFamily.Story(id), family.Policy, family.Prm, Options, cancellationToken: TestContext.Current.CancellationToken);

    private static SearchStrategy Find(string name) => SearchStrategy.All.First(s => s.Name == name);

    private static string Describe(Verdict verdict) => string.Join("\n",
    [
        $"{verdict.Answer} {verdict.Usage with { PolicyPasses = 0, PrmPasses = 0 }}", // passes depend on what runs beside
        .. verdict.Candidates.Select(c => $"{c.Answer} {c.Score} {c.Weight} {c.Trajectory.Text} {string.Join(' ', c.Trajectory.Steps.Select(s => s.Score))}"),
        .. verdict.Truncated.Select(t => t.Text),
    ]);
}
