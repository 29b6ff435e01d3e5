using FsCheck.Xunit;
using Outthink.Engine.Cache;
using Outthink.Engine.Scheduling;
using Outthink.Engine.Tests.Models;

namespace Outthink.Engine.Tests.Scheduling;

/// <summary>A cache too small for all that runs costs tokens, never results; only a sequence that does not fit alone fails.</summary>
public sealed class FullCacheTests
{
    const int ContextBlocks = 6;

    static readonly TinyModel Model = TinyModel.Build(new() { Vocabulary = 64, Context = ContextBlocks * KvLayout.BlockTokens });

    static readonly PassTuning RowsEach = new() { SoloWork = 0, SliceRows = 3, LogitRows = 2 };
    static readonly PassTuning Together = new() { SoloWork = 0, CachedParameters = 0, TogetherRows = 25, LogitRows = 9 };

    [Property(MaxTest = 40)]
    public async Task Results_depend_on_no_cache_size_no_kept_prefix_no_pass_and_no_thread(int seed)
    {
        var plan = new Plan(seed);
        var random = new Random(seed);
        var type = random.Next(2) == 0 ? KvType.F32 : KvType.F16;
        var calm = await RunAsync(plan, new() { Threads = 1, KvBytes = 64 << 20, KvType = type }, new(), false);
        Assert.Equal(0, calm.Usage.RecomputedTokens);
        var blocks = random.Next(ContextBlocks, 24);
        var tight = new EngineOptions
        {
            Threads = random.Next(1, 3),
            MaxPassTokens = random.Next(4) == 0 ? random.Next(1, 8) : random.Next(8, 200),
            KvBytes = blocks * BytesPerBlock(type),
            KvType = type,
            KeptPrefixBytes = random.Next(2) == 0 ? 0 : random.Next(1, blocks) * BytesPerBlock(type),
        };
        var pressed = await RunAsync(plan, tight, random.Next(8) == 0 ? Together : RowsEach, random.Next(4) > 0);
        Assert.Equal(calm.Text, pressed.Text);
        if (tight.KeptPrefixBytes == 0)
        {
            Assert.Equal(calm.Usage.EvaluatedTokens, pressed.Usage.EvaluatedTokens - pressed.Usage.RecomputedTokens);
            Assert.Equal(calm.Usage.CachedTokens, pressed.Usage.CachedTokens);
        }
        else
        {
            Assert.Equal(calm.Usage.EvaluatedTokens + calm.Usage.CachedTokens, pressed.Usage.EvaluatedTokens - pressed.Usage.RecomputedTokens + pressed.Usage.CachedTokens);
        }
    }

    [Fact]
    public async Task The_youngest_gives_way_and_is_computed_again()
    {
        await using var engine = new TestEngine(Model, new() { Threads = 1, MaxPassTokens = 64, KvBytes = 7 * BytesPerBlock(KvType.F32) });
        await using var roomy = new TestEngine(Model);
        var request = new GenerateRequest { Seeds = [1], Sampling = SamplingOptions.Greedy, MaxNewTokens = 60 };
        GenerateResult[] results = [];
        foreach (var at in (TestEngine[])[roomy, engine])
        {
            var a = at.Model.Start([.. Enumerable.Range(9, 30)]);
            var b = at.Model.Start([.. Enumerable.Range(8, 31)]);
            var asked = false; // however slow this thread is, the first is not done before the second is asked for
            at.Engine.Loop.AfterPass = () => SpinWait.SpinUntil(() => Volatile.Read(ref asked));
            var running = Task.WhenAll(at.Model.GenerateAsync(a, request, TestContext.Current.CancellationToken), at.Model.GenerateAsync(b, request, TestContext.Current.CancellationToken));
            Volatile.Write(ref asked, true);
            var both = await running;
            at.Engine.Loop.AfterPass = null;
            a.Dispose();
            b.Dispose();
            foreach (var generation in both.SelectMany(r => r.Generations))
                generation.Sequence.Dispose();
            if (at == engine)
                Assert.Equal(results.SelectMany(r => r.Generations).Select(Plan.Describe), both.SelectMany(r => r.Generations).Select(Plan.Describe));
            results = both;
        }
        Assert.True(results.Sum(r => r.Usage.RecomputedTokens) > 0);
        Assert.Equal(0, engine.Engine.BlocksInUse);
    }

