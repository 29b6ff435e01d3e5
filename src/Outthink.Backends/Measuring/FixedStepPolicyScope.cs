using System.Collections.Immutable;
using Outthink.Backends.Local;
using Outthink.Engine;

namespace Outthink.Backends.Measuring;

/// <summary>One search of fixed steps in a policy. Samples of one parent are one request, as in <see cref="LocalPolicyScope"/>.</summary>
internal sealed class FixedStepPolicyScope : PolicyScope
{
    private static readonly TrajectoryId RootId = new(0);

    private readonly LanguageModel model;
    private readonly FixedSteps steps;
    private readonly Dictionary<TrajectoryId, Sequence> sequences = [];
    private long lastId;

    public FixedStepPolicyScope(LanguageModel model, FixedSteps steps)
    {
        (this.model, this.steps) = (model, steps);
        sequences.Add(RootId, model.Start(steps.Prompt));
    }

    public override TrajectoryId Root => RootId;

    public override Usage Usage => usage;
    private Usage usage = Usage.Zero;

    public override async Task<ImmutableArray<ImmutableArray<Proposal>>> ProposeAsync(ImmutableArray<Expansion> expansions, CancellationToken cancellationToken)
    {
        var families = expansions.GroupBy(e => e.Parent).Select(f => (Parent: f.Key, Seeds: f.SelectMany(e => e.Seeds).ToImmutableArray(), f.First().Sampling)).ToArray();
        ImmutableArray<GenerateResult> results = await Batch.AllAsync(families.Select(f => model.GenerateAsync(sequences[f.Parent], new()
        {
            Seeds = f.Seeds,
            Sampling = new() { Temperature = f.Sampling.Temperature, TopK = f.Sampling.TopK, TopP = f.Sampling.TopP, MinP = f.Sampling.MinP },
            MaxNewTokens = steps.StepTokens,
            IgnoresEnd = true,
        }, cancellationToken)), Release);
        Dictionary<TrajectoryId, Queue<Generation>> drawn = [];
        foreach ((var family, GenerateResult result) in families.Zip(results))
        {
            drawn.Add(family.Parent, new(result.Generations));
            Spend(result.Usage);
        }
        return [.. expansions.Select(e => e.Seeds.Select(_ => Admit(drawn[e.Parent].Dequeue())).ToImmutableArray())];
    }

    public override void Keep(ImmutableArray<TrajectoryId> frontier)
    {
        HashSet<TrajectoryId> kept = [RootId, .. frontier];
        foreach (TrajectoryId id in sequences.Keys.Where(id => !kept.Contains(id)).ToArray())
        {
            sequences[id].Dispose();
            sequences.Remove(id);
        }
    }

    public override ValueTask DisposeAsync()
    {
        foreach (Sequence sequence in sequences.Values) sequence.Dispose();
        sequences.Clear();
        return ValueTask.CompletedTask;
    }

    private Proposal Admit(Generation sample)
    {
        TrajectoryId id = new(++lastId);
        sequences.Add(id, sample.Sequence);
        usage += new Usage { GeneratedTokens = sample.NewTokens.Length };
        return new() { Id = id, Steps = [FixedSteps.StepOf(sample.NewTokens)], End = steps.EndAt(sample.Sequence.TokenCount) };
    }

    private void Spend(EvaluationUsage spent) => usage += new Usage
    {
        PromptTokens = usage.PromptTokens == 0 ? steps.Prompt.Length : 0,
        PolicyTokens = spent.EvaluatedTokens,
        PolicyCachedTokens = spent.CachedTokens,
        PolicyFlops = spent.Flops,
        PolicyPasses = spent.Passes,
    };

    private static void Release(GenerateResult result)
    {
        foreach (Generation sample in result.Generations) sample.Sequence.Dispose();
    }
}
