using Outthink.Engine.Tests.Models;

namespace Outthink.Engine.Tests.Scheduling;

/// <summary>Requests in flight share passes; a long prompt delays nobody who decodes; models take turns.</summary>
public sealed class BatchingTests
{
    static readonly TinyModel Model = TinyModel.Build(new() { HasEnd = false });
    static readonly GenerateRequest Thirty = new() { Seeds = [1], Sampling = new(), MaxNewTokens = 30 };

    [Fact]
    public async Task Requests_of_several_problems_run_in_the_same_passes()
    {
        await using var engine = new TestEngine(Model);
        using var a = engine.Model.Start([9, 10, 11]);
        using var b = engine.Model.Start([12, 13]);
        var results = await TogetherAsync(engine, () => engine.Model.GenerateAsync(a, Thirty, TestContext.Current.CancellationToken), () => engine.Model.GenerateAsync(b, Thirty, TestContext.Current.CancellationToken));
        Assert.All(results, r => Assert.Equal(30, r.Usage.Passes));
        Assert.Equal(1 + 30, engine.Engine.Loop.PassNumber);
        Release(results);
    }

    [Fact]
    public async Task Who_decodes_is_in_every_pass_beside_a_long_prompt()
    {
        await using var engine = new TestEngine(Model, new() { Threads = 1, MaxPassTokens = 4, KvBytes = 1 << 24 });
        using var a = engine.Model.Start([9]);
        using var b = engine.Model.Start([.. Enumerable.Range(2, 60)]);
        var results = await TogetherAsync(engine, () => engine.Model.GenerateAsync(b, Thirty with { MaxNewTokens = 1 }, TestContext.Current.CancellationToken), () => engine.Model.GenerateAsync(a, Thirty, TestContext.Current.CancellationToken));
        // One row of each pass is the decoder's, three are the prompt's.
        Assert.Equal(30, results[1].Usage.Passes);
        Assert.Equal(60 / 3, results[0].Usage.Passes);
        Assert.Equal(1 + 30, engine.Engine.Loop.PassNumber);
        Release(results);
    }

    [Fact]
    public async Task Models_take_turns()
    {
        var path = TinyModel.Build(new() { HasEnd = false, Seed = 4 }).Write();
        try
        {
            await using var engine = new TestEngine(Model);
            var second = engine.Engine.Load(path);
            using var a = engine.Model.Start([9]);
            using var b = second.Start([9]);
            var results = await TogetherAsync(engine, () => engine.Model.GenerateAsync(a, Thirty, TestContext.Current.CancellationToken), () => second.GenerateAsync(b, Thirty with { MaxNewTokens = 10 }, TestContext.Current.CancellationToken));
            // One pass came before; then every second pass is the second model's until its ten tokens are drawn.
            Assert.InRange(results[1].Generations[0].Sequence.State.LastUse, 1 + 19, 1 + 20);
            Assert.Equal(1 + 30, results[0].Generations[0].Sequence.State.LastUse - 10);
            Release(results);
        }
        finally
        {
            File.Delete(path);
        }
    }

    /// <summary>Hands the requests over while the loop stands still after a pass for another, so that it takes them up together.</summary>
    static async Task<GenerateResult[]> TogetherAsync(TestEngine engine, params Func<Task<GenerateResult>>[] requests)
    {
        using var standing = new SemaphoreSlim(0);
        using var go = new SemaphoreSlim(0);
        engine.Engine.Loop.AfterPass = () =>
        {
            engine.Engine.Loop.AfterPass = null;
            standing.Release();
            go.Wait();
        };
        using var other = engine.Model.Start([8]);
        var first = engine.Model.GenerateAsync(other, Thirty with { MaxNewTokens = 1 }, TestContext.Current.CancellationToken);
        await standing.WaitAsync(TestContext.Current.CancellationToken);
        Task<GenerateResult>[] running = [.. requests.Select(request => request())];
        go.Release();
        Release([await first]);
        return await Task.WhenAll(running);
    }

    static void Release(GenerateResult[] results)
    {
        foreach (var generation in results.SelectMany(r => r.Generations))
            generation.Sequence.Dispose();
    }
}
