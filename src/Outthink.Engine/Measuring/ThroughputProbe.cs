using System.Collections.Immutable;
using System.Diagnostics;

namespace Outthink.Engine.Measuring;

/// <summary>
/// Measures prefill and decoding of sequences that share a prompt. Each sequence is a request of its own with a seed of
/// its own, none ends early, and each draws one token more than it evaluates: the first comes from the prompt's state.
/// Nothing else may run on the engine meanwhile.
/// </summary>
public sealed class ThroughputProbe(InferenceEngine engine, LanguageModel model)
{
    /// <summary>Pass after which buffers are warm: the first draws from the prompt's state, the second evaluates first.</summary>
    const int WarmPass = 2;

    /// <summary>One round.</summary>
    /// <param name="promptTokens">Tokens of the shared prompt; each round has other ones, so that no cache knows them.</param>
    /// <param name="newTokens">Tokens that every sequence evaluates after it.</param>
    /// <param name="sequences">Requests beside each other.</param>
    /// <param name="round">Chooses the prompt and the seeds.</param>
    /// <param name="countAllocations">Whether to stop and count managed memory, which disturbs the times.</param>
    /// <param name="cancellationToken">Ends the round.</param>
    /// <exception cref="ArgumentException">The tokens do not fit into the model's context, or a count is below 1.</exception>
    /// <exception cref="KvCacheFullException">The engine's <see cref="EngineOptions.KvBytes"/> do not hold the sequences.</exception>
    public async Task<ThroughputSample> MeasureAsync(int promptTokens, int newTokens, int sequences, ulong round, bool countAllocations = false, CancellationToken cancellationToken = default)
    {
        foreach (var count in (ReadOnlySpan<int>)[promptTokens, newTokens, sequences])
            ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        // The last token drawn need not fit: it is never evaluated, but a sequence that holds it ends there.
        if ((long)promptTokens + newTokens + 1 > model.Config.ContextLength)
            throw new ArgumentException($"{promptTokens} + {newTokens} tokens and the one drawn last do not fit into the context of {model.Config.ContextLength}; ask for fewer", nameof(newTokens));
        using var parent = model.Start(Prompt(promptTokens, round));
        var start = Stopwatch.GetTimestamp();
        var evaluated = await DrawAsync(parent, round, cancellationToken);
        var sample = new ThroughputSample { Prefill = Stopwatch.GetElapsedTime(start), EvaluatedTokens = evaluated };
        return await DecodeAsync(sample, parent, newTokens, sequences, round, countAllocations && newTokens > WarmPass, cancellationToken);
    }

    async Task<ThroughputSample> DecodeAsync(ThroughputSample sample, Sequence parent, int newTokens, int sequences, ulong round, bool countAllocations, CancellationToken cancellationToken)
    {
        using var gate = new LoopGate(engine.Loop);
        var (passes, warm, end) = (0, 0L, 0L);
        await gate.CloseAsync(() => DrawAsync(parent, round, cancellationToken), () =>
        {
            if (countAllocations && ++passes == WarmPass)
                warm = GC.GetTotalAllocatedBytes(precise: true);
            else if (countAllocations && passes == newTokens)
                end = GC.GetTotalAllocatedBytes(precise: true);
        });
        var requests = Enumerable.Range(0, sequences).Select(i => GenerateAsync(parent, round * 65_537 + (ulong)i, newTokens + 1, cancellationToken)).ToArray();
        try
        {
            var start = Stopwatch.GetTimestamp();
            gate.Open();
            var results = await Task.WhenAll(requests);
            return sample with
            {
                Decode = Stopwatch.GetElapsedTime(start),
                EvaluatedTokens = sample.EvaluatedTokens + results.Sum(r => r.Usage.EvaluatedTokens),
                AllocatedBytesPerToken = countAllocations ? (end - warm) / ((newTokens - WarmPass) * (double)sequences) : null,
                ResidentBytes = Environment.WorkingSet,
            };
        }
        finally
        {
            foreach (var request in requests.Where(r => r.IsCompletedSuccessfully))
                request.Result.Generations[0].Sequence.Dispose();
        }
    }

    /// <summary>Draws one token, for which the parent is evaluated where it was not; returns the tokens evaluated.</summary>
    async Task<long> DrawAsync(Sequence parent, ulong seed, CancellationToken cancellationToken)
    {
        var result = await GenerateAsync(parent, seed, newTokens: 1, cancellationToken);
        result.Generations[0].Sequence.Dispose();
        return result.Usage.EvaluatedTokens;
    }

    Task<GenerateResult> GenerateAsync(Sequence parent, ulong seed, int newTokens, CancellationToken cancellationToken) =>
        model.GenerateAsync(parent, new() { Seeds = [seed], Sampling = new(), MaxNewTokens = newTokens, IgnoresEnd = true }, cancellationToken);

    ImmutableArray<int> Prompt(int length, ulong round)
    {
        var random = new RandomWeights(round + 1);
        return [.. Enumerable.Range(0, length).Select(_ => (int)(random.Next() % (ulong)model.Config.VocabularySize))];
    }
}
