using Outthink.Planning;
using Outthink.Search;

namespace Outthink.Backends.Tests.Local;

/// <summary>A search that comes back to the root finds what it finds without remembering, and evaluates no token twice.</summary>
public sealed class RememberingTests
{
    private static SearchOptions Options => new() { Samples = 16, BeamWidth = 4, MaxTokens = 200, Seed = 5 };

    /// <summary>Waves of 4, 4 and 8 that no rule ends.</summary>
    private static Thrift NeverEnds => new() { SafeVote = 1 - 1e-12, LeastGain = double.Epsilon };

    private static ComputeOptimalSearch Auto => new(new TacticsInTurn(
        new Tactic { Strategy = "best-of-n", Samples = 4 },
        new Tactic { Strategy = "dvts", Samples = 8, BeamWidth = 4 },
        new Tactic { Strategy = "beam", Samples = 16, BeamWidth = 4 }));

    public static TheoryData<string> Searches => ["majority", "best-of-n", "auto"];

    [Theory]
    [InlineData("majority")]
    [InlineData("best-of-n")]
    public async Task Waves_evaluate_what_one_batch_evaluates(string strategy)
    {
        await using ShippedFamily family = new();
        Verdict once = await SearchAsync(strategy, family.Policy, family.Prm, Options);
        Verdict waves = await SearchAsync(strategy, family.Policy, family.Prm, Options with { Thrift = NeverEnds });
        Assert.Equal(Describe(once), Describe(waves));
        Assert.Equal((once.Usage.PolicyTokens, once.Usage.PrmTokens), (waves.Usage.PolicyTokens, waves.Usage.PrmTokens));
        Assert.Equal((once.Usage.GeneratedTokens, once.Usage.PolicyCachedTokens), (waves.Usage.GeneratedTokens, waves.Usage.PolicyCachedTokens));
    }

    [Theory, MemberData(nameof(Searches))]
    public async Task The_verdict_is_that_of_ports_that_remember_nothing_and_tokens_evaluated_are_the_unique_ones(string search)
    {
        await using ShippedFamily family = new();
        (RecordingPolicy policy, RecordingRewardModel prm) = (new(family.Policy), new(family.Prm));
        SearchOptions options = Options with { Thrift = search == "auto" ? null : NeverEnds };
        Verdict with = await SearchAsync(search, policy, prm, options);
        Verdict without = await SearchAsync(search, new RecordingPolicy(family.Policy, remembers: false), new RecordingRewardModel(family.Prm, remembers: false), options);
        Assert.Equal(Describe(without), Describe(with));
        Assert.Equal(policy.InnerNodes, with.Usage.PolicyTokens);
        Assert.True(with.Usage.PolicyTokens < without.Usage.PolicyTokens);
        Assert.True(with.Usage.PrmTokens < without.Usage.PrmTokens || search == "majority");
        Assert.Equal(without.Usage.PolicyTokens + without.Usage.PolicyCachedTokens, with.Usage.PolicyTokens + with.Usage.PolicyCachedTokens);
        await using RewardScope fresh = family.Prm.Open(with.Problem);
        await fresh.ScoreAsync([.. prm.Asked.Select((t, i) => t with { Id = new(i + 1), Parent = null })], TestContext.Current.CancellationToken);
        Assert.Equal(fresh.Usage.PrmTokens, with.Usage.PrmTokens);
    }

    [Theory, MemberData(nameof(Searches))]
    public async Task Every_block_is_given_back_also_when_it_is_cancelled_after_any_event(string search)
    {
        await using ShippedFamily family = new();
        int before = family.Engine.BlocksInUse;
        for (int stop = 1; ; stop += 3)
        {
            using CancellationTokenSource cancel = new();
            int events = 0;
            await Find(search).SearchAsync(ShippedFamily.Story("cancel"), family.Policy, family.Prm, Options with { Thrift = search == "auto" ? null : NeverEnds },
                _ => { if (++events == stop) cancel.Cancel(); }, cancel.Token);
            Assert.Equal(before, family.Engine.BlocksInUse);
            if (events < stop) break;
        }
    }

    [Theory, MemberData(nameof(Searches))]
    public async Task The_same_seed_gives_the_same_verdict_and_usage_beside_others_and_on_one_thread(string search)
    {
        SearchOptions options = Options with { Thrift = search == "auto" ? null : NeverEnds };
        Verdict alone, beside;
        await using (ShippedFamily family = new(threads: 1)) alone = await SearchAsync(search, family.Policy, family.Prm, options);
        await using (ShippedFamily family = new(threads: 2))
        {
            Task<Verdict>[] crowd = [.. Enumerable.Range(0, 4).Select(i => SearchAsync("auto", family.Policy, family.Prm, Options with { Seed = (ulong)i }))];
            beside = await SearchAsync(search, family.Policy, family.Prm, options);
            await Task.WhenAll(crowd);
        }
        Assert.Equal(Describe(alone), Describe(beside));
        Assert.Equal(alone.Usage with { PolicyPasses = 0, PrmPasses = 0 }, beside.Usage with { PolicyPasses = 0, PrmPasses = 0 });
    }

    private static async Task<Verdict> SearchAsync(string search, Policy policy, ProcessRewardModel prm, SearchOptions options) =>
        await Find(search).SearchAsync(ShippedFamily.Story("again"), policy, prm, options, cancellationToken: TestContext.Current.CancellationToken);

    private static SearchStrategy Find(string search) => search == "auto" ? Auto : SearchStrategy.All.First(s => s.Name == search);

    private static string[] Describe(Verdict verdict) =>
    [
        $"{verdict.Answer} {verdict.Usage.GeneratedTokens}",
        .. verdict.Candidates.Select(c => $"{c.Trajectory.Text}|{c.Score:R}|{c.Weight}|{c.Trajectory.Seed}|{string.Join(' ', c.Trajectory.Steps.Select(s => s.Score))}"),
        .. verdict.Truncated.Select(t => t.Text),
    ];
}
