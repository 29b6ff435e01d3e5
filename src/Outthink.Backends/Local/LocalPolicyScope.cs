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
        var proposals = ImmutableArray.CreateBuilder<ImmutableArray<Proposal>>(expansions.Length);
        foreach (Expansion expansion in expansions)
        {
            var ofOne = ImmutableArray.CreateBuilder<Proposal>(expansion.Seeds.Length);
            foreach (ulong seed in expansion.Seeds)
                ofOne.Add(Admit(await GoOnAsync(drawn.Take(expansion.Parent, seed), expansion, seed, cancellationToken), expansion));
            proposals.Add(ofOne.MoveToImmutable());
        }
        return proposals.MoveToImmutable();
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
            MaxNewTokens = Math.Min(family[0].MaxTokens, ThoughtsLeft(family[0], 0)),
            Stops = family[0].Extent != Extent.Step ? [] : InThoughts(family[0]) ? thinking!.Stops : HalfOf(family[0]).StopsOf(delimiter, splitter.BytesOf),
        }, cancellationToken);
        return (family, result);
    }

    /// <summary>
    /// A sample that has not come to its end yet: a delimiter with nothing before it makes no step, nor does the end of
    /// one without its beginning, one among thoughts ends none, and thoughts that have spent their budget are closed. It
    /// goes on from where it stands.
    /// </summary>
    private async Task<Generation> GoOnAsync(Generation sample, Expansion expansion, ulong seed, CancellationToken cancellationToken)
    {
        ImmutableArray<int> before = HalfOf(expansion).LastStep;
        while (true)
        {
            ImmutableArray<int> text = [.. before, .. sample.NewTokens];
            bool isThinking = thinking?.IsOpen(text, InThoughts(expansion)) ?? false;
            int left = expansion.MaxTokens - sample.NewTokens.Length;
            bool isDone = sample.StopReason switch
            {
                StopReason.StopString => !isThinking && splitter.HasWholeStep(text, InThoughts(expansion)),
                StopReason.LengthLimit => left <= 0,
                _ => true,
            };
            if (isDone) return sample;
            using Sequence parent = sample.Sequence;
            if (left <= 0) return sample with { Sequence = model.Start(parent.Tokens), StopReason = StopReason.LengthLimit };
            seed += 0x9E3779B97F4A7C15;
            bool isSpent = isThinking && ThoughtsLeft(expansion, sample.NewTokens.Length) <= 0;
            sample = isSpent && left > thinking!.Closing.Length && parent.TokenCount + thinking.Closing.Length < model.Config.ContextLength
                ? await CloseAsync(sample, parent, expansion, cancellationToken)
                : await ExtendAsync(sample, parent, expansion, isSpent ? left : Math.Min(left, isThinking ? ThoughtsLeft(expansion, sample.NewTokens.Length) : left), isThinking, seed, cancellationToken);
        }
    }

    private async Task<Generation> ExtendAsync(Generation sample, Sequence parent, Expansion expansion, int tokens, bool isThinking, ulong seed, CancellationToken cancellationToken)
    {
        GenerateResult more = await model.GenerateAsync(parent, new()
        {
            Seeds = [seed],
            Memory = memory,
            Sampling = SamplingOf(expansion),
            MaxNewTokens = tokens,
            Stops = expansion.Extent != Extent.Step ? [] : isThinking ? thinking!.Stops : HalfWritten.None.StopsOf(delimiter, splitter.BytesOf),
        }, cancellationToken);
        Spend(more.Usage);
        Generation next = more.Generations[0];
        return next with { NewTokens = [.. sample.NewTokens, .. next.NewTokens], LogProbs = [.. sample.LogProbs, .. next.LogProbs] };
    }

    /// <summary>Puts the closing tag behind the thoughts; in a search by steps the step ends there.</summary>
    private async Task<Generation> CloseAsync(Generation sample, Sequence parent, Expansion expansion, CancellationToken cancellationToken)
    {
        ScoreResult closed = await model.ScoreAsync(parent, new() { Continuations = [thinking!.Closing], ReadOut = new ReadOut.TokenLogProbs() }, cancellationToken);
        Spend(closed.Usage);
        return new()
        {
            Sequence = closed.Scorings[0].Sequence,
            NewTokens = [.. sample.NewTokens, .. thinking.Closing],
            LogProbs = [.. sample.LogProbs, .. closed.Scorings[0].Values],
            StopReason = expansion.Extent == Extent.Step ? StopReason.StopString : StopReason.LengthLimit,
        };
    }

    private HalfWritten HalfOf(Expansion expansion) => halves.GetValueOrDefault(expansion.Parent, HalfWritten.None);

    /// <summary>Whether the step that is written, from its beginning, begins inside of a span of thoughts.</summary>
    private bool InThoughts(Expansion expansion) =>
        halves.TryGetValue(expansion.Parent, out HalfWritten? half) ? half.InThoughts : startsInThoughts && expansion.Parent == RootId;

    /// <summary>Tokens that thoughts may still take; without a bound where none are thought.</summary>
    private int ThoughtsLeft(Expansion expansion, int drawnTokens) =>
        (expansion.Parent == RootId || InThoughts(expansion)) && thinking?.Budget is { } budget ? budget - HalfOf(expansion).Drawn - drawnTokens : int.MaxValue;

    private Proposal Admit(Generation sample, Expansion expansion)
    {
        TrajectoryId id = new(++lastId);
        sequences.Add(id, sample.Sequence);
        HalfWritten before = HalfOf(expansion);
        ImmutableArray<int> tokens = [.. before.LastStep, .. sample.NewTokens];
        ImmutableArray<Step> steps = StepsOf(tokens, expansion);
        if (sample.StopReason == StopReason.LengthLimit)
        {
            int last = steps.IsEmpty ? tokens.Length : steps[^1].TokenCount;
            halves.Add(id, new([.. tokens[^last..]], before.Drawn + sample.NewTokens.Length, steps.Length <= 1 && InThoughts(expansion)));
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
