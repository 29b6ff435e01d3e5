using System.Collections.Immutable;
using Outthink.Evaluation.Suites;

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
        RolloutJudge.RequireSteps(Suite);
        RolloutJudge.RequireSteps(Calibration);
        int done = 0, all = Policies.Length * Prms.Length * (Suite.Items.Length + Calibration.Items.Length);
        Lock gate = new();
        void Advance()
        {
            lock (gate) OnProgress?.Invoke(++done, all);
        }

        RolloutJudge judge = new(Options, Concurrency, TimeProvider, Advance);
        Dictionary<(Policy, ProcessRewardModel), Judgement> calibration = [], judgements = [];
        foreach (Policy policy in Policies)
            foreach (ProcessRewardModel prm in Prms)
            {
                calibration[(policy, prm)] = await judge.JudgeAsync(Calibration, policy, prm, cancellationToken);
                judgements[(policy, prm)] = await judge.JudgeAsync(Suite, policy, prm, cancellationToken);
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
}
