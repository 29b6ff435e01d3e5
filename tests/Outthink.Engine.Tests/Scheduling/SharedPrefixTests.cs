using System.Collections.Immutable;
using Outthink.Engine.Tests.Models;

namespace Outthink.Engine.Tests.Scheduling;

/// <summary>Sequences that begin alike are computed once, living or disposed, where the options keep prefixes.</summary>
public sealed class SharedPrefixTests
{
    static readonly TinyModel Model = TinyModel.Build(new() { HasEnd = false });
    static readonly ImmutableArray<int> Shared = [.. Enumerable.Range(0, 40).Select(i => 5 + i * 7 % 50)];

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Full_blocks_of_a_common_beginning_are_taken_over(bool isLiving)
    {
        await using var engine = new TestEngine(Model, new() { Threads = 1, KvBytes = 1 << 24, KeptPrefixBytes = 1 << 20 });
        await using var plain = new TestEngine(Model);
        var request = new GenerateRequest { Seeds = [4, 5], Sampling = new(), MaxNewTokens = 20 };
        var first = engine.Model.Start([.. Shared, 9]);
        var generated = await engine.Model.GenerateAsync(first, request, TestContext.Current.CancellationToken);
        if (!isLiving)
            Release(first, generated);
        Assert.Equal(isLiving, engine.Engine.BlocksInUse > 0);

        using var second = engine.Model.Start([.. Shared, 20, 21]);
        var result = await engine.Model.GenerateAsync(second, request, TestContext.Current.CancellationToken);
        using var alone = plain.Model.Start([.. Shared, 20, 21]);
        var expected = await plain.Model.GenerateAsync(alone, request, TestContext.Current.CancellationToken);
        Assert.Equal(expected.Generations.Select(Plan.Describe), result.Generations.Select(Plan.Describe));
        Assert.Equal(expected.Usage.EvaluatedTokens - 32, result.Usage.EvaluatedTokens);
        Assert.Equal(expected.Usage.CachedTokens + 32, result.Usage.CachedTokens);
        Release(alone, expected);
        Release(second, result);
        if (isLiving)
            Release(first, generated);
        Assert.Equal(0, engine.Engine.BlocksInUse);
    }

    [Fact]
    public async Task What_was_generated_is_found_again_as_a_prompt()
    {
        await using var engine = new TestEngine(Model, new() { Threads = 1, KvBytes = 1 << 24, KeptPrefixBytes = 1 << 20 });
        var request = new GenerateRequest { Seeds = [1], Sampling = new(), MaxNewTokens = 30 };
        var parent = engine.Model.Start(Shared);
        var generated = await engine.Model.GenerateAsync(parent, request, TestContext.Current.CancellationToken);
        var tokens = generated.Generations[0].Sequence.Tokens;
        Release(parent, generated);
        // 69 tokens were computed: four full blocks.
        using var again = engine.Model.Start(tokens);
        var result = await engine.Model.GenerateAsync(again, request with { MaxNewTokens = 1 }, TestContext.Current.CancellationToken);
        Assert.Equal(70 - 64, result.Usage.EvaluatedTokens);
        Release(again, result);
    }

    [Fact]
    public async Task Nothing_is_looked_for_or_kept_by_default()
    {
        await using var engine = new TestEngine(Model);
        var request = new GenerateRequest { Seeds = [1], Sampling = new(), MaxNewTokens = 1 };
        using var first = engine.Model.Start(Shared);
        using var second = engine.Model.Start(Shared);
        var results = await Task.WhenAll(engine.Model.GenerateAsync(first, request, TestContext.Current.CancellationToken), engine.Model.GenerateAsync(second, request, TestContext.Current.CancellationToken));
        Assert.All(results, r => Assert.Equal(40, r.Usage.EvaluatedTokens));
        Release(first, results[0]);
        Release(second, results[1]);
        Assert.Equal(0, engine.Engine.BlocksInUse);
    }

    static void Release(Sequence sequence, GenerateResult result)
    {
        sequence.Dispose();
        foreach (var generation in result.Generations)
            generation.Sequence.Dispose();
    }
}
