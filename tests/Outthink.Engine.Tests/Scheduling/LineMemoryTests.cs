using System.Collections.Immutable;
using FsCheck.Xunit;
using Outthink.Engine.Cache;
using Outthink.Engine.Scheduling;
using Outthink.Engine.Tests.Models;

namespace Outthink.Engine.Tests.Scheduling;

/// <summary>A memory changes what requests cost, and nothing else.</summary>
public sealed class LineMemoryTests
{
    static readonly TinyModel Model = TinyModel.Build(new() { Vocabulary = 64, Context = 160 });
    static readonly PassTuning RowsEach = new() { SoloWork = 0, SliceRows = 3, LogitRows = 2 };

    [Property(MaxTest = 60)]
    public async Task Results_are_the_same_and_every_token_is_evaluated_once(int seed)
    {
        var (plain, errands) = (new Errands(seed), new Errands(seed));
        var without = await RunAsync(plain, new() { Threads = 1 }, new(), null);
        var with = await RunAsync(errands, new() { Threads = 1 + (seed & 1), MaxPassTokens = 1 + (seed & 31) }, (seed & 2) == 0 ? RowsEach : new(), LineMemory.DefaultBytes);
        Assert.Equal(without.Text, with.Text);
        Assert.Equal(0, with.Usage.RecomputedTokens);
        Assert.Equal(errands.UniqueTokens, with.Usage.EvaluatedTokens);
        Assert.Equal(without.Usage.EvaluatedTokens + without.Usage.CachedTokens, with.Usage.EvaluatedTokens + with.Usage.CachedTokens);
    }

    [Property(MaxTest = 60)]
    public async Task A_cache_too_small_costs_tokens_computed_again_and_changes_nothing(int seed)
    {
        var random = new Random(seed);
        int[] two = [seed, seed ^ 77];
        var tight = new EngineOptions
        {
            Threads = random.Next(1, 3),
            MaxPassTokens = random.Next(1, 64),
            KvBytes = random.Next(6, 10) * BytesPerBlock, // the longest line takes 6
            KvType = KvType.F32,
            KeptPrefixBytes = random.Next(4) == 0 ? 4 * BytesPerBlock : 0,
        };
        await using var engine = new TestEngine(Model, tight, tuning: RowsEach);
        Errands[] errands = [.. two.Select(s => new Errands(s))];
        var with = await Task.WhenAll(errands.Select(e => e.RunAsync(engine, LineMemory.DefaultBytes, TestContext.Current.CancellationToken)));
        Assert.Equal(0, engine.Engine.BlocksInUse);
        for (var i = 0; i < two.Length; i++)
        {
            var without = await RunAsync(new(two[i]), new() { Threads = 1 }, new(), null);
            Assert.Equal(without.Text, with[i].Text);
            if (tight.KeptPrefixBytes == 0)
                Assert.Equal(errands[i].UniqueTokens, with[i].Usage.EvaluatedTokens - with[i].Usage.RecomputedTokens);
        }
    }

    [Property(MaxTest = 20)]
    public async Task A_memory_that_is_full_remembers_no_more_and_changes_nothing(int seed)
    {
        var (plain, errands) = (new Errands(seed), new Errands(seed));
        var without = await RunAsync(plain, new() { Threads = 1 }, new(), null);
        var with = await RunAsync(errands, new() { Threads = 1 }, new(), new Random(seed).Next(0, 20) * 300);
        Assert.Equal(without.Text, with.Text);
        Assert.InRange(with.Usage.EvaluatedTokens, errands.UniqueTokens, without.Usage.EvaluatedTokens);
    }

