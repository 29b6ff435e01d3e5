using System.Collections.Immutable;
using System.Text;
using Outthink.Engine;

namespace Outthink.Backends.Local;

/// <summary>One problem in a local policy: each trajectory's token ids and KV, as generated, never tokenised again.</summary>
internal sealed class LocalPolicyScope : PolicyScope
{
    private static readonly TrajectoryId RootId = new(0);

    private readonly LanguageModel model;
    private readonly StepSplitter splitter;
    private readonly ImmutableArray<ImmutableArray<byte>> delimiter;
    private readonly Dictionary<TrajectoryId, Sequence> sequences = [];
    private readonly int promptTokenCount;
    private long lastId;

    public LocalPolicyScope(LocalPolicy policy, ImmutableArray<int> prompt)
    {
        model = policy.Model;
        splitter = new(model.Tokenizer, policy.Card.StepDelimiter);
        delimiter = [[.. Encoding.UTF8.GetBytes(policy.Card.StepDelimiter)]];
        promptTokenCount = prompt.Length;
        sequences.Add(RootId, model.Start(prompt));
    }

    public override TrajectoryId Root => RootId;

    public override Usage Usage => usage;
    private Usage usage = Usage.Zero;

    public override async Task<ImmutableArray<ImmutableArray<Proposal>>> ProposeAsync(
        ImmutableArray<Expansion> expansions, CancellationToken cancellationToken)
    {
        var batches = await Batch.AllAsync(expansions.Select(e => GenerateAsync(e, cancellationToken)), Release);
        var proposals = ImmutableArray.CreateBuilder<ImmutableArray<Proposal>>(expansions.Length);
        foreach (var (drafts, spent) in batches)
        {
            Spend(spent, drafts);
            proposals.Add([.. drafts.Select(Admit)]);
        }
        return proposals.MoveToImmutable();
    }

    public override void Keep(ImmutableArray<TrajectoryId> frontier)
    {
        HashSet<TrajectoryId> kept = [RootId, .. frontier];
        foreach (TrajectoryId id in sequences.Keys.Where(id => !kept.Contains(id)).ToArray())
        {
            sequences.Remove(id, out Sequence? sequence);
            sequence!.Dispose();
        }
    }

    public override ValueTask DisposeAsync()
    {
        foreach (Sequence sequence in sequences.Values) sequence.Dispose();
        sequences.Clear();
        return ValueTask.CompletedTask;
    }

    private async Task<(ImmutableArray<Draft> Drafts, EvaluationUsage Spent)> GenerateAsync(Expansion expansion, CancellationToken cancellationToken)
    {
        Sequence parent = sequences[expansion.Parent];
        bool stepwise = expansion.Extent == Extent.Step;
        GenerateRequest request = new()
        {
            Seeds = expansion.Seeds,
            Sampling = new()
            {
                Temperature = expansion.Sampling.Temperature,
                TopK = expansion.Sampling.TopK,
                TopP = expansion.Sampling.TopP,
                MinP = expansion.Sampling.MinP,
            },
            MaxNewTokens = expansion.MaxTokens,
            Stops = stepwise ? delimiter : [],
        };
        GenerateResult result = await model.GenerateAsync(parent, request, cancellationToken);
        Draft[] drafts = [.. result.Generations.Select(g => new Draft(g.Sequence, g.NewTokens, g.StopReason, 0))];
        EvaluationUsage spent = result.Usage;
        try
        {
            for (int i = 0; stepwise && i < drafts.Length; i++)
            {
                // A delimiter with nothing before it makes no step: the sample goes on from where it stands.
                while (drafts[i].StopReason == StopReason.StopString && splitter.Split(drafts[i].Tokens).IsEmpty)
                {
                    Draft blank = drafts[i];
                    int left = expansion.MaxTokens - blank.Tokens.Length;
                    if (left <= 0)
                    {
                        drafts[i] = blank with { StopReason = StopReason.LengthLimit };
                        break;
                    }
                    ulong seed = expansion.Seeds[i] + (ulong)(blank.Blanks + 1) * 0x9E3779B97F4A7C15;
                    GenerateResult more = await model.GenerateAsync(blank.Sequence, request with { Seeds = [seed], MaxNewTokens = left }, cancellationToken);
                    blank.Sequence.Dispose();
                    Generation next = more.Generations[0];
                    drafts[i] = new(next.Sequence, [.. blank.Tokens, .. next.NewTokens], next.StopReason, blank.Blanks + 1);
                    spent += more.Usage;
                }
            }
        }
        catch
        {
            foreach (Draft draft in drafts) draft.Sequence.Dispose();
            throw;
        }
        return ([.. drafts], spent);
    }

    private Proposal Admit(Draft draft)
    {
        TrajectoryId id = new(++lastId);
        sequences.Add(id, draft.Sequence);
        return new()
        {
            Id = id,
            Steps = splitter.Split(draft.Tokens),
            End = draft.StopReason switch
            {
                StopReason.StopString => ProposalEnd.Delimiter,
                StopReason.EndOfSequence => ProposalEnd.EndOfSequence,
                StopReason.LengthLimit => ProposalEnd.TokenLimit,
                StopReason.ContextEnd => ProposalEnd.ContextEnd,
                _ => throw new InvalidOperationException($"Unknown stop reason {draft.StopReason}."),
            },
        };
    }

    private void Spend(EvaluationUsage spent, ImmutableArray<Draft> drafts) => usage += new Usage
    {
        PromptTokens = usage.PromptTokens == 0 ? promptTokenCount : 0,
        GeneratedTokens = drafts.Sum(d => (long)d.Tokens.Length),
        PolicyTokens = spent.EvaluatedTokens,
        PolicyCachedTokens = spent.CachedTokens,
        PolicyFlops = spent.Flops,
    };

    private static void Release((ImmutableArray<Draft> Drafts, EvaluationUsage Spent) batch)
    {
        foreach (Draft draft in batch.Drafts) draft.Sequence.Dispose();
    }

    /// <summary>A sample as it grows; <paramref name="Blanks"/> counts the empty steps it has passed over.</summary>
    private sealed record Draft(Sequence Sequence, ImmutableArray<int> Tokens, StopReason StopReason, int Blanks);
}
