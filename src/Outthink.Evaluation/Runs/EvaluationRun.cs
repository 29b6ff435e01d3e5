using System.Collections.Immutable;
using Outthink.Evaluation.Energy;
using Outthink.Evaluation.Runs.Storage;
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

    /// <summary>Every finished problem is written here, and those it holds already are not searched again; null keeps nothing.</summary>
    public RunFile? File { get; init; }

    /// <summary>Tells the joules; null leaves them unknown.</summary>
    public EnergyMeter? Energy { get; init; }

    /// <summary>Runs to the end, or until cancelled: then the result holds what was finished.</summary>
    /// <exception cref="RewardModelException">A reward model's scores cannot be used.</exception>
    public async Task<EvaluationResult> RunAsync(CancellationToken cancellationToken = default)
    {
        ImmutableArray<RowPlan> estimates = EstimatePlans(Rows, DifficultyOptions);
        Pace pace = new(TimeProvider, Suite.Items.Length * (Rows.Sum(CostOf) + estimates.Sum(CostOf)));
        SharedMeter meter = new(TimeProvider, Energy);
        Dictionary<string, ImmutableArray<Difficulty>> difficulties = [];
        List<RowResult> rows = [];
        for (int i = 0; i < Rows.Length && !cancellationToken.IsCancellationRequested; i++)
        {
            RowPlan plan = Rows[i];
            if (estimates.FirstOrDefault(e => e.Policy == plan.Policy) is { } estimatePlan && !difficulties.ContainsKey(plan.Policy))
            {
                RowResult estimate = await RunRowAsync(i, RunFile.EstimateRow(estimates, plan.Policy), estimatePlan, [], pace, meter, cancellationToken);
                difficulties[plan.Policy] = Difficulties(estimatePlan, estimate.Outcomes);
                if (cancellationToken.IsCancellationRequested) break;
            }
            RowResult row = await RunRowAsync(i, i, plan, difficulties.GetValueOrDefault(plan.Policy, []), pace, meter, cancellationToken);
            if (!row.Outcomes.IsEmpty || Suite.Items.IsEmpty) rows.Add(row);
        }
        return new() { Suite = Suite, Rows = [.. rows], IsCancelled = rows.Count < Rows.Length || rows.Any(r => r.Outcomes.Length < Suite.Items.Length) };
    }

    internal static Difficulty Judge(int correct, int samples) =>
        2 * correct >= samples ? Difficulty.Easy : 10 * correct >= samples ? Difficulty.Medium : Difficulty.Hard;

    internal static ImmutableArray<Difficulty> Difficulties(RowPlan estimate, ImmutableArray<ProblemOutcome> outcomes) =>
        [.. outcomes.Select(o => Judge(o.CorrectSamples, estimate.Samples))];

    /// <summary>These options with the seed of difficulty samples.</summary>
    internal static SearchOptions EstimateOptions(SearchOptions options) => options with { Seed = SplitMix64.Mix(options.Seed ^ DifficultySalt) };

    /// <summary>How each policy's difficulty samples are drawn, in the order of the policies; empty when none are.</summary>
    internal static ImmutableArray<RowPlan> EstimatePlans(ImmutableArray<RowPlan> rows, SearchOptions? difficulty) => difficulty is not { } options
        ? []
        : [.. rows.Select(r => r.Policy).Distinct().Select(p => RowPlan.Of(p, null, new MajorityVote(), EstimateOptions(options)))];

    /// <summary>Runs row <paramref name="row"/>, or an estimate before it; <paramref name="stored"/> is its number in the file, below 0 for an estimate.</summary>
    async Task<RowResult> RunRowAsync(
        int row, int stored, RowPlan plan, ImmutableArray<Difficulty> difficulties, Pace pace, SharedMeter meter, CancellationToken cancellationToken)
    {
        bool isEstimate = stored < 0;
        ImmutableArray<ProblemOutcome>.Builder outcomes = ImmutableArray.CreateBuilder<ProblemOutcome>(Suite.Items.Length);
        SortedDictionary<int, SolvedProblem> known = File?.Recall(stored, plan) ?? [];
        pace.Skip(known.Count * CostOf(plan));
        long start = TimeProvider.GetTimestamp();
        int solved = 0;
        InOrder<SolvedProblem> inOrder = new((i, done) =>
        {
            outcomes.Add(done.Outcome);
            if (done.Outcome.IsCorrect) solved++;
            if (!isEstimate && done.Verdict is not null) OnVerdict?.Invoke(row, plan, Suite.Items[i], done.Verdict);
            if (!known.ContainsKey(i)) pace.Done(CostOf(plan));
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
                if (known.TryGetValue(i, out SolvedProblem? earlier))
                {
                    inOrder.Add(i, earlier);
                }
                else if (await SolveAsync(plan, Suite.Items[i], meter, stop) is { } done)
                {
                    File?.Write(stored, i, done); // at once, not in order: what was finished before a kill stays finished
                    inOrder.Add(i, done);
                }
            });
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // What was finished in order stays: the first problems of the suite, not the quickest ones.
        }
        TimeSpan before = TimeSpan.FromSeconds(known.Values.Sum(s => s.Outcome.Share.Seconds));
        return RowResult.Of(plan, outcomes.ToImmutable(), difficulties, TimeProvider.GetElapsedTime(start) + before);
    }

    /// <summary>Null when the search was cancelled before its end.</summary>
    async Task<SolvedProblem?> SolveAsync(RowPlan plan, SuiteItem item, SharedMeter meter, CancellationToken cancellationToken)
    {
        Problem problem = new() { Id = item.Id, Text = item.Problem };
        RootSlots slots = new();
        Verdict? verdict = null;
        string? rejection = null;
        Spending begun = meter.Begin(), share;
        try
        {
            verdict = await plan.Strategy.SearchAsync(
                problem, Policies[plan.Policy], plan.Prm is null ? null : Prms[plan.Prm], plan.Options, slots.Hear, cancellationToken);
        }
        catch (ProblemRejectedException e)
        {
            rejection = e.Message;
        }
        finally
        {
            share = meter.End(begun);
        }
        if (verdict is null)
            return new() { Outcome = new() { Item = item, Answer = null, IsCorrect = false, CorrectSamples = 0, Samples = 0, Truncated = 0, Usage = Usage.Zero, Share = share, Rejection = rejection }, Verdict = null, Slots = [] };
        if (verdict.Ending == VerdictEnding.Cancelled) return null;
        return new()
        {
            Outcome = Grade(item, verdict, slots.Samples) with { Share = share },
            Verdict = verdict,
            Slots = [.. verdict.Candidates.Select(c => slots.Of(c.Trajectory.Id)), .. verdict.Truncated.Select(t => slots.Of(t.Id))],
        };
    }

    static ProblemOutcome Grade(SuiteItem item, Verdict verdict, int samples)
    {
        AnswerKey key = new(item.Answer);
        return new()
        {
            Item = item,
            Answer = verdict.Answer,
            IsCorrect = key.Accepts(verdict.Answer),
            CorrectSamples = (int)verdict.Candidates.Sum(c => key.Accepts(c.Answer) ? c.Weight : 0),
            Samples = samples,
            Truncated = verdict.Truncated.Length,
            Usage = verdict.Usage,
            Elapsed = verdict.Elapsed,
        };
    }
}
