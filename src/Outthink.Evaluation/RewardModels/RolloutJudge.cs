using System.Collections.Immutable;
using Outthink.Evaluation.Suites;
using Outthink.Search;

namespace Outthink.Evaluation.RewardModels;

/// <summary>Draws a policy's rollouts on a suite with canonical steps, has a reward model score them, and labels their steps.</summary>
internal sealed class RolloutJudge(SearchOptions options, int concurrency, TimeProvider time, Action onProblem)
{
    /// <exception cref="SuiteFormatException">A problem has no canonical steps.</exception>
    public static void RequireSteps(Suite suite)
    {
        if (suite.Items.FirstOrDefault(i => i.Steps.IsEmpty) is { } unlabelled)
            throw new SuiteFormatException($"problem '{unlabelled.Id}' has no canonical steps, so its rollouts cannot be labelled; use the suite 'arithmetic' or add \"steps\"");
    }

    public async Task<Judgement> JudgeAsync(Suite suite, Policy policy, ProcessRewardModel prm, CancellationToken cancellationToken)
    {
        long start = time.GetTimestamp();
        Verdict[] verdicts = new Verdict[suite.Items.Length];
        ParallelOptions parallel = new() { MaxDegreeOfParallelism = concurrency, CancellationToken = cancellationToken };
        await Parallel.ForAsync(0, verdicts.Length, parallel, async (i, stop) =>
        {
            SuiteItem item = suite.Items[i];
            verdicts[i] = await new BestOfN().SearchAsync(new Problem { Id = item.Id, Text = item.Problem }, policy, prm, options, cancellationToken: stop);
            stop.ThrowIfCancellationRequested();
            onProblem();
        });
        List<LabelledRollout> rollouts = [];
        int leftOut = verdicts.Sum(v => v.Truncated.Length);
        foreach ((int problem, Verdict verdict) in verdicts.Index())
        {
            foreach (Trajectory trajectory in verdict.Candidates.Select(c => c.Trajectory))
            {
                if (Label(problem, suite.Items[problem].Steps, trajectory) is { } rollout) rollouts.Add(rollout);
                else leftOut++;
            }
        }
        return new()
        {
            Rollouts = [.. rollouts],
            LeftOut = leftOut,
            Voting = VotingTable.Of([.. verdicts.Zip(suite.Items, (verdict, item) => (verdict.Candidates, item.Answer))]),
            Usage = verdicts.Aggregate(Usage.Zero, (sum, v) => sum + v.Usage),
            Elapsed = time.GetElapsedTime(start),
        };
    }

    /// <summary>Null for a rollout that is right as far as it goes and ended early.</summary>
    static LabelledRollout? Label(int problem, ImmutableArray<string> canonical, Trajectory trajectory)
    {
        int? error = StepLabels.FirstError(canonical, [.. trajectory.Steps.Select(s => s.Text)]);
        return error is null && trajectory.Steps.Length < canonical.Length
            ? null
            : new() { Problem = problem, Scores = [.. trajectory.Steps.Select(s => s.Score!.Value)], FirstError = error, Length = trajectory.TokenCount };
    }
}
