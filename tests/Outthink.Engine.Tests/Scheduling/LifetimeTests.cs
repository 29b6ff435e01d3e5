using FsCheck.Xunit;
using Outthink.Engine.Tests.Models;
using Outthink.Engine.Weights;

namespace Outthink.Engine.Tests.Scheduling;

/// <summary>Blocks come back: after disposal, cancellation at any pass, and faults.</summary>
public sealed class LifetimeTests
{
    static readonly TinyModel Model = TinyModel.Build(new());

    [Property(MaxTest = 20)]
    public async Task Cancelling_at_any_pass_gives_every_block_back_and_leaves_the_others_alone(int seed)
    {
        var plan = new Plan(seed);
        var random = new Random(seed);
        await using var engine = new TestEngine(Model, new() { Threads = 1, MaxPassTokens = 8, KvBytes = 64 << 20 });
        using var parent = engine.Model.Start(plan.Prompts[0]);
        using var other = engine.Model.Start(plan.Prompts[^1]);
        var calm = await engine.Model.GenerateAsync(other, plan.Seconds[0], TestContext.Current.CancellationToken);

        using var cancellation = new CancellationTokenSource();
        var (passes, last) = (0, random.Next(0, 12));
        engine.Engine.Loop.AfterPass = () =>
        {
            if (passes++ == last)
                cancellation.Cancel();
        };
        if (last == 0)
            await cancellation.CancelAsync();
        var cancelled = engine.Model.GenerateAsync(parent, plan.Rounds[0], cancellation.Token);
        var scored = engine.Model.ScoreAsync(parent, plan.Scores[0], cancellation.Token);
        var beside = await engine.Model.GenerateAsync(other, plan.Seconds[0], TestContext.Current.CancellationToken);
        Assert.Equal(calm.Generations.Select(Plan.Describe), beside.Generations.Select(Plan.Describe));
        await DisposeAsync(cancelled, r => r.Generations.Select(g => g.Sequence));
        await DisposeAsync(scored, r => r.Scorings.Select(s => s.Sequence));
        foreach (var generation in calm.Generations.Concat(beside.Generations))
            generation.Sequence.Dispose();

        // The parent goes on from what was computed before the cancellation.
        engine.Engine.Loop.AfterPass = null;
        using var fresh = engine.Model.Start(plan.Prompts[0]);
        var (resumed, anew) = (await engine.Model.GenerateAsync(parent, plan.Rounds[0], TestContext.Current.CancellationToken), await engine.Model.GenerateAsync(fresh, plan.Rounds[0], TestContext.Current.CancellationToken));
        Assert.Equal(anew.Generations.Select(Plan.Describe), resumed.Generations.Select(Plan.Describe));
        foreach (var generation in resumed.Generations.Concat(anew.Generations))
            generation.Sequence.Dispose();
        parent.Dispose();
        other.Dispose();
        fresh.Dispose();
        Assert.Equal(0, engine.Engine.BlocksInUse);
    }

