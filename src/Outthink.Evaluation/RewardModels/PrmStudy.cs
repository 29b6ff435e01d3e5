using System.Collections.Immutable;
using Outthink.Evaluation.Suites;
using Outthink.Scoring;

namespace Outthink.Evaluation.RewardModels;

/// <summary>
/// How reward models err: on labelled steps of policies' rollouts, or of solutions from a file. A reward model's
/// thresholds are chosen over all policies' rollouts together, each on the half of the problems it is not used on.
/// </summary>
public sealed class PrmStudy
{
    public required ImmutableArray<ProcessRewardModel> Prms { get; init; }

    /// <summary>How a solution's step scores become one number where length bias is measured.</summary>
    public Aggregation Aggregation { get; init; } = Aggregation.Last;

    /// <summary>Problems side by side.</summary>
    public int Concurrency { get; init; } = 64;

    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Called one at a time with the work done and the work to do, in problems or solutions.</summary>
    public Action<int, int>? OnProgress { get; init; }

    /// <summary>Rollouts of every policy, <see cref="SearchOptions.Samples"/> a problem; one result a policy and reward model, policies first.</summary>
    /// <param name="suite">Problems with their canonical steps.</param>
    /// <param name="policies">Whose rollouts are judged.</param>
    /// <param name="options">How they are drawn.</param>
    /// <param name="cancellationToken">Ends the study without a result.</param>
    /// <exception cref="SuiteFormatException">A problem has no canonical steps.</exception>
    public async Task<ImmutableArray<PrmStudyResult>> RunAsync(Suite suite, ImmutableArray<Policy> policies, SearchOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(suite);
        RolloutJudge.RequireSteps(suite);
        RolloutJudge judge = new(options, Concurrency, TimeProvider, Counter(policies.Length * Prms.Length * suite.Items.Length));
        Dictionary<(Policy, ProcessRewardModel), Judgement> judgements = [];
        foreach (Policy policy in policies)
            foreach (ProcessRewardModel prm in Prms)
                judgements[(policy, prm)] = await judge.JudgeAsync(suite, policy, prm, cancellationToken);
        Dictionary<ProcessRewardModel, CrossFit> thresholds = Prms.ToDictionary(prm => prm, prm => CrossFit.Of([.. policies.SelectMany(policy => judgements[(policy, prm)].Rollouts)]));
        return [.. from policy in policies from prm in Prms select PrmStudyResult.Of(policy.Name, prm.Name, judgements[(policy, prm)], thresholds[prm], Aggregation)];
    }

    /// <summary>Solutions with labels from elsewhere; one result a reward model.</summary>
    /// <param name="solutions">The solutions.</param>
    /// <param name="cancellationToken">Ends the study without a result.</param>
    public async Task<ImmutableArray<PrmStudyResult>> RunAsync(ImmutableArray<LabelledSolution> solutions, CancellationToken cancellationToken = default)
    {
        SolutionJudge judge = new(Concurrency, TimeProvider, Counter(Prms.Length * solutions.Length));
        ImmutableArray<PrmStudyResult>.Builder results = ImmutableArray.CreateBuilder<PrmStudyResult>();
        foreach (ProcessRewardModel prm in Prms)
        {
            Judgement judgement = await judge.JudgeAsync(solutions, prm, cancellationToken);
            results.Add(PrmStudyResult.Of(null, prm.Name, judgement, CrossFit.Of(judgement.Rollouts), Aggregation));
        }
        return results.ToImmutable();
    }

    Action Counter(int all)
    {
        int done = 0;
        Lock gate = new();
        return () =>
        {
            lock (gate) OnProgress?.Invoke(++done, all);
        };
    }
}
