using Outthink.Engine.Measuring;
using Outthink.Engine.Tests.Models;
using Outthink.Engine.Weights;

namespace Outthink.Engine.Tests.Measuring;

[Collection(nameof(ThroughputProbeTests))]
[CollectionDefinition(nameof(ThroughputProbeTests), DisableParallelization = true)] // it counts what the whole process allocates
public sealed class ThroughputProbeTests
{
    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(17, 3, 5)]
    [InlineData(32, 12, 40)]
    public async Task Every_sequence_evaluates_its_own_tokens_and_the_prompt_is_evaluated_once(int prompt, int added, int sequences)
    {
        await using var engine = new TestEngine(TinyModel.Build(new() { Context = 64 }));
        var probe = new ThroughputProbe(engine.Engine, engine.Model);
        for (var round = 0UL; round < 3; round++)
        {
            var sample = await probe.MeasureAsync(prompt, added, sequences, round, cancellationToken: TestContext.Current.CancellationToken);
            Assert.Equal(prompt + added * sequences, sample.EvaluatedTokens);
            Assert.True(sample.Prefill > TimeSpan.Zero && sample.Decode > TimeSpan.Zero && sample.ResidentBytes > 0);
            Assert.Null(sample.AllocatedBytesPerToken);
        }
        Assert.Equal(0, engine.Engine.BlocksInUse);
    }

    [Fact]
    public async Task Steady_decoding_allocates_nothing()
    {
        await using var engine = new TestEngine(TinyModel.Build(new() { Context = 96 }));
        var probe = new ThroughputProbe(engine.Engine, engine.Model);
        for (var round = 0UL; round < 2; round++)
            await probe.MeasureAsync(8, 40, 6, round, cancellationToken: TestContext.Current.CancellationToken);
        var sample = await probe.MeasureAsync(8, 40, 6, round: 2, countAllocations: true, TestContext.Current.CancellationToken);
        // All threads of the process count, those of the test runner too: a token's worth of anything would be 200 × as much.
        Assert.InRange(sample.AllocatedBytesPerToken!.Value, 0, 400);
    }

    [Fact]
    public async Task What_does_not_fit_is_said_before_anything_runs()
    {
        await using var engine = new TestEngine(TinyModel.Build(new() { Context = 32 }));
        var probe = new ThroughputProbe(engine.Engine, engine.Model);
        var tooLong = await Assert.ThrowsAsync<ArgumentException>(() => probe.MeasureAsync(20, 12, 1, 0, cancellationToken: TestContext.Current.CancellationToken));
        Assert.Contains("context of 32", tooLong.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => probe.MeasureAsync(4, 4, 0, 0, cancellationToken: TestContext.Current.CancellationToken));
        await probe.MeasureAsync(20, 11, 1, 0, cancellationToken: TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task A_full_cache_ends_the_round_and_not_the_engine()
    {
        await using var engine = new TestEngine(TinyModel.Build(new() { Context = 96, HasEnd = false }), new() { Threads = 1, KvBytes = 1 });
        var probe = new ThroughputProbe(engine.Engine, engine.Model);
        await Assert.ThrowsAsync<KvCacheFullException>(() => probe.MeasureAsync(8, 8, 2, 0, cancellationToken: TestContext.Current.CancellationToken));
        Assert.Equal(0, engine.Engine.BlocksInUse);
    }

    [Fact]
    public async Task End_tokens_end_nothing_where_they_are_ignored()
    {
        // An output this flat draws each of the 64 tokens about as often, the end token among them.
        await using var engine = new TestEngine(TinyModel.Build(new() { Context = 96, Sharpness = 0.01f }));
        using var parent = engine.Model.Start([9, 10]);
        GenerateRequest request = new() { Seeds = [1, 2, 3, 4, 5, 6, 7, 8], Sampling = new(), MaxNewTokens = 60 };
        var ended = await engine.Model.GenerateAsync(parent, request, TestContext.Current.CancellationToken);
        var ignored = await engine.Model.GenerateAsync(parent, request with { IgnoresEnd = true }, TestContext.Current.CancellationToken);
        Assert.Contains(ended.Generations, g => g.StopReason == StopReason.EndOfSequence);
        Assert.All(ignored.Generations, g => Assert.Equal((StopReason.LengthLimit, 60), (g.StopReason, g.NewTokens.Length)));
        Assert.All(ended.Generations.Zip(ignored.Generations), pair => Assert.Equal(pair.First.NewTokens, pair.Second.NewTokens.Take(pair.First.NewTokens.Length)));
        foreach (var generation in ended.Generations.Concat(ignored.Generations))
            generation.Sequence.Dispose();
    }

    [Fact]
    public async Task Time_in_passes_is_counted_and_holds_the_reading()
    {
        await using var engine = new TestEngine(TinyModel.Build(new() { Context = 64 }));
        var before = LoopTime.Of(engine.Engine);
        await new ThroughputProbe(engine.Engine, engine.Model).MeasureAsync(16, 8, 4, 0, cancellationToken: TestContext.Current.CancellationToken);
        var spent = LoopTime.Of(engine.Engine) - before;
        Assert.True(spent.Reading > TimeSpan.Zero && spent.Reading < spent.Passes);
        Assert.Equal(spent.Passes, spent.Forward + spent.Reading);
    }

    [Theory]
    [InlineData(new[] { 3.0 }, 3, 3, 3)]
    [InlineData(new[] { 5.0, 1, 2 }, 2, 1, 5)]
    [InlineData(new[] { 4.0, 1, 2, 10 }, 3, 1, 10)]
    public void A_spread_has_the_middle_and_the_ends(double[] values, double median, double low, double high)
    {
        Assert.Equal(new Spread(median, low, high), Spread.Of(values));
        Assert.Equal((high - low) / median, Spread.Of(values).Width);
    }

    [Fact]
    public void Shares_are_of_the_kernels_own_ceiling()
    {
        Ceilings ceilings = new() { Int8Gops = 400, Fp32Gflops = 200, MemoryGBps = 40, Doubt = null };
        Assert.Equal(0.5, ceilings.ComputeShare(TensorType.Q8_0, 1_000_000, 200_000, threads: 2), 1e-9);
        Assert.Equal(0.5, ceilings.ComputeShare(TensorType.Q4_K, 1_000_000, 200_000, threads: 2), 1e-9);
        Assert.Equal(1.0, ceilings.ComputeShare(TensorType.F16, 1_000_000, 200_000, threads: 2), 1e-9);
        Assert.Equal(0.25, ceilings.MemoryShare(500_000_000, 20), 1e-9);
    }
}
