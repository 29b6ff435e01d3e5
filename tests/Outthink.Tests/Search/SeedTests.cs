using Outthink.Search;
using Outthink.Tests.Scripted;

namespace Outthink.Tests.Search;

public sealed class SeedTests
{
    private static readonly SearchOptions Options = new() { Samples = 8, BeamWidth = 2, Seed = 7 };

    [Fact]
    public void The_documented_mix_never_changes()
    {
        // Computed apart from this code, by the formula in docs/algorithms.md.
        Assert.Equal(0x46F405B2BA45B819UL, SeedTree.Root(7, "p"));
        Assert.Equal(0x67F059428344603CUL, SeedTree.Child(SeedTree.Root(7, "p"), 3, 1));
        Assert.Equal(0x1B7DEC7802CAD584UL, SeedTree.Root(0, "Aufgabe 1: größer"));
    }

    [Fact]
    public void No_two_places_of_a_large_tree_share_a_seed()
    {
        var seen = new HashSet<ulong>();
        foreach (string id in new[] { "", "a", "b", "ab", "ba" })
        {
            foreach (ulong run in new ulong[] { 0, 1, ulong.MaxValue })
            {
                ulong root = SeedTree.Root(run, id);
                Assert.True(seen.Add(root));
                for (int i = 0; i < 64; i++)
                {
                    Assert.True(seen.Add(SeedTree.Child(root, i, 0)) && seen.Add(SeedTree.Child(root, i, 1)));
                    for (int j = 0; j < 64; j++) Assert.True(seen.Add(SeedTree.Child(SeedTree.Child(root, i, 0), j, 0)));
                }
            }
        }
    }

    [Fact]
    public async Task The_first_draws_of_all_strategies_share_their_seeds()
    {
        ulong[] expected = [.. Enumerable.Range(0, 8).Select(slot => SeedTree.Child(SeedTree.Root(7, "p"), slot, 0))];
        foreach (SearchStrategy strategy in SearchStrategy.All)
        {
            var policy = World.Policy(1);
            await Trial.RunAsync(strategy, policy, World.Prm(1), Options);
            ulong[] seeds = [.. policy.Scopes[0].Batches[0].SelectMany(e => e.Seeds)];
            Assert.Equal(strategy is ChainOfThought ? expected[..1] : expected, seeds);
        }
    }

    [Fact]
    public async Task The_order_in_which_samples_are_made_changes_nothing()
    {
        foreach (SearchStrategy strategy in SearchStrategy.All)
        {
            for (uint world = 0; world < 30; world++)
            {
                string expected = Journal.Describe(await Trial.RunAsync(strategy, World.Policy(world), World.Prm(world), Options));
                string shuffled = Journal.Describe(await Trial.RunAsync(strategy, World.Policy(world, shuffle: new Random((int)world)), World.Prm(world), Options));
                Assert.Equal(expected, shuffled);
            }
        }
    }

    [Fact]
    public async Task Other_searches_in_flight_change_nothing()
    {
        foreach (SearchStrategy strategy in SearchStrategy.All)
        {
            var (policy, prm) = (World.Policy(5), World.Prm(5));
            Problem[] problems = [.. Enumerable.Range(0, 20).Select(i => new Problem { Id = $"p{i}", Text = "?" })];
            Task<Verdict> Search(Problem problem) => strategy.SearchAsync(problem, policy, prm, Options, cancellationToken: TestContext.Current.CancellationToken);
            var alone = new List<string>();
            foreach (Problem problem in problems) alone.Add(Journal.Describe(await Search(problem)));
            Assert.Equal(alone, (await Task.WhenAll(problems.Select(Search))).Select(Journal.Describe));
            Assert.True(alone.Distinct().Count() > 3, "The problem's id should decide the samples.");
        }
    }

    [Fact]
    public async Task Another_run_seed_gives_other_samples()
    {
        var policy = World.Policy(1);
        await Trial.RunAsync(new MajorityVote(), policy, null, Options);
        await Trial.RunAsync(new MajorityVote(), policy, null, Options with { Seed = 8 });
        Assert.Empty(policy.Scopes[0].Batches[0][0].Seeds.Intersect(policy.Scopes[1].Batches[0][0].Seeds));
    }
}
