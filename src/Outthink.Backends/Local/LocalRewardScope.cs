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
    private LineMemory? memory;
    private JudgedTexts? texts;

    public LocalRewardScope(LocalRewardModel prm, ImmutableArray<int> prompt)
    {
        this.prm = prm;
        root = new(prm.Model.Start(prompt), [], []);
    }

    public override Usage Usage => usage;
    private Usage usage = Usage.Zero;

    private bool IsOutcome => prm.Card.ReadOut == CardReadOut.Outcome;

    public override void Remember()
    {
        memory ??= prm.Model.Remember(root.Sequence);
        texts ??= new(root, IsOutcome);
    }

    public override async Task<ImmutableArray<ImmutableArray<double>>> ScoreAsync(
        ImmutableArray<Trajectory> trajectories, CancellationToken cancellationToken)
    {
        var unseen = trajectories.Where(t => !judged.ContainsKey(t.Id)).DistinctBy(t => t.Id)
            .Select(t => (Child: t, Known: BeginningOf(t)))
            .ToLookup(t => t.Known.Scores.Length == t.Child.Steps.Length);
        foreach (var (child, known) in unseen[true]) judged.Add(child.Id, new(known.Judged.Sequence, known.Scores, known.LogLikelihoods));
        // Ancestors of equal tokens are one sequence, and their scores are equal too.
        var families = unseen[false].GroupBy(t => t.Known.Judged.Sequence).Select(f => f.ToArray()).ToArray();
        var batches = await Batch.AllAsync(families.Select(f => JudgeAsync(f[0].Known.Judged, f, cancellationToken)), Release);
        for (int f = 0; f < families.Length; f++)
        {
            foreach (var ((child, _), fresh) in families[f].Zip(batches[f].Children))
            {
                Judged kept = fresh with { Sequence = sequences.Add(child.Id, fresh.Sequence) };
                judged.Add(child.Id, kept);
                texts?.Add(child.Steps, kept);
            }
            EvaluationUsage spent = batches[f].Spent;
            usage += new Usage { PrmTokens = spent.EvaluatedTokens, PrmCachedTokens = spent.CachedTokens, RecomputedTokens = spent.RecomputedTokens, PrmFlops = spent.Flops, PrmPasses = spent.Passes };
        }
        return [.. trajectories.Select(t => judged[t.Id].Scores)];
    }

    public override void Keep(ImmutableArray<TrajectoryId> frontier)
    {
        if (texts is not null) return;
        HashSet<TrajectoryId> kept = [.. frontier];
        foreach (TrajectoryId id in judged.Keys.Where(id => !kept.Contains(id)).ToArray()) judged.Remove(id);
        sequences.Keep(kept);
    }

    public override ValueTask DisposeAsync()
    {
        judged.Clear();
        sequences.Dispose();
        root.Sequence.Dispose();
        memory?.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>By its texts where all is remembered, else by the parent that is kept.</summary>
    private Beginning BeginningOf(Trajectory trajectory) =>
        texts?.Of(trajectory.Steps) ?? new(trajectory.Parent is { } parent && judged.TryGetValue(parent, out Judged? found) ? found : root);

    private async Task<(ImmutableArray<Judged> Children, EvaluationUsage Spent)> JudgeAsync(
        Judged parent, (Trajectory Child, Beginning Known)[] children, CancellationToken cancellationToken)
    {
        StepInput[] inputs = [.. children.Select(c => Unread(prm.Steps.Write(c.Child.Steps.AsSpan()[parent.Scores.Length..], before: parent.Scores.Length), c.Known))];
        int longest = parent.Sequence.TokenCount + inputs.Max(l => Math.Max(l.Tokens.Length, l.Branch.Length));
        if (longest > prm.Model.Config.ContextLength)
            throw new ProblemRejectedException(
                $"A solution takes {longest} tokens with its problem, but the PRM {prm.Name} reads at most {prm.Model.Config.ContextLength}. Lower the token limit, or choose a PRM with a longer context.");
        if (IsOutcome) return await JudgeWholeAsync(parent, children, inputs, cancellationToken);
        ScoreResult result = await prm.Model.ScoreAsync(parent.Sequence, new()
        {
            Continuations = [.. inputs.Select(l => l.Tokens)],
            ReadOut = prm.Reader.At([.. inputs.Select(l => l.ReadAt)], [.. inputs.Select(l => l.ReadFrom)]),
            Memory = memory,
        }, cancellationToken);
        bool isLikelihood = prm.Card.ReadOut == CardReadOut.Likelihood;
        return ([.. result.Scorings.Select((s, i) => isLikelihood ? ByLikelihood(children[i].Known, s, inputs[i]) : ByReading(children[i].Known, s))], result.Usage);
    }

    /// <summary>The input without the places of steps whose scores are known.</summary>
    private static StepInput Unread(StepInput input, Beginning known)
    {
        int read = known.Scores.Length - known.Judged.Scores.Length;
        return read == 0 ? input : input with { ReadAt = input.ReadAt[read..], ReadFrom = input.ReadAt[read - 1] + 1 };
    }

    /// <summary>Each solution is read in a branch where it ends, beside the one where it may go on; steps before the last have 1.</summary>
    private async Task<(ImmutableArray<Judged> Children, EvaluationUsage Spent)> JudgeWholeAsync(
        Judged parent, (Trajectory Child, Beginning Known)[] children, StepInput[] inputs, CancellationToken cancellationToken)
    {
        ImmutableArray<ImmutableArray<int>> continuations = [.. inputs.Select(l => l.Tokens), .. inputs.Select(l => l.Branch)];
        ScoreResult result = await prm.Model.ScoreAsync(parent.Sequence, new()
        {
            Continuations = continuations,
            ReadOut = prm.Reader.At([.. continuations.Select(c => ImmutableArray.Create(c.Length - 1))], []),
            Memory = memory,
        }, cancellationToken);
        var judged = ImmutableArray.CreateBuilder<Judged>(children.Length);
        for (int i = 0; i < children.Length; i++)
        {
            EngineScoring read = result.Scorings[children.Length + i];
            read.Sequence.Dispose();
            judged.Add(new(result.Scorings[i].Sequence, [.. Enumerable.Repeat(1.0, children[i].Child.Steps.Length - 1), prm.Reader.Scores(read.Values).Single()], []));
        }
        return (judged.MoveToImmutable(), result.Usage);
    }

    private static Judged ByLikelihood(Beginning known, EngineScoring scoring, StepInput input)
    {
        var scores = known.Scores.ToBuilder();
        var logLikelihoods = known.LogLikelihoods.ToBuilder();
        double logLikelihood = logLikelihoods.Count > 0 ? logLikelihoods[^1] : 0;
        int next = input.ReadFrom;
        foreach (int end in input.ReadAt)
        {
            for (; next <= end; next++) logLikelihood += scoring.Values[next];
            scores.Add(Math.Exp(logLikelihood));
            logLikelihoods.Add(logLikelihood);
        }
        return new(scoring.Sequence, scores.ToImmutable(), logLikelihoods.ToImmutable());
    }

    private Judged ByReading(Beginning known, EngineScoring scoring) =>
        new(scoring.Sequence, [.. known.Scores, .. prm.Reader.Scores(scoring.Values)], []);

    private static void Release((ImmutableArray<Judged> Children, EvaluationUsage Spent) batch)
    {
        foreach (Judged child in batch.Children) child.Sequence.Dispose();
    }
}
