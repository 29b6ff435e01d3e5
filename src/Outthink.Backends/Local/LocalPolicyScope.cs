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
    private readonly StepSplitter splitter;
    private readonly string delimiter;
    private readonly Dictionary<TrajectoryId, HalfWritten> halves = [];
    private readonly SequenceTable sequences = new();
    private readonly DrawnSamples drawn = new();
    private readonly int promptTokenCount;
    private long lastId;

    public LocalPolicyScope(LocalPolicy policy, ImmutableArray<int> prompt)
    {
        model = policy.Model;
        splitter = new(model.Tokenizer, policy.Card.StepDelimiter);
        delimiter = policy.Card.StepDelimiter;
        promptTokenCount = prompt.Length;
        sequences.Add(RootId, model.Start(prompt));
    }

    public override TrajectoryId Root => RootId;

    public override Usage Usage => usage;
    private Usage usage = Usage.Zero;

    public override async Task<ImmutableArray<ImmutableArray<Proposal>>> ProposeAsync(
        ImmutableArray<Expansion> expansions, CancellationToken cancellationToken)
    {
        var requests = expansions
            .Select(e => drawn.Without(e))
            .Where(e => !e.Seeds.IsEmpty)
            .GroupBy(e => (sequences[e.Parent], e.Sampling, e.Extent, e.MaxTokens, e.Seeds.Length, e.ReserveSeeds.Length))
            .Select(family => GenerateAsync([.. family], cancellationToken));
        foreach (var (request, result) in await Batch.AllAsync(requests, r => Release(r.Result)))
        {
            Spend(result.Usage);
            drawn.Add(request, result);
        }
        var proposals = ImmutableArray.CreateBuilder<ImmutableArray<Proposal>>(expansions.Length);
        foreach (Expansion expansion in expansions)
        {
            var ofOne = ImmutableArray.CreateBuilder<Proposal>(expansion.Seeds.Length);
            foreach (ulong seed in expansion.Seeds)
                ofOne.Add(Admit(await PassBlanksAsync(drawn.Take(expansion.Parent, seed), expansion, seed, cancellationToken), HalfOf(expansion)));
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
            MaxNewTokens = family[0].MaxTokens,
            Stops = family[0].Extent == Extent.Step ? HalfOf(family[0]).StopsOf(delimiter, splitter.BytesOf) : [],
        }, cancellationToken);
        return (family, result);
    }

    /// <summary>A delimiter with nothing before it makes no step, nor does the end of one without its beginning: such a sample goes on from where it stands.</summary>
    private async Task<Generation> PassBlanksAsync(Generation sample, Expansion expansion, ulong seed, CancellationToken cancellationToken)
    {
        ImmutableArray<int> before = HalfOf(expansion).LastStep;
        while (sample.StopReason == StopReason.StopString && !splitter.HasWholeStep([.. before, .. sample.NewTokens]))
        {
            using Sequence blank = sample.Sequence;
            int left = expansion.MaxTokens - sample.NewTokens.Length;
            if (left <= 0) return sample with { Sequence = model.Start(blank.Tokens), StopReason = StopReason.LengthLimit };
            seed += 0x9E3779B97F4A7C15;
            GenerateResult more = await model.GenerateAsync(blank, new()
            {
                Seeds = [seed],
                Sampling = SamplingOf(expansion),
                MaxNewTokens = left,
                Stops = HalfWritten.None.StopsOf(delimiter, splitter.BytesOf),
            }, cancellationToken);
            Spend(more.Usage);
            Generation next = more.Generations[0];
            sample = next with { NewTokens = [.. sample.NewTokens, .. next.NewTokens], LogProbs = [.. sample.LogProbs, .. next.LogProbs] };
        }
        return sample;
    }

    private HalfWritten HalfOf(Expansion expansion) => halves.GetValueOrDefault(expansion.Parent, HalfWritten.None);

    private Proposal Admit(Generation sample, HalfWritten before)
    {
        TrajectoryId id = new(++lastId);
        sequences.Add(id, sample.Sequence);
        ImmutableArray<int> tokens = [.. before.LastStep, .. sample.NewTokens];
        ImmutableArray<Step> steps = splitter.Split(tokens);
        if (sample.StopReason == StopReason.LengthLimit)
            halves.Add(id, new([.. tokens[^(steps.IsEmpty ? tokens.Length : steps[^1].TokenCount)..]], before.Drawn + sample.NewTokens.Length));
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

    private void Spend(EvaluationUsage spent) => usage += new Usage
    {
        PromptTokens = usage.PromptTokens == 0 ? promptTokenCount : 0,
        PolicyTokens = spent.EvaluatedTokens,
        PolicyCachedTokens = spent.CachedTokens,
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

    private static void Release(GenerateResult result)
    {
        foreach (Generation? sample in result.Generations.AsEnumerable<Generation?>().Concat(result.Reserves)) sample?.Sequence.Dispose();
    }
}