    [Fact]
    public async Task Waves_cost_what_one_batch_costs()
    {
        await using var engine = new TestEngine(Model);
        var request = new GenerateRequest { Seeds = [.. Enumerable.Range(1, 16).Select(i => (ulong)i)], Sampling = new() { Temperature = 0.6 }, MaxNewTokens = 30 };
        using var parent = engine.Model.Start([9, 10, 11]);
        var once = await engine.Model.GenerateAsync(parent, request, TestContext.Current.CancellationToken);
        using var again = engine.Model.Start([9, 10, 11]);
        var waves = new List<GenerateResult>();
        using (var memory = engine.Model.Remember(again))
        {
            foreach (var (from, to) in ((int, int)[])[(0, 4), (4, 8), (8, 16)])
                waves.Add(await engine.Model.GenerateAsync(again, request with { Seeds = request.Seeds[from..to], Memory = memory }, TestContext.Current.CancellationToken));
        }
        Assert.Equal(once.Generations.Select(Plan.Describe), waves.SelectMany(w => w.Generations).Select(Plan.Describe));
        Assert.Equal(once.Usage.EvaluatedTokens, waves.Sum(w => w.Usage.EvaluatedTokens));
        Assert.Equal(once.Usage.CachedTokens, waves.Sum(w => w.Usage.CachedTokens));
        Release([.. waves, once]);
    }

    [Fact]
    public async Task What_is_known_costs_the_reads_of_its_states_alone()
    {
        await using var engine = new TestEngine(TinyModel.Build(new() { HasEnd = false }));
        using var parent = engine.Model.Start([9, 10, 11]);
        using var memory = engine.Model.Remember(parent);
        var request = new GenerateRequest { Seeds = [1], Sampling = new(), MaxNewTokens = 12, Memory = memory };
        var first = await engine.Model.GenerateAsync(parent, request, TestContext.Current.CancellationToken);
        var again = await engine.Model.GenerateAsync(parent, request, TestContext.Current.CancellationToken);
        Assert.Equal(first.Generations.Select(Plan.Describe), again.Generations.Select(Plan.Describe));
        Assert.Equal((3 + 11, 0, 14), (first.Usage.EvaluatedTokens, again.Usage.EvaluatedTokens, again.Usage.CachedTokens));
        Assert.Equal(11 * 2.0 * engine.Model.Config.VocabularySize * engine.Model.Config.Width, again.Usage.Flops);
        Release([first, again]);
    }

    [Property(MaxTest = 20)]
    public async Task Cancelled_at_any_pass_a_memory_gives_every_block_back_and_stays_true(int seed)
    {
        await using var engine = new TestEngine(Model, new() { Threads = 1, MaxPassTokens = 8, KvBytes = 64 << 20 });
        using var cancellation = new CancellationTokenSource();
        var (passes, last) = (0, new Random(seed).Next(0, 40));
        using var parent = engine.Model.Start([9, 10, 11]);
        var request = new GenerateRequest { Seeds = [1, 2, 3, 4, 5, 6], Sampling = new() { Temperature = 0.7 }, MaxNewTokens = 40 };
        var expected = await engine.Model.GenerateAsync(parent, request, TestContext.Current.CancellationToken);
        using (var memory = engine.Model.Remember(parent))
        {
            engine.Engine.Loop.AfterPass = () =>
            {
                if (passes++ == last)
                    cancellation.Cancel();
            };
            if (await Record.ExceptionAsync(async () => Release([await engine.Model.GenerateAsync(parent, request with { Memory = memory }, cancellation.Token)])) is { } fault)
                Assert.IsType<OperationCanceledException>(fault, exactMatch: false);
            engine.Engine.Loop.AfterPass = null;
            var after = await engine.Model.GenerateAsync(parent, request with { Memory = memory }, TestContext.Current.CancellationToken);
            Assert.Equal(expected.Generations.Select(Plan.Describe), after.Generations.Select(Plan.Describe));
            Assert.InRange(after.Usage.EvaluatedTokens - after.Usage.RecomputedTokens, 0, expected.Usage.EvaluatedTokens);
            Release([expected, after]);
        }
        parent.Dispose();
        Assert.Equal(0, engine.Engine.BlocksInUse);
    }

