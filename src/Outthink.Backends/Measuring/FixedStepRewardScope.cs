using System.Collections.Immutable;
using Outthink.Backends.Local;
using Outthink.Engine;

namespace Outthink.Backends.Measuring;

/// <summary>One search of fixed steps in a reward model: a child costs its new step only, on its parent's KV.</summary>
internal sealed class FixedStepRewardScope(LanguageModel model, FixedSteps steps, ImmutableArray<int> labels) : RewardScope
{
    private readonly Judged root = new(model.Start(steps.Prompt), []);
    private readonly Dictionary<TrajectoryId, Judged> judged = [];

    public override Usage Usage => usage;
    private Usage usage = Usage.Zero;

    public override async Task<ImmutableArray<ImmutableArray<double>>> ScoreAsync(ImmutableArray<Trajectory> trajectories, CancellationToken cancellationToken)
    {
        var families = trajectories.Where(t => !judged.ContainsKey(t.Id)).GroupBy(Ancestor).Select(f => (Parent: f.Key, Children: f.ToArray())).ToArray();
        ImmutableArray<ScoreResult> results = await Batch.AllAsync(families.Select(f => AskAsync(f.Parent, f.Children, cancellationToken)), Release);
        foreach (((Judged parent, Trajectory[] children), ScoreResult result) in families.Zip(results))
        {
            foreach ((Trajectory child, Engine.Scoring scoring) in children.Zip(result.Scorings))
                judged.Add(child.Id, new(scoring.Sequence, [.. parent.Scores, .. scoring.Values.Where((_, i) => i % labels.Length == 0).Select(v => Math.Exp(v))]));
            EvaluationUsage spent = result.Usage;
            usage += new Usage { PrmTokens = spent.EvaluatedTokens, PrmCachedTokens = spent.CachedTokens, PrmFlops = spent.Flops, PrmPasses = spent.Passes };
        }
        return [.. trajectories.Select(t => judged[t.Id].Scores)];
    }

    public override void Keep(ImmutableArray<TrajectoryId> frontier)
    {
        HashSet<TrajectoryId> kept = [.. frontier];
        foreach (TrajectoryId id in judged.Keys.Where(id => !kept.Contains(id)).ToArray())
        {
            judged[id].Sequence.Dispose();
            judged.Remove(id);
        }
    }

    public override ValueTask DisposeAsync()
    {
        Keep([]);
        root.Sequence.Dispose();
        return ValueTask.CompletedTask;
    }

    private Judged Ancestor(Trajectory trajectory) => trajectory.Parent is { } parent && judged.TryGetValue(parent, out Judged? found) ? found : root;

    private Task<ScoreResult> AskAsync(Judged parent, Trajectory[] children, CancellationToken cancellationToken)
    {
        ImmutableArray<int>[][] fresh = [.. children.Select(c => c.Steps.Skip(parent.Scores.Length).Select(FixedSteps.TokensOf).ToArray())];
        return model.ScoreAsync(parent.Sequence, new()
        {
            Continuations = [.. fresh.Select(parts => parts.SelectMany(tokens => tokens).ToImmutableArray())],
            ReadOut = new ReadOut.LabelLogProbs { Positions = [.. fresh.Select(EndsOf)], Labels = labels },
        }, cancellationToken);
    }

    private static ImmutableArray<int> EndsOf(ImmutableArray<int>[] parts)
    {
        int end = -1;
        return [.. parts.Select(tokens => end += tokens.Length)];
    }

    private static void Release(ScoreResult result)
    {
        foreach (Engine.Scoring scoring in result.Scorings) scoring.Sequence.Dispose();
    }

    private sealed record Judged(Sequence Sequence, ImmutableArray<double> Scores);
}
