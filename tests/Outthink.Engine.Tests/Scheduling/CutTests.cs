using System.Collections.Immutable;
using FsCheck.Xunit;
using Outthink.Engine.Tests.Models;

namespace Outthink.Engine.Tests.Scheduling;

/// <summary>A sequence cut short is the sequence of those tokens, and what was computed of them is not computed again.</summary>
public sealed class CutTests
{
    static readonly TinyModel Model = TinyModel.Build(new() { HasEnd = false });

    [Property(MaxTest = 20)]
    public async Task A_cut_goes_on_as_a_new_sequence_would_and_evaluates_one_token_again(int seed)
    {
        var random = new Random(seed);
        ImmutableArray<int> prompt = [.. Enumerable.Range(0, random.Next(1, 40)).Select(_ => random.Next(5, 50))];
        await using var engine = new TestEngine(Model);
        var request = new GenerateRequest { Seeds = [1, 2, 3], Sampling = new(), MaxNewTokens = 20 };
        var start = engine.Model.Start(prompt);
        var drawn = await engine.Model.GenerateAsync(start, request, TestContext.Current.CancellationToken);
        var whole = drawn.Generations[1].Sequence;
        var kept = random.Next(1, whole.TokenCount + 1);

        var cut = await engine.Model.CutAsync(whole, kept, TestContext.Current.CancellationToken);
        Assert.Equal(whole.Tokens[..kept], cut.Tokens);
        Release(start, drawn);
        var next = await engine.Model.GenerateAsync(cut, request, TestContext.Current.CancellationToken);
        var alone = engine.Model.Start(cut.Tokens);
        var expected = await engine.Model.GenerateAsync(alone, request, TestContext.Current.CancellationToken);

        Assert.Equal(expected.Generations.Select(Plan.Describe), next.Generations.Select(Plan.Describe));
        Assert.Equal(expected.Usage.EvaluatedTokens - (kept - 1), next.Usage.EvaluatedTokens);
        Release(cut, next);
        Release(alone, expected);
        Assert.Equal(0, engine.Engine.BlocksInUse);
    }

    [Fact]
    public async Task A_sequence_nothing_was_asked_of_can_be_cut_too()
    {
        await using var engine = new TestEngine(Model);
        using var start = engine.Model.Start([5, 6, 7]);
        using var cut = await engine.Model.CutAsync(start, 2, TestContext.Current.CancellationToken);
        Assert.Equal([5, 6], cut.Tokens);
        Assert.Equal(0, engine.Engine.BlocksInUse);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(4)]
    public async Task None_and_more_than_all_tokens_are_refused(int tokens)
    {
        await using var engine = new TestEngine(Model);
        using var start = engine.Model.Start([5, 6, 7]);
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => engine.Model.CutAsync(start, tokens, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_cancelled_cut_holds_nothing()
    {
        await using var engine = new TestEngine(Model);
        using var start = engine.Model.Start([5, 6, 7]);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => engine.Model.CutAsync(start, 2, new CancellationToken(canceled: true)));
        Assert.Equal(0, engine.Engine.BlocksInUse);
    }

    static void Release(Sequence sequence, GenerateResult result)
    {
        sequence.Dispose();
        foreach (var generation in result.Generations)
            generation.Sequence.Dispose();
    }
}