    [Fact]
    public async Task A_sequence_that_waits_loses_its_blocks_first_and_goes_on_unchanged()
    {
        await using var engine = new TestEngine(Model, new() { Threads = 1, KvBytes = 7 * BytesPerBlock(KvType.F32) });
        var request = new GenerateRequest { Seeds = [1, 2], Sampling = new(), MaxNewTokens = 12 };
        using var waiting = engine.Model.Start([.. Enumerable.Range(9, 40)]);
        var before = await engine.Model.GenerateAsync(waiting, request, TestContext.Current.CancellationToken);
        using var large = engine.Model.Start([.. Enumerable.Range(4, 60), .. Enumerable.Range(4, 20)]);
        var between = await engine.Model.GenerateAsync(large, request, TestContext.Current.CancellationToken);
        Assert.Equal(0, between.Usage.RecomputedTokens);
        var after = await engine.Model.GenerateAsync(waiting, request, TestContext.Current.CancellationToken);
        Assert.Equal(before.Generations.Select(Plan.Describe), after.Generations.Select(Plan.Describe));
        Assert.True(after.Usage.RecomputedTokens >= 40, $"{after.Usage.RecomputedTokens} tokens were computed again");
        Assert.Equal(before.Usage.EvaluatedTokens, after.Usage.EvaluatedTokens);
        foreach (var generation in before.Generations.Concat(between.Generations).Concat(after.Generations))
            generation.Sequence.Dispose();
        waiting.Dispose();
        large.Dispose();
        Assert.Equal(0, engine.Engine.BlocksInUse);
    }

    [Fact]
    public async Task What_does_not_fit_alone_fails_and_the_others_finish()
    {
        var limit = 4 * BytesPerBlock(KvType.F32);
        await using var engine = new TestEngine(Model, new() { Threads = 1, KvBytes = limit });
        using var small = engine.Model.Start([.. Enumerable.Range(9, 20)]);
        using var large = engine.Model.Start([.. Enumerable.Range(8, 50)]);
        var request = new GenerateRequest { Seeds = [1], Sampling = SamplingOptions.Greedy, MaxNewTokens = 40 };
        var (first, failing) = (engine.Model.GenerateAsync(small, request, TestContext.Current.CancellationToken), engine.Model.GenerateAsync(large, request, TestContext.Current.CancellationToken));
        var full = await Assert.ThrowsAsync<KvCacheFullException>(() => failing);
        (await first).Generations[0].Sequence.Dispose();
        Assert.Equal(limit, full.LimitBytes);
        Assert.InRange(full.BlocksInUse, 1, 4);
        Assert.Contains("KvBytes", full.Message);
        (await engine.Model.GenerateAsync(small, request, TestContext.Current.CancellationToken)).Generations[0].Sequence.Dispose();
        small.Dispose();
        large.Dispose();
        Assert.Equal(0, engine.Engine.BlocksInUse);
    }

    [Property(MaxTest = 10)]
    public async Task Cancelling_under_pressure_gives_every_block_back(int seed)
    {
        var plan = new Plan(seed);
        var random = new Random(seed);
        await using var engine = new TestEngine(Model, new() { Threads = 1, MaxPassTokens = 16, KvBytes = random.Next(ContextBlocks, 10) * BytesPerBlock(KvType.F32) });
        using var cancellation = new CancellationTokenSource();
        var (passes, last) = (0, random.Next(1, 30));
        engine.Engine.Loop.AfterPass = () =>
        {
            if (passes++ == last)
                cancellation.Cancel();
        };
        var cancelled = plan.RunAsync(engine, true, cancellation.Token);
        var other = new Plan(seed ^ 77);
        var text = await other.RunAsync(engine, true, TestContext.Current.CancellationToken);
        await Record.ExceptionAsync(() => cancelled);
        engine.Engine.Loop.AfterPass = null;
        Assert.Equal((await RunAsync(other, new() { Threads = 1, KvBytes = 64 << 20 }, new(), false)).Text, text);
    }

    static async Task<(string Text, EvaluationUsage Usage)> RunAsync(Plan plan, EngineOptions options, PassTuning tuning, bool atOnce)
    {
        await using var engine = new TestEngine(Model, options, tuning: tuning);
        var result = await plan.MeasureAsync(engine, atOnce, TestContext.Current.CancellationToken);
        Assert.Equal(0, engine.Engine.BlocksInUse);
        return result;
    }

    static long BytesPerBlock(KvType type) => new KvLayout(Model.Layers, Model.KvHeads, Model.HeadDim, type).BytesPerBlock;
}
