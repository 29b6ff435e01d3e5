using System.Collections.Immutable;
using Outthink.Evaluation.Suites;
using Outthink.Search;

namespace Outthink.Evaluation.RewardModels;

/// <summary>
/// Scores every policy's rollouts with every reward model and holds the scores against exact step labels. A reward
/// model's threshold is chosen on the calibration problems, over the rollouts of all policies together, and used on
/// the others.
/// </summary>
public sealed class PrmEvaluation
{
    /// <summary>Problems whose results are reported; each needs its canonical steps.</summary>
    public required Suite Suite { get; init; }

    /// <summary>Other problems, for the thresholds.</summary>
    public required Suite Calibration { get; init; }

    public required ImmutableArray<Policy> Policies { get; init; }

    public required ImmutableArray<ProcessRewardModel> Prms { get; init; }

    /// <summary>How rollouts are drawn; <see cref="SearchOptions.Samples"/> is their number a problem.</summary>
    public required SearchOptions Options { get; init; }

    /// <summary>Problems side by side.</summary>
    public int Concurrency { get; init; } = 64;

    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Called one at a time with the problems done and those to do.</summary>
    public Action<int, int>? OnProgress { get; init; }

    /// <summary>One result a policy and reward model, policies first.</summary>
    /// <exception cref="OperationCanceledException">Cancelled: thresholds need all rollouts, so there is nothing to hand out.</exception>
    public async Task<ImmutableArray<PrmResult>> RunAsync(CancellationToken cancellationToken = default)
    {
        if (Suite.Items.Concat(Calibration.Items).FirstOrDefault(i => i.Steps.IsEmpty) is { } unlabelled)
            throw new SuiteFormatException($"problem '{unlabelled.Id}' has no canonical steps, so its rollouts cannot be labelled; use the suite 'arithmetic' or add \"steps\"");
        int done = 0, all = Policies.Length * Prms.Length * (Suite.Items.Length + Calibration.Items.Length);
        Lock gate = new();
        void Advance()
        {
            lock (gate) OnProgress?.Invoke(++done, all);
        }

        Dictionary<(Policy, ProcessRewardModel), Judgement> calibration = [], judgements = [];
        foreach (Policy policy in Policies)
            foreach (ProcessRewardModel prm in Prms)
            {
                calibration[(policy, prm)] = await JudgeAsync(Calibration, policy, prm, Advance, cancellationToken);
                judgements[(policy, prm)] = await JudgeAsync(Suite, policy, prm, Advance, cancellationToken);
            }
        Dictionary<ProcessRewardModel, double> thresholds = Prms.ToDictionary(prm => prm, prm =>
            FirstErrorAccuracy.BestThreshold([.. Policies.SelectMany(policy => calibration[(policy, prm)].Rollouts)]) ?? 0.5);
        return
        [
            .. from policy in Policies
               from prm in Prms
               let judgement = judgements[(policy, prm)]
               select new PrmResult
               {
                   Policy = policy.Name,
                   Prm = prm.Name,
                   Problems = Suite.Items.Length,
                   Rollouts = judgement.Rollouts,
                   LeftOut = judgement.LeftOut,
                   FirstErrors = FirstErrorAccuracy.At(thresholds[prm], judgement.Rollouts),
                   Usage = judgement.Usage,
                   Elapsed = judgement.Elapsed,
               },
        ];
    }

    async Task<Judgement> JudgeAsync(Suite suite, Policy policy, ProcessRewardModel prm, Action advance, CancellationToken cancellationToken)
    {
        long start = TimeProvider.GetTimestamp();
        Judgement[] parts = new Judgement[suite.Items.Length];
        ParallelOptions parallel = new() { MaxDegreeOfParallelism = Concurrency, CancellationToken = cancellationToken };
        await Parallel.ForAsync(0, parts.Length, parallel, async (i, stop) =>
        {
            SuiteItem item = suite.Items[i];
            Verdict verdict = await new BestOfN().SearchAsync(new Problem { Id = item.Id, Text = item.Problem }, policy, prm, Options, cancellationToken: stop);
            stop.ThrowIfCancellationRequested();
            parts[i] = Label(item, verdict);
            advance();
        });
        return new Judgement([.. parts.SelectMany(p => p.Rollouts)], parts.Sum(p => p.LeftOut),
            parts.Aggregate(Usage.Zero, (sum, p) => sum + p.Usage), TimeProvider.GetElapsedTime(start));
    }

    static Judgement Label(SuiteItem item, Verdict verdict)
    {
        List<LabelledRollout> rollouts = [];
        int leftOut = verdict.Truncated.Length;
        foreach (Trajectory trajectory in verdict.Candidates.Select(c => c.Trajectory))
        {
            int? error = StepLabels.FirstError(item.Steps, [.. trajectory.Steps.Select(s => s.Text)]);
            if (error is null && trajectory.Steps.Length < item.Steps.Length) leftOut++;
            else rollouts.Add(new() { Scores = [.. trajectory.Steps.Select(s => s.Score!.Value)], FirstError = error });
        }
        return new Judgement([.. rollouts], leftOut, verdict.Usage, verdict.Elapsed);
    }

    sealed record Judgement(ImmutableArray<LabelledRollout> Rollouts, int LeftOut, Usage Usage, TimeSpan Elapsed);
}
