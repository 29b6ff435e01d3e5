using System.Collections.Immutable;
using Outthink.Evaluation.Suites;
using Outthink.Planning;
using Outthink.Search;

namespace Outthink.Evaluation.Runs;

/// <summary>
/// Runs rows over a suite, one row after another, many problems of a row side by side. Everything but the times
/// depends on the suite, the plans and their seeds alone.
/// </summary>
public sealed class EvaluationRun
{
    /// <summary>Set apart from every sampling seed: difficulty is estimated on samples that no row draws.</summary>
    const ulong DifficultySalt = 0xD1FF1C0170000000;

    public required Suite Suite { get; init; }

    public required ImmutableArray<RowPlan> Rows { get; init; }

    /// <summary>The policies that the plans name.</summary>
    public required IReadOnlyDictionary<string, Policy> Policies { get; init; }

    /// <summary>The reward models that the plans name.</summary>
    public required IReadOnlyDictionary<string, ProcessRewardModel> Prms { get; init; }

    /// <summary>How a policy's difficulty samples are drawn, once a policy and in no row's usage; null draws none.</summary>
    public SearchOptions? DifficultyOptions { get; init; }

    /// <summary>Problems side by side; null adapts to N, so that about 512 samples are.</summary>
    public int? Concurrency { get; init; }

    /// <summary>Relative cost of one problem of a row, for the estimate of the remaining time.</summary>
    public Func<RowPlan, double> CostOf { get; init; } = plan => plan.Samples * (plan.Prm is null ? 1 : 2);

    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Called one at a time.</summary>
    public Action<EvaluationProgress>? OnProgress { get; init; }

    /// <summary>Called with each verdict, in the order of rows and problems, one at a time: the row's index, its plan, the problem, the verdict.</summary>
    public Action<int, RowPlan, SuiteItem, Verdict>? OnVerdict { get; init; }

    /// <summary>Runs to the end, or until cancelled: then the result holds what was finished.</summary>
    /// <exception cref="RewardModelException">A reward model's scores cannot be used.</exception>
    public async Task<EvaluationResult> RunAsync(CancellationToken cancellationToken = default)
    {
        Pace pace = new(TimeProvider, Suite.Items.Length * (Rows.Sum(CostOf) + DifficultyPlans().Sum(CostOf)));
        Dictionary<string, ImmutableArray<Difficulty>> difficulties = [];
        List<RowResult> rows = [];
        for (int i = 0; i < Rows.Length && !cancellationToken.IsCancellationRequested; i++)
        {
            RowPlan plan = Rows[i];
            if (DifficultyOptions is not null && !difficulties.ContainsKey(plan.Policy))
            {
                RowResult estimate = await RunRowAsync(i, DifficultyPlan(plan.Policy), true, [], pace, cancellationToken);
                difficulties[plan.Policy] = [.. estimate.Outcomes.Select(o => Judge(o.CorrectSamples, DifficultyOptions.Samples))];
                if (cancellationToken.IsCancellationRequested) break;
            }
            RowResult row = await RunRowAsync(i, plan, false, difficulties.GetValueOrDefault(plan.Policy, []), pace, cancellationToken);
            if (!row.Outcomes.IsEmpty || Suite.Items.IsEmpty) rows.Add(row);
        }
        return new() { Suite = Suite, Rows = [.. rows], IsCancelled = rows.Count < Rows.Length || rows.Any(r => r.Outcomes.Length < Suite.Items.Length) };
    }

    internal static Difficulty Judge(int correct, int samples) =>
        2 * correct >= samples ? Difficulty.Easy : 10 * correct >= samples ? Difficulty.Medium : Difficulty.Hard;

    IEnumerable<RowPlan> DifficultyPlans() => DifficultyOptions is null ? [] : Rows.Select(r => r.Policy).Distinct().Select(DifficultyPlan);

    RowPlan DifficultyPlan(string policy) =>
        RowPlan.Of(policy, null, new MajorityVote(), DifficultyOptions! with { Seed = SplitMix64.Mix(DifficultyOptions.Seed ^ DifficultySalt) });

    async Task<RowResult> RunRowAsync(
        int row, RowPlan plan, bool isEstimate, ImmutableArray<Difficulty> difficulties, Pace pace, CancellationToken cancellationToken)
    {
        ImmutableArray<ProblemOutcome>.Builder outcomes = ImmutableArray.CreateBuilder<ProblemOutcome>(Suite.Items.Length);
        long start = TimeProvider.GetTimestamp();
        int solved = 0;
        InOrder<(ProblemOutcome Outcome, Verdict? Verdict)> inOrder = new((i, done) =>
        {
            outcomes.Add(done.Outcome);
            if (done.Outcome.IsCorrect) solved++;
            if (!isEstimate && done.Verdict is not null) OnVerdict?.Invoke(row, plan, Suite.Items[i], done.Verdict);
            pace.Done(CostOf(plan));
            OnProgress?.Invoke(new()
            {
                Row = row,
                RowCount = Rows.Length,
                Plan = plan,
                IsEstimatingDifficulty = isEstimate,
                Done = i + 1,
                Problems = Suite.Items.Length,
                Solved = solved,
                Elapsed = pace.Elapsed,
                Remaining = pace.Remaining,
            });
        });
        ParallelOptions parallel = new() { MaxDegreeOfParallelism = Concurrency ?? Math.Clamp(512 / plan.Samples, 4, 64), CancellationToken = cancellationToken };
        try
        {
            await Parallel.ForAsync(0, Suite.Items.Length, parallel, async (i, stop) =>
            {
                if (await SolveAsync(plan, Suite.Items[i], stop) is { } done) inOrder.Add(i, done);
            });
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // What was finished in order stays: the first problems of the suite, not the quickest ones.
        }
        return new()
        {
            Plan = plan,
            Outcomes = outcomes.ToImmutable(),
            Difficulties = [.. difficulties.Take(outcomes.Count)],
            Elapsed = TimeProvider.GetElapsedTime(start),
        };
    }

    /// <summary>Null when the search was cancelled before its end.</summary>
    async Task<(ProblemOutcome, Verdict?)?> SolveAsync(RowPlan plan, SuiteItem item, CancellationToken cancellationToken)
    {
        Problem problem = new() { Id = item.Id, Text = item.Problem };
        try
        {
            Verdict verdict = await plan.Strategy.SearchAsync(
                problem, Policies[plan.Policy], plan.Prm is null ? null : Prms[plan.Prm], plan.Options, cancellationToken: cancellationToken);
            return verdict.Ending == VerdictEnding.Cancelled ? null : (Grade(item, verdict), verdict);
        }
        catch (ProblemRejectedException e)
        {
            return (new() { Item = item, Answer = null, IsCorrect = false, CorrectSamples = 0, Truncated = 0, Usage = Usage.Zero, Rejection = e.Message }, null);
        }
    }

    static ProblemOutcome Grade(SuiteItem item, Verdict verdict)
    {
        AnswerKey key = new(item.Answer);
        return new()
        {
            Item = item,
            Answer = verdict.Answer,
            IsCorrect = key.Accepts(verdict.Answer),
            CorrectSamples = (int)verdict.Candidates.Sum(c => key.Accepts(c.Answer) ? c.Weight : 0),
            Truncated = verdict.Truncated.Length,
            Usage = verdict.Usage,
        };
    }
}
