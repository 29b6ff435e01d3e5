using System.Collections.Immutable;
using Outthink.Engine;

namespace Outthink.Backends.Local;

/// <summary>
/// One problem in a local policy: each trajectory's token ids and KV, as generated, never tokenised again. Expansions of
/// equal parents are one request to the engine, and second draws are drawn along with the first ones, so that what
/// samples share is evaluated once.
/// </summary>
internal sealed class LocalPolicyScope : PolicyScope
{
    private static readonly TrajectoryId RootId = new(0);

    private readonly LanguageModel model;
    private readonly ThoughtReader? thinking;
    private readonly bool startsInThoughts;
    private readonly StepSplitter splitter;
    private readonly string delimiter;
    private readonly Dictionary<TrajectoryId, HalfWritten> halves = [];
    private readonly SequenceTable sequences = new();
    private readonly DrawnSamples drawn = new();
    private readonly int promptTokenCount;
    private LineMemory? memory;
    private long lastId;

    /// <param name="policy">The model, with its card.</param>
    /// <param name="prompt">The problem's tokens.</param>
    /// <param name="startsInThoughts">Whether the prompt ends inside of a span of thoughts.</param>
    public LocalPolicyScope(LocalPolicy policy, ImmutableArray<int> prompt, bool startsInThoughts)
    {
        model = policy.Model;
        (thinking, this.startsInThoughts) = (policy.Thinking, startsInThoughts);
        splitter = new(model.Tokenizer, policy.Card.StepDelimiter, thinking);
        delimiter = policy.Card.StepDelimiter;
        promptTokenCount = prompt.Length;
        sequences.Add(RootId, model.Start(prompt));
    }

    public override TrajectoryId Root => RootId;

    public override Usage Usage => usage;
    private Usage usage = Usage.Zero;

    public override void Remember() => memory ??= model.Remember(sequences[RootId]);

    public override async Task<ImmutableArray<ImmutableArray<Proposal>>> ProposeAsync(
        ImmutableArray<Expansion> expansions, CancellationToken cancellationToken)
    {
        var requests = expansions
            .Select(e => drawn.Without(e))
            .Where(e => !e.Seeds.IsEmpty)
            .GroupBy(e => (sequences[e.Parent], e.Sampling, e.Extent, e.MaxTokens, e.Seeds.Length, e.ReserveSeeds.Length))
            .GroupBy(family => memory is null ? (object)family : family.Key.Item1) // of requests that run at once none finds what the other evaluates
            .Select(families => Batch.InTurnAsync(families, family => GenerateAsync([.. family], cancellationToken), r => Release(r.Result)));
        foreach (var (request, result) in (await Batch.AllAsync(requests, families => Release(families))).SelectMany(families => families))
        {
            Spend(result.Usage);
            drawn.Add(request, result);
        }
        var begun = expansions.SelectMany(e => e.Seeds.Select(seed => GoOnAsync(drawn.Take(e.Parent, seed), e, seed, cancellationToken)));
        var samples = new Queue<Written>(await Batch.AllAsync(begun, w => w.Sample.Sequence.Dispose()));
        return [.. expansions.Select(e => e.Seeds.Select(_ => Admit(samples.Dequeue(), e)).ToImmutableArray())];
    }

    public override void Keep(ImmutableArray<TrajectoryId> frontier)
    {
        sequences.Keep([RootId, .. frontier]);
        foreach (TrajectoryId id in halves.Keys.Except(frontier).ToArray()) halves.Remove(id);
        drawn.Clear();
    }

