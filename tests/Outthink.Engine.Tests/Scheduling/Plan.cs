using System.Collections.Immutable;
using System.Text;
using Outthink.Engine.Tests.Models;

namespace Outthink.Engine.Tests.Scheduling;

/// <summary>A random tree of requests: generations from prompts, generations from their samples, scorings beside them.</summary>
internal sealed class Plan
{
    readonly Random random;

    public Plan(int seed)
    {
        random = new(seed);
        int[] shared = Tokens(random.Next(1, 30));
        Prompts = [.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => ImmutableArray.Create([.. shared, .. Tokens(random.Next(0, 20))]))];
        Rounds = [.. Prompts.Select(_ => Request())];
        Seconds = [.. Prompts.Select(_ => Request())];
        Scores = [.. Prompts.Select(_ => Score())];
    }

    public ImmutableArray<ImmutableArray<int>> Prompts { get; }

    /// <summary>For each prompt its first generation, the generation from the first sample of that, and a scoring of the prompt.</summary>
    public ImmutableArray<GenerateRequest> Rounds { get; }
    public ImmutableArray<GenerateRequest> Seconds { get; }
    public ImmutableArray<ScoreRequest> Scores { get; }

    /// <summary>Runs everything, prompts at once or one after the other, and describes every bit of what came out.</summary>
    public async Task<string> RunAsync(TestEngine engine, bool atOnce, CancellationToken cancellationToken) =>
        (await MeasureAsync(engine, atOnce, cancellationToken)).Text;

    /// <summary>The same, and what it cost.</summary>
    public async Task<(string Text, EvaluationUsage Usage)> MeasureAsync(TestEngine engine, bool atOnce, CancellationToken cancellationToken)
    {
        var parts = new (string Text, EvaluationUsage Usage)[Prompts.Length];
        if (atOnce)
            await Task.WhenAll(Enumerable.Range(0, Prompts.Length).Select(async i => parts[i] = await RunAsync(engine, i, cancellationToken)));
        else
        {
            for (var i = 0; i < Prompts.Length; i++)
                parts[i] = await RunAsync(engine, i, cancellationToken);
        }
        return (string.Join('\n', parts.Select(p => p.Text)), parts.Aggregate(EvaluationUsage.Zero, (sum, p) => sum + p.Usage));
    }

    async Task<(string Text, EvaluationUsage Usage)> RunAsync(TestEngine engine, int prompt, CancellationToken cancellationToken)
    {
        using var parent = engine.Model.Start(Prompts[prompt]);
        var scoring = engine.Model.ScoreAsync(parent, Scores[prompt], cancellationToken);
        var first = await engine.Model.GenerateAsync(parent, Rounds[prompt], cancellationToken);
        var score = await scoring;
        var second = await engine.Model.GenerateAsync(first.Generations[0].Sequence, Seconds[prompt], cancellationToken);
        var text = new StringBuilder();
        foreach (var generation in first.Generations.Concat(second.Generations))
        {
            text.AppendLine(Describe(generation));
            generation.Sequence.Dispose();
        }
        foreach (var one in score.Scorings)
        {
            text.AppendJoin(' ', one.Values.Select(BitConverter.SingleToInt32Bits)).AppendLine();
            one.Sequence.Dispose();
        }
        return (text.ToString(), score.Usage + first.Usage + second.Usage);
    }

    public static string Describe(Generation generation) =>
        $"{generation.StopReason} [{string.Join(' ', generation.NewTokens)}] [{string.Join(' ', generation.LogProbs.Select(BitConverter.SingleToInt32Bits))}]";

    GenerateRequest Request() => new()
    {
        Seeds = [.. Enumerable.Range(0, random.Next(1, 7)).Select(_ => (ulong)random.Next(20))],
        Sampling = random.Next(3) switch { 0 => SamplingOptions.Greedy, 1 => new(), _ => new() { Temperature = 0.7, TopK = 20, TopP = 0.9, MinP = 0.02 } },
        MaxNewTokens = random.Next(1, 24),
        Stops = random.Next(2) == 0 ? [] : [[.. "ab"u8], [.. "\n\n"u8], [.. ".\n"u8]],
    };

    ScoreRequest Score()
    {
        int[] shared = Tokens(random.Next(0, 10));
        ImmutableArray<ImmutableArray<int>> continuations = [.. Enumerable.Range(0, random.Next(1, 6)).Select(_ => ImmutableArray.Create([.. shared, .. Tokens(random.Next(1, 12))]))];
        return new()
        {
            Continuations = continuations,
            ReadOut = random.Next(2) == 0 ? new ReadOut.TokenLogProbs() : new ReadOut.LabelLogProbs
            {
                Labels = [3, 9, 20],
                Positions = [.. continuations.Select(c => Enumerable.Range(0, c.Length).Where(_ => random.Next(3) == 0).Append(c.Length - 1).Distinct().ToImmutableArray())],
            },
        };
    }

    int[] Tokens(int count) => [.. Enumerable.Range(0, count).Select(_ => random.Next(1, new TinyModel().Vocabulary))];
}