    [Fact]
    public async Task A_sequence_outlives_its_disposal_while_a_request_runs_on_it()
    {
        await using var engine = new TestEngine(Model);
        var parent = engine.Model.Start([9, 10]);
        var running = engine.Model.GenerateAsync(parent, new() { Seeds = [1], Sampling = new(), MaxNewTokens = 30 }, TestContext.Current.CancellationToken);
        parent.Dispose();
        parent.Dispose();
        (await running).Generations[0].Sequence.Dispose();
        Assert.Equal(0, engine.Engine.BlocksInUse);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => engine.Model.GenerateAsync(parent, new() { Seeds = [1], Sampling = new(), MaxNewTokens = 30 }, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_model_that_gives_no_numbers_fails_the_request_and_no_other()
    {
        var poisoned = TinyModel.Build(new() { PoisonedToken = 20, Tied = false });
        await using var engine = new TestEngine(poisoned);
        using var bad = engine.Model.Start([9, 20, 10]);
        using var good = engine.Model.Start([9, 10]);
        var request = new GenerateRequest { Seeds = [1, 2, 3], Sampling = new(), MaxNewTokens = 5 };
        var failing = engine.Model.GenerateAsync(bad, request, TestContext.Current.CancellationToken);
        var scoring = engine.Model.ScoreAsync(good, new() { Continuations = [[11, 20, 5], [11, 12, 13, 14, 15]], ReadOut = new ReadOut.TokenLogProbs() }, TestContext.Current.CancellationToken);
        var labels = engine.Model.ScoreAsync(good, new() { Continuations = [[20]], ReadOut = new ReadOut.LabelLogProbs { Labels = [1, 2], Positions = [[0]] } }, TestContext.Current.CancellationToken);
        var running = engine.Model.ScoreAsync(good, new() { Continuations = [[11, 12, 13]], ReadOut = new ReadOut.TokenLogProbs() }, TestContext.Current.CancellationToken);
        var fault = await Assert.ThrowsAsync<ModelOutputException>(() => failing);
        Assert.Equal(2, fault.Position);
        Assert.Equal(engine.Model.Path, fault.Path);
        await Assert.ThrowsAsync<ModelOutputException>(() => scoring);
        await Assert.ThrowsAsync<ModelOutputException>(() => labels);
        (await running).Scorings[0].Sequence.Dispose();
        bad.Dispose();
        good.Dispose();
        Assert.Equal(0, engine.Engine.BlocksInUse);
    }

    [Fact]
    public async Task A_fault_inside_a_pass_ends_its_requests_and_the_loop_lives_on()
    {
        await using var engine = new TestEngine(Model);
        using var parent = engine.Model.Start([9, 10]);
        var request = new GenerateRequest { Seeds = [1, 2], Sampling = new(), MaxNewTokens = 10 };
        engine.Engine.Loop.AfterPass = () => throw new InvalidDataException("a fault for the test");
        await Assert.ThrowsAsync<InvalidDataException>(() => engine.Model.GenerateAsync(parent, request, TestContext.Current.CancellationToken));
        engine.Engine.Loop.AfterPass = null;
        foreach (var generation in (await engine.Model.GenerateAsync(parent, request, TestContext.Current.CancellationToken)).Generations)
            generation.Sequence.Dispose();
        parent.Dispose();
        Assert.Equal(0, engine.Engine.BlocksInUse);
    }

    [Fact]
    public async Task Disposing_the_engine_ends_what_runs_and_what_comes_later()
    {
        var engine = new TestEngine(Model);
        var parent = engine.Model.Start([9, 10]);
        var request = new GenerateRequest { Seeds = [1], Sampling = new(), MaxNewTokens = 90 };
        using var passed = new SemaphoreSlim(0);
        using var go = new SemaphoreSlim(0);
        engine.Engine.Loop.AfterPass = () =>
        {
            passed.Release();
            go.Wait();
        };
        var running = engine.Model.GenerateAsync(parent, request, TestContext.Current.CancellationToken);
        await passed.WaitAsync(TestContext.Current.CancellationToken);
        engine.Engine.Loop.AfterPass = null;
        var ended = engine.DisposeAsync();
        go.Release();
        await ended;
        var outcome = await Record.ExceptionAsync(() => running);
        Assert.True(outcome is null or ObjectDisposedException, outcome?.ToString());
        await Assert.ThrowsAsync<ObjectDisposedException>(() => engine.Model.GenerateAsync(parent, request, TestContext.Current.CancellationToken));
        Assert.Throws<ObjectDisposedException>(() => engine.Engine.Load("anything"));
        Assert.Equal(0, engine.Engine.BlocksInUse);
        parent.Dispose();
    }

    [Fact]
    public async Task The_same_file_is_loaded_once_and_models_do_not_mix()
    {
        await using var engine = new TestEngine(Model);
        Assert.Same(engine.Model, engine.Engine.Load(engine.Model.Path));
        await using var other = new TestEngine(Model);
        using var sequence = other.Model.Start([9]);
        await Assert.ThrowsAsync<ArgumentException>(() => engine.Model.GenerateAsync(sequence, new() { Seeds = [1], Sampling = new(), MaxNewTokens = 1 }, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Two_models_of_one_engine_run_side_by_side()
    {
        var second = TinyModel.Build(new() { Seed = 9, Heads = 2, KvHeads = 1, HeadDim = 12 });
        var path = second.Write();
        try
        {
            await using var engine = new TestEngine(Model);
            await using var alone = new TestEngine(second);
            var twin = engine.Engine.Load(path);
            using var a = engine.Model.Start([9, 10]);
            using var b = twin.Start([9, 10]);
            using var c = alone.Model.Start([9, 10]);
            var request = new GenerateRequest { Seeds = [1, 2, 3], Sampling = new(), MaxNewTokens = 30 };
            var results = await Task.WhenAll(engine.Model.GenerateAsync(a, request, TestContext.Current.CancellationToken), twin.GenerateAsync(b, request, TestContext.Current.CancellationToken), alone.Model.GenerateAsync(c, request, TestContext.Current.CancellationToken));
            Assert.Equal(results[2].Generations.Select(Plan.Describe), results[1].Generations.Select(Plan.Describe));
            Assert.NotEqual(results[0].Generations.Select(Plan.Describe), results[1].Generations.Select(Plan.Describe));
            foreach (var generation in results.SelectMany(r => r.Generations))
                generation.Sequence.Dispose();
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public async Task Decoding_allocates_nothing_per_token()
    {
        await using var engine = new TestEngine(TinyModel.Build(new() { Context = 400, HasEnd = false }));
        var request = new GenerateRequest { Seeds = [1, 2, 3, 4, 5, 6, 7, 8], Sampling = new() { Temperature = 0.6, TopK = 12, TopP = 0.95, MinP = 0.001 }, MaxNewTokens = 300, Stops = [[.. "no such text"u8]] };
        // By how much a pass's count rose in the round where it rose least. The runtime now and then counts the rest of a
        // thread's allocation area as allocated, at any pass; what a pass allocates itself, it allocates in every round.
        var least = Enumerable.Repeat(long.MaxValue, 300).ToArray();
        for (var round = 0; round < 4; round++)
        {
            List<long> allocated = new(301);
            // A pass is reported after it was answered: once blocks have been counted, the last one was.
            await engine.Engine.Loop.CountBlocksAsync();
            engine.Engine.Loop.AfterPass = () => allocated.Add(GC.GetAllocatedBytesForCurrentThread());
            using var parent = engine.Model.Start([9, 10, 11]);
            var result = await engine.Model.GenerateAsync(parent, request, TestContext.Current.CancellationToken);
            await engine.Engine.Loop.CountBlocksAsync();
            engine.Engine.Loop.AfterPass = null;
            Assert.All(result.Generations, g => Assert.Equal(300, g.NewTokens.Length));
            foreach (var generation in result.Generations)
                generation.Sequence.Dispose();
            Assert.Equal(300, allocated.Count);
            // The first round warms the buffers up.
            for (var pass = 1; round > 0 && pass < 300; pass++)
                least[pass] = Math.Min(least[pass], allocated[pass] - allocated[pass - 1]);
        }
        // The samples divide in the first passes, and end in the last one.
        Assert.All(least[6..^1], rise => Assert.Equal(0, rise));
        Assert.NotEqual(0, least[^1]);
    }

    [Fact]
    public async Task A_reserve_is_drawn_exactly_where_a_sample_repeats_one_of_its_group_and_is_what_its_seed_gives_alone()
    {
        await using var engine = new TestEngine(Model);
        var before = engine.Engine.BlocksInUse;
        var request = new GenerateRequest { Seeds = [.. Enumerable.Range(1, 12).Select(i => (ulong)i)], Sampling = new() { Temperature = 0.5 }, MaxNewTokens = 2 };
        using (var parent = engine.Model.Start([9, 10]))
        {
            var reserves = request with { ReserveSeeds = [.. Enumerable.Range(101, 12).Select(i => (ulong)i)], GroupSize = 6 };
            var result = await engine.Model.GenerateAsync(parent, reserves, TestContext.Current.CancellationToken);
            var alone = await engine.Model.GenerateAsync(parent, request with { Seeds = reserves.ReserveSeeds }, TestContext.Current.CancellationToken);
            for (var i = 0; i < 12; i++)
            {
                var repeats = Enumerable.Range(i / 6 * 6, i % 6).Any(j => result.Generations[j].NewTokens.SequenceEqual(result.Generations[i].NewTokens));
                Assert.Equal(repeats, result.Reserves[i] is not null);
                if (result.Reserves[i] is { } reserve)
                    Assert.Equal(Plan.Describe(alone.Generations[i]), Plan.Describe(reserve));
            }
            Assert.Contains(result.Reserves, r => r is not null);
            Assert.Contains(result.Reserves, r => r is null);
            foreach (var generation in result.Generations.Concat(alone.Generations).Concat(result.Reserves.OfType<Generation>()))
                generation.Sequence.Dispose();
        }
        Assert.Equal(before, engine.Engine.BlocksInUse);
    }

    [Fact]
    public async Task Requests_that_cannot_be_are_refused_before_anything_runs()
    {
        await using var engine = new TestEngine(Model);
        Assert.Throws<ArgumentException>(() => engine.Model.Start([]));
        Assert.Throws<ArgumentException>(() => engine.Model.Start([64]));
        Assert.Throws<ArgumentException>(() => engine.Model.Start([-1]));
        Assert.Throws<ArgumentException>(() => engine.Model.Start([.. Enumerable.Repeat(9, 97)]));
        using var parent = engine.Model.Start([.. Enumerable.Repeat(9, 90)]);
        await Assert.ThrowsAsync<ArgumentException>(() => engine.Model.GenerateAsync(parent, new() { Seeds = [], Sampling = new() { TopP = 2 }, MaxNewTokens = 0, Stops = default }, TestContext.Current.CancellationToken));
        await Assert.ThrowsAsync<ArgumentException>(() => engine.Model.GenerateAsync(parent, new() { Seeds = [1], Sampling = null!, MaxNewTokens = 1 }, TestContext.Current.CancellationToken));
        foreach (var request in (ScoreRequest[])
        [
            new() { Continuations = [], ReadOut = new ReadOut.TokenLogProbs() },
            new() { Continuations = [[1], []], ReadOut = new ReadOut.TokenLogProbs() },
            new() { Continuations = [[99]], ReadOut = new ReadOut.TokenLogProbs() },
            new() { Continuations = [[1]], ReadOut = null! },
            new() { Continuations = [[1, 2, 3, 4, 5, 6, 7]], ReadOut = new ReadOut.TokenLogProbs() },
            new() { Continuations = [[1]], ReadOut = new ReadOut.LabelLogProbs { Labels = [], Positions = [[0]] } },
            new() { Continuations = [[1]], ReadOut = new ReadOut.LabelLogProbs { Labels = [1], Positions = [] } },
            new() { Continuations = [[1]], ReadOut = new ReadOut.LabelLogProbs { Labels = [1], Positions = [[]] } },
            new() { Continuations = [[1]], ReadOut = new ReadOut.LabelLogProbs { Labels = [1], Positions = [[1]] } },
            new() { Continuations = [[1, 2]], ReadOut = new ReadOut.LabelLogProbs { Labels = [1], Positions = [[1, 0]] } },
            new() { Continuations = [[1, 2]], ReadOut = new ReadOut.LabelLogProbs { Labels = [64], Positions = [[1]] } },
        ])
            await Assert.ThrowsAsync<ArgumentException>(() => engine.Model.ScoreAsync(parent, request, TestContext.Current.CancellationToken));
        Assert.Throws<ArgumentException>(() => new InferenceEngine(new() { Threads = 0, MaxPassTokens = 0, KvBytes = 0, QueuedRequests = 0 }));
        Assert.Throws<ModelFileException>(() => engine.Engine.Load("no such file.gguf"));
    }

    /// <summary>Lets a request end, by itself or cancelled, and gives back what it gave.</summary>
    static async Task DisposeAsync<T>(Task<T> request, Func<T, IEnumerable<Sequence>> sequencesOf)
    {
        try
        {
            foreach (var sequence in sequencesOf(await request))
                sequence.Dispose();
        }
        catch (OperationCanceledException)
        {
            // What the test asked for.
        }
    }
}
