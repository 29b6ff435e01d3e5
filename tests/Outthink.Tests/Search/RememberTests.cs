using Outthink.Planning;
using Outthink.Search;
using Outthink.Tests.Scripted;

namespace Outthink.Tests.Search;

/// <summary>Ports are told to remember, before anything is drawn, exactly where a search may draw from the root again.</summary>
public sealed class RememberTests
{
    private static readonly SearchOptions Options = new() { Samples = 8, BeamWidth = 4, MaxSteps = 6, MaxTokens = 60 };

    public static TheoryData<string> Strategies => [.. SearchStrategy.All.Select(s => s.Name)];

    [Theory, MemberData(nameof(Strategies))]
    public async Task One_batch_from_the_root_is_not_remembered(string name)
    {
        await RunAsync(SearchStrategy.All.First(s => s.Name == name), Options, expected: false);
        await RunAsync(SearchStrategy.All.First(s => s.Name == name), Options with { Thrift = new() { Enough = 3 } }, expected: false);
    }

    [Theory]
    [InlineData("majority", 4, true)]
    [InlineData("best-of-n", 4, true)]
    [InlineData("majority", 8, false)]
    [InlineData("best-of-n", 8, false)]
    [InlineData("beam", 4, false)]
    [InlineData("dvts", 4, false)]
    public async Task More_waves_than_one_are(string name, int wave, bool expected) =>
        await RunAsync(SearchStrategy.All.First(s => s.Name == name), Options with { Thrift = new() { SafeVote = 0.9, LeastGain = 0.01, Wave = wave } }, expected);

    [Fact]
    public async Task A_search_that_chooses_its_tactics_is() =>
        await RunAsync(new ComputeOptimalSearch(new PublishedPrior(1_000_000_000, hasRewardModel: true, reasonsAtLength: false, samples: 16)), Options, expected: true);

    private static async Task RunAsync(SearchStrategy strategy, SearchOptions options, bool expected)
    {
        var (policy, prm) = (World.Policy(3), World.Prm(3));
        await Trial.RunAsync(strategy, policy, prm, options);
        Assert.Equal(expected, Assert.Single(policy.Scopes).IsToRemember);
        Assert.All(prm.Scopes, scope => Assert.Equal(expected, scope.IsToRemember));
    }
}
