using System.Collections.Immutable;
using System.Text;

namespace Outthink.Engine.Tests.Scheduling;

/// <summary>Random requests behind one prompt, one after the other, each on the prompt or on what an earlier one drew.</summary>
internal sealed class Errands
{
    readonly Random random;
    readonly ImmutableArray<int> prompt;
    readonly HashSet<string> needed = [];
    readonly StringBuilder text = new();
    EvaluationUsage usage = EvaluationUsage.Zero;

    public Errands(int seed)
    {
        random = new(seed);
        prompt = [.. Enumerable.Range(0, random.Next(1, 20)).Select(_ => random.Next(1, 64))];
    }

    /// <summary>Tokens whose states some request needed, each once.</summary>
    public int UniqueTokens => needed.Count;

    /// <summary>Runs them, with a memory of so many bytes or with none, and describes every bit of what came out.</summary>
    public async Task<(string Text, EvaluationUsage Usage)> RunAsync(TestEngine engine, long? memoryBytes, CancellationToken cancellationToken)
    {
        var held = new List<Sequence> { engine.Model.Start(prompt) };
        using var memory = memoryBytes is { } bytes ? engine.Model.Remember(held[0], bytes) : null;
        try
        {
            for (var (round, rounds) = (0, random.Next(2, 7)); round < rounds; round++)
            {
                var parent = held[random.Next(3) == 0 ? random.Next(held.Count) : 0];
                if (random.Next(3) == 0)
                    await ScoreAsync(engine, parent, memory, held, cancellationToken);
                else
                    await GenerateAsync(engine, parent, memory, held, cancellationToken);
                // Some are forgotten by their owner, never by the memory.
                if (held.Count > 2 && random.Next(2) == 0)
                {
                    held[^1].Dispose();
                    held.RemoveAt(held.Count - 1);
                }
            }
        }
        finally
        {
            foreach (var sequence in held)
                sequence.Dispose();
        }
        return (text.ToString(), usage);
    }

    async Task GenerateAsync(TestEngine engine, Sequence parent, LineMemory? memory, List<Sequence> held, CancellationToken cancellationToken)
    {
        ImmutableArray<ulong> seeds = [.. Enumerable.Range(0, random.Next(1, 7)).Select(_ => (ulong)random.Next(12))];
        var request = new GenerateRequest
        {
            Seeds = seeds,
            ReserveSeeds = random.Next(2) == 0 ? [] : [.. seeds.Select(s => s + 100)],
            GroupSize = random.Next(0, 3),
            FirstDraw = random.Next(3) == 0 ? 2 : 0,
            Sampling = random.Next(4) == 0 ? SamplingOptions.Greedy : new() { Temperature = 0.7 },
            MaxNewTokens = random.Next(1, 10),
            Stops = random.Next(2) == 0 ? [] : [[.. "ab"u8], [.. ".\n"u8]],
            Memory = memory,
        };
        var result = await engine.Model.GenerateAsync(parent, request, cancellationToken);
        usage += result.Usage;
        foreach (var generation in result.Generations.Concat(result.Reserves.OfType<Generation>()))
        {
            text.AppendLine(Plan.Describe(generation));
            Need(generation.Sequence.Tokens[..^1]);
            held.Add(generation.Sequence);
        }
    }

    async Task ScoreAsync(TestEngine engine, Sequence parent, LineMemory? memory, List<Sequence> held, CancellationToken cancellationToken)
    {
        // Continuations of few tokens, and some of what was drawn: lines that cross.
        ImmutableArray<ImmutableArray<int>> continuations = [.. Enumerable.Range(0, random.Next(1, 5)).Select(_ => Continuation(parent, held[random.Next(held.Count)]))];
        ReadOut readOut = random.Next(3) switch
        {
            0 => new ReadOut.TokenLogProbs(),
            1 => new ReadOut.TokenLogProbs { From = [.. continuations.Select(c => random.Next(c.Length))] },
            _ => new ReadOut.LabelLogProbs { Labels = [3, 9], Positions = [.. continuations.Select(c => Enumerable.Range(0, c.Length).Where(_ => random.Next(3) == 0).Append(c.Length - 1).Distinct().ToImmutableArray())] },
        };
        var result = await engine.Model.ScoreAsync(parent, new() { Continuations = continuations, ReadOut = readOut, Memory = memory }, cancellationToken);
        usage += result.Usage;
        for (var i = 0; i < continuations.Length; i++)
        {
            text.AppendJoin(' ', result.Scorings[i].Values.Select(BitConverter.SingleToInt32Bits)).AppendLine();
            Need([.. parent.Tokens, .. readOut is ReadOut.LabelLogProbs ? continuations[i] : continuations[i][..^1]]);
            held.Add(result.Scorings[i].Sequence);
        }
    }

    ImmutableArray<int> Continuation(Sequence parent, Sequence other)
    {
        ImmutableArray<int> shared = other.Tokens.AsSpan().StartsWith(parent.Tokens.AsSpan()) ? other.Tokens[parent.TokenCount..] : [];
        return [.. shared.Take(random.Next(8)), .. Enumerable.Range(0, random.Next(1, 4)).Select(_ => random.Next(20, 23))];
    }

    void Need(ImmutableArray<int> tokens)
    {
        for (var length = 1; length <= tokens.Length; length++)
            needed.Add(string.Join(' ', tokens.Take(length)));
    }
}
