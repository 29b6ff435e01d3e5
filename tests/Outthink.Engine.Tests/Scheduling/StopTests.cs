using System.Collections.Immutable;
using Outthink.Engine.Tests.Models;

namespace Outthink.Engine.Tests.Scheduling;

/// <summary>A model that repeats one token: what ends it is told apart.</summary>
public sealed class StopTests
{
    [Fact]
    public async Task A_stop_string_may_span_tokens_and_end_within_one()
    {
        // After 'a' comes "ab" or whatever the weights say; the stop is put together from what greedy decoding gives.
        var model = TinyModel.Build(new() { Seed = 12 });
        await using var engine = new TestEngine(model);
        using var parent = engine.Model.Start([9]);
        var free = await GenerateAsync(engine, parent, 20, []);
        Assert.Equal(StopReason.LengthLimit, free.StopReason);
        Assert.Equal(20, free.NewTokens.Length);
        byte[][] pieces = [.. free.NewTokens.Select(t => engine.Model.Tokenizer.BytesOf(t).ToArray())];
        // The last byte of one token and the first of the next.
        byte[] stop = [pieces[6][^1], pieces[7][0]];
        var text = pieces.SelectMany(p => p).ToArray();
        var end = text.AsSpan().IndexOf(stop) + stop.Length;
        var expected = 0;
        for (var bytes = 0; bytes < end; expected++)
            bytes += pieces[expected].Length;

        var stopped = await GenerateAsync(engine, parent, 20, [[.. stop]]);
        Assert.Equal(StopReason.StopString, stopped.StopReason);
        Assert.Equal(free.NewTokens.Take(expected), stopped.NewTokens);
        Assert.True(expected is > 1 and < 20);
    }

    [Fact]
    public async Task The_end_token_ends_and_is_kept()
    {
        var model = TinyModel.Build(new() { Seed = 3, Sharpness = 0.1f });
        await using var engine = new TestEngine(model);
        using var parent = engine.Model.Start([9]);
        var result = await engine.Model.GenerateAsync(parent, new() { Seeds = [.. Enumerable.Range(0, 200).Select(i => (ulong)i)], Sampling = new(), MaxNewTokens = 20 }, TestContext.Current.CancellationToken);
        var ended = result.Generations.Where(g => g.NewTokens.Contains(TinyModel.EndToken)).ToArray();
        // About 1 in 64 tokens is the end token: in 200 samples of 20 it is missing with probability e^-60.
        Assert.NotEmpty(ended);
        Assert.All(ended, g => Assert.Equal((StopReason.EndOfSequence, TinyModel.EndToken), (g.StopReason, g.NewTokens[^1])));
        Assert.All(result.Generations.Except(ended), g => Assert.Equal((StopReason.LengthLimit, 20), (g.StopReason, g.NewTokens.Length)));
        foreach (var generation in result.Generations)
            generation.Sequence.Dispose();
        Assert.Equal(1, engine.Engine.BlocksInUse);
    }

    [Fact]
    public async Task The_context_ends_a_sample_that_fills_it()
    {
        var model = TinyModel.Build(new() { Context = 33, Seed = 12 });
        await using var engine = new TestEngine(model);
        using var parent = engine.Model.Start([.. Enumerable.Range(9, 30)]);
        var generation = await GenerateAsync(engine, parent, 100, []);
        Assert.Equal((StopReason.ContextEnd, 3), (generation.StopReason, generation.NewTokens.Length));
        Assert.Equal(33, generation.Sequence.TokenCount);

        var result = await engine.Model.GenerateAsync(generation.Sequence, new() { Seeds = [1, 2], Sampling = new(), MaxNewTokens = 4 }, TestContext.Current.CancellationToken);
        Assert.All(result.Generations, g => Assert.Equal((StopReason.ContextEnd, 0, 33), (g.StopReason, g.NewTokens.Length, g.Sequence.TokenCount)));
        Assert.Equal(0, result.Usage.EvaluatedTokens);
        Assert.Equal(0, result.Usage.CachedTokens);
    }

    static async Task<Generation> GenerateAsync(TestEngine engine, Sequence parent, int max, ImmutableArray<ImmutableArray<byte>> stops)
    {
        var result = await engine.Model.GenerateAsync(parent, new() { Seeds = [1], Sampling = SamplingOptions.Greedy, MaxNewTokens = max, Stops = stops }, TestContext.Current.CancellationToken);
        return result.Generations[0];
    }
}