    public override ValueTask DisposeAsync()
    {
        sequences.Dispose();
        drawn.Clear();
        memory?.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>The tokens of a trajectory, prompt included, as the engine holds them.</summary>
    internal ImmutableArray<int> TokensOf(TrajectoryId id) => sequences[id].Tokens;

    private async Task<(ImmutableArray<Expansion> Request, GenerateResult Result)> GenerateAsync(ImmutableArray<Expansion> family, CancellationToken cancellationToken)
    {
        GenerateResult result = await model.GenerateAsync(sequences[family[0].Parent], new()
        {
            Seeds = [.. family.SelectMany(e => e.Seeds)],
            ReserveSeeds = [.. family.SelectMany(e => e.ReserveSeeds)],
            GroupSize = family[0].Seeds.Length,
            Sampling = SamplingOf(family[0]),
            FirstDraw = HalfOf(family[0]).Drawn,
            Memory = memory,
            MaxNewTokens = Math.Min(family[0].MaxTokens, Math.Max(1, ThoughtsLeft(family[0], 0))),
            Stops = StopsOf(family[0], InThoughts(family[0]), HalfOf(family[0])),
        }, cancellationToken);
        return (family, result);
    }

    /// <summary>
    /// A sample that has not come to its end yet: a delimiter with nothing before it makes no step, nor does the end of
    /// one without its beginning, one among thoughts ends none, thoughts that end too early are continued, and thoughts
    /// that have spent their budget are closed. It goes on from where it stands.
    /// </summary>
    private async Task<Written> GoOnAsync(Generation sample, Expansion expansion, ulong seed, CancellationToken cancellationToken)
    {
        ImmutableArray<int> before = HalfOf(expansion).LastStep;
        int continuations = HalfOf(expansion).Continuations;
        List<EvaluationUsage> spent = [];
        while (true)
        {
            ImmutableArray<int> text = [.. before, .. sample.NewTokens];
            if (continuations < thinking?.MostContinuations && EarlyClose(text, sample, expansion) is { } kept)
            {
                continuations++;
                sample = await ContinueAsync(sample, kept, spent, cancellationToken);
                text = [.. before, .. sample.NewTokens];
            }
            bool isThinking = thinking?.IsOpen(text, InThoughts(expansion)) ?? false;
            int left = expansion.MaxTokens - sample.NewTokens.Length;
            bool isDone = sample.StopReason switch
            {
                StopReason.StopString => expansion.Extent == Extent.Step && !isThinking && splitter.HasWholeStep(text, InThoughts(expansion)),
                StopReason.LengthLimit => left <= 0,
                _ => true,
            };
            if (isDone) return new(sample, continuations, spent);
            using Sequence parent = sample.Sequence;
            if (left <= 0) return new(sample with { Sequence = model.Start(parent.Tokens), StopReason = StopReason.LengthLimit }, continuations, spent);
            seed += 0x9E3779B97F4A7C15;
            bool isSpent = isThinking && ThoughtsLeft(expansion, sample.NewTokens.Length) <= 0;
            sample = isSpent && left > thinking!.Closing.Length && parent.TokenCount + thinking.Closing.Length < model.Config.ContextLength
                ? await CloseAsync(sample, parent, expansion, spent, cancellationToken)
                : await ExtendAsync(sample, parent, expansion, isSpent ? left : Math.Min(left, isThinking ? ThoughtsLeft(expansion, sample.NewTokens.Length) : left), isThinking, seed, spent, cancellationToken);
        }
    }

    private async Task<Generation> ExtendAsync(Generation sample, Sequence parent, Expansion expansion, int tokens, bool isThinking, ulong seed, List<EvaluationUsage> spent, CancellationToken cancellationToken)
    {
        GenerateResult more = await model.GenerateAsync(parent, new()
        {
            Seeds = [seed],
            Memory = memory,
            Sampling = SamplingOf(expansion),
            MaxNewTokens = tokens,
            Stops = StopsOf(expansion, isThinking, HalfWritten.None),
        }, cancellationToken);
        spent.Add(more.Usage);
        Generation next = more.Generations[0];
        return next with { NewTokens = [.. sample.NewTokens, .. next.NewTokens], LogProbs = [.. sample.LogProbs, .. next.LogProbs] };
    }

    /// <summary>Puts the closing tag behind the thoughts; in a search by steps the step ends there.</summary>
    private async Task<Generation> CloseAsync(Generation sample, Sequence parent, Expansion expansion, List<EvaluationUsage> spent, CancellationToken cancellationToken)
    {
        ScoreResult closed = await model.ScoreAsync(parent, new() { Continuations = [thinking!.Closing], ReadOut = new ReadOut.TokenLogProbs() }, cancellationToken);
        spent.Add(closed.Usage);
        return new()
        {
            Sequence = closed.Scorings[0].Sequence,
            NewTokens = [.. sample.NewTokens, .. thinking.Closing],
            LogProbs = [.. sample.LogProbs, .. closed.Scorings[0].Values],
            StopReason = expansion.Extent == Extent.Step ? StopReason.StopString : StopReason.LengthLimit,
        };
    }

    /// <summary>New tokens before the closing tag of thoughts that end too early and may go on within all limits; null when nothing is to be taken back.</summary>
    private int? EarlyClose(ImmutableArray<int> text, Generation sample, Expansion expansion)
    {
        if (!HoldsThoughts(expansion) || thinking!.ClosedAt(text, InThoughts(expansion)) is not { } at) return null;
        int kept = at - (text.Length - sample.NewTokens.Length), grown = kept + thinking.Continuation.Length;
        int room = Math.Min(expansion.MaxTokens, model.Config.ContextLength - sample.Sequence.TokenCount + sample.NewTokens.Length);
        return kept >= 0 && HalfOf(expansion).Drawn + kept < thinking.Least && grown < Math.Min(room, ThoughtsLeft(expansion, 0)) ? kept : null;
    }

    /// <summary>Takes the closing tag back, with all that was drawn after it, and puts the continuation in its place.</summary>
    private async Task<Generation> ContinueAsync(Generation sample, int kept, List<EvaluationUsage> spent, CancellationToken cancellationToken)
    {
        using Sequence closed = sample.Sequence;
        using Sequence thoughts = await model.CutAsync(closed, closed.TokenCount - sample.NewTokens.Length + kept, cancellationToken);
        ScoreResult continued = await model.ScoreAsync(thoughts, new() { Continuations = [thinking!.Continuation], ReadOut = new ReadOut.TokenLogProbs() }, cancellationToken);
        spent.Add(continued.Usage);
        return new()
        {
            Sequence = continued.Scorings[0].Sequence,
            NewTokens = [.. sample.NewTokens[..kept], .. thinking.Continuation],
            LogProbs = [.. sample.LogProbs[..kept], .. continued.Scorings[0].Values],
            StopReason = StopReason.LengthLimit,
        };
    }

    /// <summary>What ends a request: in a search by steps the end of a step or of thoughts; in one of whole solutions the end of thoughts that may come too early.</summary>
    private ImmutableArray<ImmutableArray<byte>> StopsOf(Expansion expansion, bool isThinking, HalfWritten half) => expansion.Extent switch
    {
        Extent.Step when isThinking => thinking!.Stops,
        Extent.Step => [.. half.StopsOf(delimiter, splitter.BytesOf), .. thinking?.Stops ?? []],
        _ => HoldsThoughts(expansion) ? thinking!.Stops : [],
    };

    /// <summary>Whether thoughts of this expansion have a least length.</summary>
    private bool HoldsThoughts(Expansion expansion) => thinking?.Least is not null && (expansion.Parent == RootId || InThoughts(expansion));

    private HalfWritten HalfOf(Expansion expansion) => halves.GetValueOrDefault(expansion.Parent, HalfWritten.None);

    /// <summary>Whether the step that is written, from its beginning, begins inside of a span of thoughts.</summary>
    private bool InThoughts(Expansion expansion) =>
        halves.TryGetValue(expansion.Parent, out HalfWritten? half) ? half.InThoughts : startsInThoughts && expansion.Parent == RootId;

    /// <summary>Tokens that thoughts may still take; without a bound where none are thought.</summary>
    private int ThoughtsLeft(Expansion expansion, int drawnTokens) =>
        (expansion.Parent == RootId || InThoughts(expansion)) && thinking?.Budget is { } budget ? budget - HalfOf(expansion).Drawn - drawnTokens : int.MaxValue;

    private Proposal Admit(Written written, Expansion expansion)
    {
        foreach (EvaluationUsage spent in written.Spent) Spend(spent);
        Generation sample = written.Sample;
        TrajectoryId id = new(++lastId);
        sequences.Add(id, sample.Sequence);
        HalfWritten before = HalfOf(expansion);
        ImmutableArray<int> tokens = [.. before.LastStep, .. sample.NewTokens];
        ImmutableArray<float> logProbs = [.. before.LogProbs, .. sample.LogProbs];
        ImmutableArray<Step> steps = StepLogProbs.AddTo(StepsOf(tokens, expansion), logProbs);
        if (sample.StopReason == StopReason.LengthLimit)
        {
            int last = steps.IsEmpty ? tokens.Length : steps[^1].TokenCount;
            halves.Add(id, new([.. tokens[^last..]], [.. logProbs[^last..]], before.Drawn + sample.NewTokens.Length, written.Continuations, steps.Length <= 1 && InThoughts(expansion)));
        }
        usage += new Usage { GeneratedTokens = sample.NewTokens.Length };
        return new()
        {
            Id = id,
            Steps = steps,
            End = sample.StopReason switch
            {
                StopReason.StopString => ProposalEnd.Delimiter,
                StopReason.EndOfSequence => ProposalEnd.EndOfSequence,
                StopReason.LengthLimit => ProposalEnd.TokenLimit,
                StopReason.ContextEnd => ProposalEnd.ContextEnd,
                _ => throw new InvalidOperationException($"Unknown stop reason {sample.StopReason}."),
            },
        };
    }

    /// <summary>The steps of what was drawn; thoughts that the prompt has begun get their opening tag back, so that nobody takes them for an answer.</summary>
    private ImmutableArray<Step> StepsOf(ImmutableArray<int> tokens, Expansion expansion)
    {
        ImmutableArray<Step> steps = splitter.Split(tokens, InThoughts(expansion));
        return InThoughts(expansion) && !steps.IsEmpty ? steps.SetItem(0, steps[0] with { Text = $"{thinking!.Opening}\n{steps[0].Text}" }) : steps;
    }

    private void Spend(EvaluationUsage spent) => usage += new Usage
    {
        PromptTokens = usage.PromptTokens == 0 ? promptTokenCount : 0,
        PolicyTokens = spent.EvaluatedTokens,
        PolicyCachedTokens = spent.CachedTokens,
        RecomputedTokens = spent.RecomputedTokens,
        PolicyFlops = spent.Flops,
        PolicyPasses = spent.Passes,
    };

    private static SamplingOptions SamplingOf(Expansion expansion) => new()
    {
        Temperature = expansion.Sampling.Temperature,
        TopK = expansion.Sampling.TopK,
        TopP = expansion.Sampling.TopP,
        MinP = expansion.Sampling.MinP,
    };

    private static void Release(ImmutableArray<(ImmutableArray<Expansion> Request, GenerateResult Result)> families)
    {
        foreach (var (_, result) in families) Release(result);
    }

    private static void Release(GenerateResult result)
    {
        foreach (Generation? sample in result.Generations.AsEnumerable<Generation?>().Concat(result.Reserves)) sample?.Sequence.Dispose();
    }
}
