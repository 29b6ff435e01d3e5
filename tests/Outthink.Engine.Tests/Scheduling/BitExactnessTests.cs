using FsCheck.Xunit;
using Outthink.Engine.Scheduling;
using Outthink.Engine.Tests.Models;

namespace Outthink.Engine.Tests.Scheduling;

/// <summary>What a sequence's tokens do not depend on: company, chunks, threads, cache. Bit for bit.</summary>
public sealed class BitExactnessTests
{
    static readonly TinyModel Model = TinyModel.Build(new() { Vocabulary = 64, Context = 96 });

    static readonly PassTuning RowsEach = new() { SoloWork = 0, SliceRows = 3, LogitRows = 2 };
    static readonly PassTuning Together = new() { SoloWork = 0, CachedParameters = 0, TogetherRows = 25, LogitRows = 9 };

    [Property(MaxTest = 12)]
    public async Task Batched_is_alone_whatever_the_passes_and_threads(int seed)
    {
        var plan = new Plan(seed);
        var alone = await RunAsync(plan, new() { Threads = 1, MaxPassTokens = 512 }, new(), false);
        Assert.Equal(alone, await RunAsync(plan, new() { Threads = 1, MaxPassTokens = 512 }, new(), true));
        Assert.Equal(alone, await RunAsync(plan, new() { Threads = 1, MaxPassTokens = 1 + (seed & 15) }, RowsEach, true));
        Assert.Equal(alone, await RunAsync(plan, new() { Threads = 2, MaxPassTokens = 40 }, RowsEach, true));
    }

    // Few cases: on a busy machine every meeting of the threads costs a turn of the scheduler.
    [Property(MaxTest = 3)]
    public async Task Threads_that_share_every_matrix_compute_what_one_does(int seed)
    {
        var plan = new Plan(seed);
        var alone = await RunAsync(plan, new() { Threads = 1, MaxPassTokens = 512 }, new(), false);
        Assert.Equal(alone, await RunAsync(plan, new() { Threads = 2 + (seed & 1), MaxPassTokens = 60 }, Together, true));
    }

    [Property(MaxTest = 12)]
    public async Task Siblings_together_are_each_alone(int seed)
    {
        var plan = new Plan(seed);
        await using var engine = new TestEngine(Model);
        var request = plan.Rounds[0];
        using var parent = engine.Model.Start(plan.Prompts[0]);
        var together = await engine.Model.GenerateAsync(parent, request, TestContext.Current.CancellationToken);
        for (var i = 0; i < request.Seeds.Length; i++)
        {
            using var fresh = engine.Model.Start(plan.Prompts[0]);
            var alone = await engine.Model.GenerateAsync(fresh, request with { Seeds = [request.Seeds[i]] }, TestContext.Current.CancellationToken);
            Assert.Equal(Plan.Describe(alone.Generations[0]), Plan.Describe(together.Generations[i]));
            alone.Generations[0].Sequence.Dispose();
            together.Generations[i].Sequence.Dispose();
        }
    }

    [Property(MaxTest = 12)]
    public async Task A_fork_goes_on_as_its_tokens_prefilled_anew(int seed)
    {
        var plan = new Plan(seed);
        await using var engine = new TestEngine(Model);
        using var parent = engine.Model.Start(plan.Prompts[0]);
        var first = await engine.Model.GenerateAsync(parent, plan.Rounds[0], TestContext.Current.CancellationToken);
        foreach (var generation in first.Generations)
        {
            using var fork = generation.Sequence;
            using var anew = engine.Model.Start(fork.Tokens);
            var (a, b) = (await engine.Model.GenerateAsync(fork, plan.Seconds[0], TestContext.Current.CancellationToken), await engine.Model.GenerateAsync(anew, plan.Seconds[0], TestContext.Current.CancellationToken));
            Assert.Equal(a.Generations.Select(Plan.Describe), b.Generations.Select(Plan.Describe));
            Assert.True(a.Usage.EvaluatedTokens <= b.Usage.EvaluatedTokens);
            Assert.Equal(a.Usage.EvaluatedTokens + a.Usage.CachedTokens, b.Usage.EvaluatedTokens + b.Usage.CachedTokens);
            foreach (var generated in a.Generations.Concat(b.Generations))
                generated.Sequence.Dispose();
        }
    }

    [Property(MaxTest = 12)]
    public async Task Continuations_scored_together_are_each_alone(int seed)
    {
        var plan = new Plan(seed);
        await using var engine = new TestEngine(Model);
        var request = plan.Scores[0];
        using var parent = engine.Model.Start(plan.Prompts[0]);
        var together = await engine.Model.ScoreAsync(parent, request, TestContext.Current.CancellationToken);
        for (var i = 0; i < request.Continuations.Length; i++)
        {
            using var fresh = engine.Model.Start(plan.Prompts[0]);
            var readOut = request.ReadOut is ReadOut.LabelLogProbs labels ? labels with { Positions = [labels.Positions[i]] } : request.ReadOut;
            var alone = await engine.Model.ScoreAsync(fresh, new() { Continuations = [request.Continuations[i]], ReadOut = readOut }, TestContext.Current.CancellationToken);
            Assert.Equal(alone.Scorings[0].Values, together.Scorings[i].Values);
            Assert.Equal(alone.Scorings[0].Sequence.Tokens, together.Scorings[i].Sequence.Tokens);
            alone.Scorings[0].Sequence.Dispose();
            together.Scorings[i].Sequence.Dispose();
        }
    }

    [Fact]
    public async Task A_scored_token_has_the_log_probability_it_was_drawn_with()
    {
        await using var engine = new TestEngine(Model);
        using var parent = engine.Model.Start([9, 10, 11]);
        var generated = (await engine.Model.GenerateAsync(parent, new() { Seeds = [3], Sampling = new(), MaxNewTokens = 40 }, TestContext.Current.CancellationToken)).Generations[0];
        var scored = (await engine.Model.ScoreAsync(parent, new() { Continuations = [generated.NewTokens], ReadOut = new ReadOut.TokenLogProbs() }, TestContext.Current.CancellationToken)).Scorings[0];
        Assert.Equal(generated.LogProbs, scored.Values);
        generated.Sequence.Dispose();
        scored.Sequence.Dispose();
    }

    static async Task<string> RunAsync(Plan plan, EngineOptions options, PassTuning tuning, bool atOnce)
    {
        await using var engine = new TestEngine(Model, options with { KvBytes = 64 << 20 }, tuning: tuning);
        var text = await plan.RunAsync(engine, atOnce, TestContext.Current.CancellationToken);
        Assert.Equal(0, engine.Engine.BlocksInUse);
        return text;
    }
}
