using System.Collections.Immutable;
using Outthink.Backends.Prompts;
using Outthink.Engine;
using CardReadOut = Outthink.Backends.ModelCards.ReadOut;
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
        StepInput[] inputs = [.. children.Select(c => prm.Steps.Write(c.Steps.AsSpan()[parent.Scores.Length..], before: parent.Scores.Length))];
        int longest = parent.Sequence.TokenCount + inputs.Max(l => Math.Max(l.Tokens.Length, l.Branch.Length));
        if (longest > prm.Model.Config.ContextLength)
            throw new ProblemRejectedException(
                $"A solution takes {longest} tokens with its problem, but the PRM {prm.Name} reads at most {prm.Model.Config.ContextLength}. Lower the token limit, or choose a PRM with a longer context.");
        if (prm.Card.ReadOut == CardReadOut.Outcome) return await JudgeWholeAsync(parent, children, inputs, cancellationToken);
        ScoreResult result = await prm.Model.ScoreAsync(parent.Sequence, new()
        {
            Continuations = [.. inputs.Select(l => l.Tokens)],
            ReadOut = prm.Reader.At([.. inputs.Select(l => l.ReadAt)]),
        }, cancellationToken);
        bool isLikelihood = prm.Card.ReadOut == CardReadOut.Likelihood;
        return ([.. result.Scorings.Zip(inputs, (s, l) => isLikelihood ? ByLikelihood(parent, s, l) : ByReading(parent, s))], result.Usage);
    }

    /// <summary>Each solution is read in a branch where it ends, beside the one where it may go on; steps before the last have 1.</summary>
    private async Task<(ImmutableArray<Judged> Children, EvaluationUsage Spent)> JudgeWholeAsync(
        Judged parent, Trajectory[] children, StepInput[] inputs, CancellationToken cancellationToken)
    {
        ImmutableArray<ImmutableArray<int>> continuations = [.. inputs.Select(l => l.Tokens), .. inputs.Select(l => l.Branch)];
        ScoreResult result = await prm.Model.ScoreAsync(parent.Sequence, new()
        {
            Continuations = continuations,
            ReadOut = prm.Reader.At([.. continuations.Select(c => ImmutableArray.Create(c.Length - 1))]),
        }, cancellationToken);
        var judged = ImmutableArray.CreateBuilder<Judged>(children.Length);
        for (int i = 0; i < children.Length; i++)
        {
            EngineScoring read = result.Scorings[children.Length + i];
            read.Sequence.Dispose();
            judged.Add(new(result.Scorings[i].Sequence, [.. Enumerable.Repeat(1.0, children[i].Steps.Length - 1), prm.Reader.Scores(read.Values).Single()], 0));
        }
        return (judged.MoveToImmutable(), result.Usage);
    }

    private static Judged ByLikelihood(Judged parent, EngineScoring scoring, StepInput input)
    {
        var scores = ImmutableArray.CreateBuilder<double>();
        scores.AddRange(parent.Scores);
        double logLikelihood = parent.LogLikelihood;
        int next = 0;
        foreach (int end in input.ReadAt)
        {
            for (; next <= end; next++) logLikelihood += scoring.Values[next];
            scores.Add(Math.Exp(logLikelihood));
        }
        return new(scoring.Sequence, scores.ToImmutable(), logLikelihood);
    }

    private Judged ByReading(Judged parent, EngineScoring scoring) =>
        new(scoring.Sequence, [.. parent.Scores, .. prm.Reader.Scores(scoring.Values)], 0);

    private static void Release((ImmutableArray<Judged> Children, EvaluationUsage Spent) batch)
    {
        foreach (Judged child in batch.Children) child.Sequence.Dispose();
    }

    private sealed record Judged(Sequence Sequence, ImmutableArray<double> Scores, double LogLikelihood);
}