    [Fact]
    public async Task A_memory_outlives_its_disposal_while_a_request_runs_with_it_and_serves_none_after()
    {
        await using var engine = new TestEngine(Model);
        using var parent = engine.Model.Start([9, 10, 11]);
        var memory = engine.Model.Remember(parent);
        var request = new GenerateRequest { Seeds = [1, 2], Sampling = new(), MaxNewTokens = 30, Memory = memory };
        var running = engine.Model.GenerateAsync(parent, request, TestContext.Current.CancellationToken);
        memory.Dispose();
        memory.Dispose();
        Release([await running]);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => engine.Model.GenerateAsync(parent, request, TestContext.Current.CancellationToken));
        parent.Dispose();
        Assert.Equal(0, engine.Engine.BlocksInUse);
    }

    [Fact]
    public async Task A_memory_of_other_lines_is_refused()
    {
        await using var engine = new TestEngine(Model);
        await using var other = new TestEngine(Model);
        using var parent = engine.Model.Start([9, 10, 11]);
        using var longer = engine.Model.Start([9, 10, 11, 12]);
        using var foreign = other.Model.Start([9, 10, 11]);
        using var tooLong = engine.Model.Remember(longer);
        using var others = other.Model.Remember(foreign);
        foreach (var memory in (LineMemory[])[tooLong, others])
        {
            await Assert.ThrowsAsync<ArgumentException>(() => engine.Model.GenerateAsync(parent, new() { Seeds = [1], Sampling = new(), MaxNewTokens = 1, Memory = memory }, TestContext.Current.CancellationToken));
            await Assert.ThrowsAsync<ArgumentException>(() => engine.Model.ScoreAsync(parent, new() { Continuations = [[9]], ReadOut = new ReadOut.TokenLogProbs(), Memory = memory }, TestContext.Current.CancellationToken));
        }
        Assert.Throws<ArgumentException>(() => engine.Model.Remember(foreign));
        Assert.Throws<ArgumentOutOfRangeException>(() => engine.Model.Remember(parent, -1));
        foreach (ImmutableArray<int> from in (ImmutableArray<int>[])[[0, 0], [2], [-1]])
            await Assert.ThrowsAsync<ArgumentException>(() => engine.Model.ScoreAsync(parent, new() { Continuations = [[9, 9]], ReadOut = new ReadOut.TokenLogProbs { From = from } }, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Log_probabilities_from_a_token_on_are_those_of_all()
    {
        await using var engine = new TestEngine(Model);
        using var parent = engine.Model.Start([9, 10, 11]);
        var (all, some) = (await ScoreAsync(new()), await ScoreAsync(new() { From = [3] }));
        Assert.Equal([0, 0, 0, .. all[3..]], some);

        async Task<ImmutableArray<float>> ScoreAsync(ReadOut.TokenLogProbs readOut)
        {
            var scoring = (await engine.Model.ScoreAsync(parent, new() { Continuations = [[20, 21, 22, 23, 24]], ReadOut = readOut }, TestContext.Current.CancellationToken)).Scorings[0];
            scoring.Sequence.Dispose();
            return scoring.Values;
        }
    }

    static long BytesPerBlock => new KvLayout(Model.Layers, Model.KvHeads, Model.HeadDim).BytesPerBlock;

    static async Task<(string Text, EvaluationUsage Usage)> RunAsync(Errands errands, EngineOptions options, PassTuning tuning, long? memoryBytes)
    {
        options = options with { KvType = KvType.F32, KvBytes = Math.Min(options.KvBytes, 64 << 20) };
        await using var engine = new TestEngine(Model, options, tuning: tuning);
        var result = await errands.RunAsync(engine, memoryBytes, TestContext.Current.CancellationToken);
        Assert.Equal(0, engine.Engine.BlocksInUse);
        return result;
    }

    static void Release(IEnumerable<GenerateResult> results)
    {
        foreach (var generation in results.SelectMany(r => r.Generations))
            generation.Sequence.Dispose();
    }
}
