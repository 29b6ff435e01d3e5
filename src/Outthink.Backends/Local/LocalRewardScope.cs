using System.Collections.Immutable;
using Outthink.Engine;
using CardReadOut = Outthink.Backends.ModelCards.ReadOut;
using EngineReadOut = Outthink.Engine.ReadOut;
using EngineScoring = Outthink.Engine.Scoring;

namespace Outthink.Backends.Local;

/// <summary>One problem in a local reward model: each scored trajectory's KV and scores, so that a child costs its new steps only.</summary>
internal sealed class LocalRewardScope : RewardScope
{
    private readonly LocalRewardModel prm;
    private readonly Judged root;
    private readonly Dictionary<TrajectoryId, Judged> judged = [];
    private readonly SequenceTable sequences = new();

    public LocalRewardScope(LocalRewardModel prm, ImmutableArray<int> prompt)
    {
        this.prm = prm;
        root = new(prm.Model.Start(prompt), [], 0);
    }

    public override Usage Usage => usage;
    private Usage usage = Usage.Zero;

    public override async Task<ImmutableArray<ImmutableArray<double>>> ScoreAsync(
        ImmutableArray<Trajectory> trajectories, CancellationToken cancellationToken)
    {
        Trajectory[] unseen = [.. trajectories.Where(t => !judged.ContainsKey(t.Id)).DistinctBy(t => t.Id)];
        // Ancestors of equal tokens are one sequence, and their scores are equal too.
        var families = unseen.GroupBy(t => Ancestor(t).Sequence).Select(f => (Parent: Ancestor(f.First()), Children: f.ToArray())).ToArray();
        var batches = await Batch.AllAsync(families.Select(f => JudgeAsync(f.Parent, f.Children, cancellationToken)), Release);
        for (int f = 0; f < families.Length; f++)
        {
            foreach ((Trajectory child, Judged fresh) in families[f].Children.Zip(batches[f].Children))
                judged.Add(child.Id, fresh with { Sequence = sequences.Add(child.Id, fresh.Sequence) });
            EvaluationUsage spent = batches[f].Spent;
            usage += new Usage { PrmTokens = spent.EvaluatedTokens, PrmCachedTokens = spent.CachedTokens, RecomputedTokens = spent.RecomputedTokens, PrmFlops = spent.Flops, PrmPasses = spent.Passes };
        }
        return [.. trajectories.Select(t => judged[t.Id].Scores)];
    }

    public override void Keep(ImmutableArray<TrajectoryId> frontier)
    {
        HashSet<TrajectoryId> kept = [.. frontier];
        foreach (TrajectoryId id in judged.Keys.Where(id => !kept.Contains(id)).ToArray()) judged.Remove(id);
        sequences.Keep(kept);
    }

    public override ValueTask DisposeAsync()
    {
        judged.Clear();
        sequences.Dispose();
        root.Sequence.Dispose();
        return ValueTask.CompletedTask;
    }

    private Judged Ancestor(Trajectory trajectory) =>
        trajectory.Parent is { } parent && judged.TryGetValue(parent, out Judged? found) ? found : root;

    private async Task<(ImmutableArray<Judged> Children, EvaluationUsage Spent)> JudgeAsync(
        Judged parent, Trajectory[] children, CancellationToken cancellationToken)
    {
        Layout[] layouts = [.. children.Select(c => LayOut(c.Steps.AsSpan()[parent.Scores.Length..]))];
        int longest = parent.Sequence.TokenCount + layouts.Max(l => l.Tokens.Length);
        if (longest > prm.Model.Config.ContextLength)
            throw new ProblemRejectedException(
                $"A solution takes {longest} tokens with its problem, but the PRM {prm.Name} reads at most {prm.Model.Config.ContextLength}. Lower the token limit, or choose a PRM with a longer context.");
        bool likelihood = prm.Card.ReadOut == CardReadOut.Likelihood;
        ScoreResult result = await prm.Model.ScoreAsync(parent.Sequence, new()
        {
            Continuations = [.. layouts.Select(l => l.Tokens)],
            ReadOut = likelihood
                ? new EngineReadOut.TokenLogProbs()
                : new EngineReadOut.LabelLogProbs { Positions = [.. layouts.Select(l => l.StepEnds)], Labels = [prm.GoodLabel, prm.BadLabel] },
        }, cancellationToken);
        return ([.. result.Scorings.Zip(layouts, (s, l) => likelihood ? ByLikelihood(parent, s, l) : ByLabels(parent, s))], result.Usage);
    }

    /// <summary>The new steps as the card lays them out, each tokenised by itself so that a prefix's tokens never depend on what follows.</summary>
    private Layout LayOut(ReadOnlySpan<Step> steps)
    {
        var tokens = ImmutableArray.CreateBuilder<int>();
        var ends = ImmutableArray.CreateBuilder<int>(steps.Length);
        foreach (Step step in steps)
        {
            string text = StepText.LayOut(step.Text, prm.Card.StepLayout);
            if (prm.Card.ReadOut == CardReadOut.Labels) text = text.TrimEnd() + prm.Card.Marker;
            tokens.AddRange(prm.Model.Tokenizer.Encode(text, addSpecial: false, parseSpecial: false));
            ends.Add(tokens.Count - 1);
        }
        return new(tokens.ToImmutable(), ends.MoveToImmutable());
    }

    private static Judged ByLikelihood(Judged parent, EngineScoring scoring, Layout layout)
    {
        var scores = ImmutableArray.CreateBuilder<double>();
        scores.AddRange(parent.Scores);
        double logLikelihood = parent.LogLikelihood;
        int next = 0;
        foreach (int end in layout.StepEnds)
        {
            for (; next <= end; next++) logLikelihood += scoring.Values[next];
            scores.Add(Math.Exp(logLikelihood));
        }
        return new(scoring.Sequence, scores.ToImmutable(), logLikelihood);
    }

    private static Judged ByLabels(Judged parent, EngineScoring scoring) =>
        new(scoring.Sequence, [.. parent.Scores, .. scoring.Values.Where((_, i) => i % 2 == 0).Select(v => Math.Exp(v))], 0);

    private static void Release((ImmutableArray<Judged> Children, EvaluationUsage Spent) batch)
    {
        foreach (Judged child in batch.Children) child.Sequence.Dispose();
    }

    private sealed record Judged(Sequence Sequence, ImmutableArray<double> Scores, double LogLikelihood);

    private sealed record Layout(ImmutableArray<int> Tokens, ImmutableArray<int> StepEnds);
}
