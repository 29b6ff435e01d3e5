using Outthink.Planning;
using Outthink.Search;

namespace Outthink.Backends.Tests.Local;

/// <summary>Samples that are cut off and written on later are the samples that were not cut off.</summary>
public sealed class WrittenOnTests
{
    private static SearchOptions Options => new() { Samples = 8, BeamWidth = 4, MaxTokens = 200, Resamples = 0, Seed = 5 };

    [Theory]
    [InlineData("cot")]
    [InlineData("majority")]
    [InlineData("best-of-n")]
    public async Task A_solution_in_pieces_is_the_solution_at_once_and_costs_the_same(string strategy)
    {
        await using ShippedFamily family = new();
        Verdict once = await SearchAsync(family, strategy, Options), pieces = await SearchAsync(family, strategy, Options with { Deadline = TimeSpan.FromDays(1) });
        Assert.Equal(Describe(once), Describe(pieces));
        Assert.Equal((once.Usage.GeneratedTokens, once.Usage.PolicyTokens, once.Usage.PrmTokens), (pieces.Usage.GeneratedTokens, pieces.Usage.PolicyTokens, pieces.Usage.PrmTokens));
    }

    [Theory]
    [InlineData("beam")]
    [InlineData("dvts")]
    public async Task A_step_written_on_from_any_of_its_tokens_is_the_step_at_once(string strategy)
    {
        await using ShippedFamily family = new();
        Verdict once = await SearchAsync(family, strategy, Options);
        for (int after = 1; after <= 14; after++)
        {
            Verdict pieces = await SearchAsync(family, strategy, Options with { Thrift = new() { RejectAfter = after, RejectBelow = double.Epsilon } });
            Assert.Equal(Ways(once), Ways(pieces));
        }
    }

    [Theory]
    [InlineData("majority")]
    [InlineData("best-of-n")]
    [InlineData("beam")]
    [InlineData("dvts")]
    public async Task Every_block_is_given_back(string strategy)
    {
        await using ShippedFamily family = new();
        int before = family.Engine.BlocksInUse;
        Thrift everything = new() { SafeVote = 0.9, LeastGain = 0.01, RejectAfter = 6, VerifyEvery = 3, Enough = 5 };
        Verdict verdict = await SearchAsync(family, strategy, Options with { Thrift = everything });
        Assert.NotNull(verdict.Answer);
        Assert.Equal(before, family.Engine.BlocksInUse);
    }

    private static async Task<Verdict> SearchAsync(ShippedFamily family, string strategy, SearchOptions options) => await SearchStrategy.All.First(s => s.Name == strategy)
        .SearchAsync(ShippedFamily.Story("pieces"), family.Policy, family.Prm, options, cancellationToken: TestContext.Current.CancellationToken);

    /// <summary>All but the last step: a beginning that states the final answer is finished there, be there a full stop to come.</summary>
    private static string[] Ways(Verdict verdict) =>
        [.. verdict.Candidates.Select(c => $"{string.Concat(c.Trajectory.Steps[..^1].Select(s => s.Text))}|{c.Answer}").Distinct().Order(StringComparer.Ordinal)];

    private static string[] Describe(Verdict verdict) =>
        [.. verdict.Candidates.Select(c => $"{c.Trajectory.Text}|{c.Score:R}|{c.Weight}|{c.Trajectory.Seed}|{c.Trajectory.LogProbability:R}").Order(StringComparer.Ordinal), .. verdict.Truncated.Select(t => t.Text).Order(StringComparer.Ordinal)];
}
