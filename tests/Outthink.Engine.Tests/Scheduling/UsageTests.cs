using System.Collections.Immutable;
using FsCheck.Xunit;
using Outthink.Engine.Tests.Models;

namespace Outthink.Engine.Tests.Scheduling;

/// <summary>Tokens evaluated are the unique tokens of the tree whose states were needed, and no others.</summary>
public sealed class UsageTests
{
    static readonly TinyModel Model = TinyModel.Build(new() { Sharpness = 5 });

    [Property(MaxTest = 20)]
    public async Task Evaluated_tokens_are_the_unique_tokens_of_the_tree(int seed)
    {
        var plan = new Plan(seed);
        await using var engine = new TestEngine(Model);
        using var parent = engine.Model.Start(plan.Prompts[0]);
        var evaluated = new HashSet<string>();
        var (counted, held) = (0L, new List<Sequence>());

        var first = await engine.Model.GenerateAsync(parent, plan.Rounds[0], TestContext.Current.CancellationToken);
        Note(first);
        foreach (var generation in first.Generations.DistinctBy(g => string.Join(' ', g.Sequence.Tokens)))
            Note(await engine.Model.GenerateAsync(generation.Sequence, plan.Seconds[0], TestContext.Current.CancellationToken));
        // A second call on the same parent finds its tokens, but its samples are branches of their own.
        var again = await engine.Model.GenerateAsync(parent, plan.Rounds[0], TestContext.Current.CancellationToken);
        Assert.Equal(first.Usage.EvaluatedTokens - plan.Prompts[0].Length, again.Usage.EvaluatedTokens);
        Assert.Equal(first.Generations.Select(Plan.Describe), again.Generations.Select(Plan.Describe));
        held.AddRange(again.Generations.Select(g => g.Sequence));

        Assert.Equal(evaluated.Count, counted);
        foreach (var sequence in held)
            sequence.Dispose();

        void Note(GenerateResult result)
        {
            counted += result.Usage.EvaluatedTokens;
            var alone = 0L;
            foreach (var generation in result.Generations)
            {
                var tokens = generation.Sequence.Tokens;
                alone += generation.NewTokens.IsEmpty ? 0 : tokens.Length - 1;
                for (var length = 1; length < tokens.Length; length++)
                    evaluated.Add(string.Join(' ', tokens.Take(length)));
                held.Add(generation.Sequence);
            }
            Assert.Equal(alone, result.Usage.EvaluatedTokens + result.Usage.CachedTokens);
        }
    }

    [Property(MaxTest = 20)]
    public async Task Scoring_evaluates_the_trie_up_to_the_last_state_that_is_read(int seed)
    {
        var plan = new Plan(seed);
        var request = plan.Scores[0];
        await using var engine = new TestEngine(Model);
        using var parent = engine.Model.Start(plan.Prompts[0]);
        var result = await engine.Model.ScoreAsync(parent, request, TestContext.Current.CancellationToken);
        var prefixes = new HashSet<string>();
        var alone = 0L;
        for (var i = 0; i < request.Continuations.Length; i++)
        {
            var needed = request.ReadOut is ReadOut.LabelLogProbs labels ? labels.Positions[i][^1] + 1 : request.Continuations[i].Length - 1;
            for (var length = 1; length <= needed; length++)
                prefixes.Add(string.Join(' ', request.Continuations[i].Take(length)));
            alone += parent.TokenCount + needed;
            result.Scorings[i].Sequence.Dispose();
        }
        Assert.Equal(parent.TokenCount + prefixes.Count, result.Usage.EvaluatedTokens);
        Assert.Equal(alone, result.Usage.EvaluatedTokens + result.Usage.CachedTokens);
    }

    [Fact]
    public async Task Steps_scored_one_after_the_other_evaluate_each_token_once()
    {
        await using var engine = new TestEngine(Model);
        ImmutableArray<int> tokens = [.. Enumerable.Range(0, 60).Select(i => 9 + i % 50)];
        var sequence = engine.Model.Start([.. tokens[..7]]);
        var total = EvaluationUsage.Zero;
        for (var at = 7; at < 60; at += 13)
        {
            ImmutableArray<int> step = [.. tokens[at..Math.Min(60, at + 13)]];
            var result = await engine.Model.ScoreAsync(sequence, new() { Continuations = [step], ReadOut = new ReadOut.LabelLogProbs { Labels = [1, 2], Positions = [[step.Length - 1]] } }, TestContext.Current.CancellationToken);
            sequence.Dispose();
            sequence = result.Scorings[0].Sequence;
            total += result.Usage;
            // The two labels' probabilities are a distribution.
            Assert.Equal(1, result.Scorings[0].Values.Sum(v => Math.Exp(v)), 1e-6);
        }
        Assert.Equal(60, total.EvaluatedTokens);
        // The last state was kept: going on from it evaluates nothing anew.
        var generated = await engine.Model.GenerateAsync(sequence, new() { Seeds = [1], Sampling = SamplingOptions.Greedy, MaxNewTokens = 1 }, TestContext.Current.CancellationToken);
        Assert.Equal(0, generated.Usage.EvaluatedTokens);
        generated.Generations[0].Sequence.Dispose();
        sequence.Dispose();
        Assert.Equal(0, engine.Engine.BlocksInUse);
    }

    [Fact]
    public async Task Flops_count_parameters_and_attention()
    {
        await using var engine = new TestEngine(Model);
        using var parent = engine.Model.Start([9, 10, 11]);
        var usage = (await engine.Model.GenerateAsync(parent, new() { Seeds = [1], Sampling = SamplingOptions.Greedy, MaxNewTokens = 1 }, TestContext.Current.CancellationToken)).Usage;
        Assert.Equal(2.0 * engine.Model.Parameters * 3 + 4.0 * Model.Layers * Model.Heads * Model.HeadDim * (1 + 2 + 3), usage.Flops);
        Assert.Equal(1, usage.Passes);
        Assert.Equal(usage.Flops * 2, EvaluationUsage.Add(usage, usage).Flops);
    }

    [Fact]
    public async Task Two_requests_on_one_parent_compute_it_once()
    {
        await using var engine = new TestEngine(Model, new() { Threads = 1, MaxPassTokens = 5, KvBytes = 1 << 24 });
        using var parent = engine.Model.Start([.. Enumerable.Range(9, 40)]);
        var request = new GenerateRequest { Seeds = [1, 2], Sampling = new(), MaxNewTokens = 4 };
        var both = await Task.WhenAll(engine.Model.GenerateAsync(parent, request, TestContext.Current.CancellationToken), engine.Model.GenerateAsync(parent, request, TestContext.Current.CancellationToken));
        Assert.Equal(both[0].Generations.Select(Plan.Describe), both[1].Generations.Select(Plan.Describe));
        Assert.Equal(40, Math.Abs(both[0].Usage.EvaluatedTokens - both[1].Usage.EvaluatedTokens));
        foreach (var generation in both.SelectMany(b => b.Generations))
            generation.Sequence.Dispose();
    }
}
