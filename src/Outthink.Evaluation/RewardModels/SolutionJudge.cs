using System.Collections.Immutable;
using System.Globalization;

namespace Outthink.Evaluation.RewardModels;

/// <summary>Has a reward model score labelled solutions from elsewhere, as if a policy had written them.</summary>
internal sealed class SolutionJudge(int concurrency, TimeProvider time, Action onSolution)
{
    /// <summary>Between steps, as policies that write in paragraphs put it.</summary>
    const string Delimiter = "\n\n";

    public async Task<Judgement> JudgeAsync(ImmutableArray<LabelledSolution> solutions, ProcessRewardModel prm, CancellationToken cancellationToken)
    {
        long start = time.GetTimestamp();
        Dictionary<string, int> problems = new(StringComparer.Ordinal);
        foreach (LabelledSolution solution in solutions) problems.TryAdd(solution.Problem, problems.Count);
        (LabelledRollout? Rollout, Usage Usage)[] scored = new (LabelledRollout?, Usage)[solutions.Length];
        ParallelOptions parallel = new() { MaxDegreeOfParallelism = concurrency, CancellationToken = cancellationToken };
        await Parallel.ForAsync(0, scored.Length, parallel, async (i, stop) =>
        {
            scored[i] = await ScoreAsync(solutions[i], problems[solutions[i].Problem], prm, stop);
            onSolution();
        });
        ImmutableArray<LabelledRollout> rollouts = [.. scored.Select(s => s.Rollout).OfType<LabelledRollout>()];
        return new()
        {
            Rollouts = rollouts,
            LeftOut = solutions.Length - rollouts.Length,
            Voting = null,
            Usage = scored.Aggregate(Usage.Zero, (sum, s) => sum + s.Usage),
            Elapsed = time.GetElapsedTime(start),
        };
    }

    /// <summary>No rollout where the model cannot read so much.</summary>
    static async Task<(LabelledRollout? Rollout, Usage Usage)> ScoreAsync(LabelledSolution solution, int problem, ProcessRewardModel prm, CancellationToken cancellationToken)
    {
        Trajectory trajectory = new()
        {
            Id = new(1),
            Steps = [.. solution.Steps.Select((text, i) => new Step(i == solution.Steps.Length - 1 || text.EndsWith(Delimiter, StringComparison.Ordinal) ? text : text + Delimiter, TokenCount: 1))],
            State = TrajectoryState.Finished,
        };
        try
        {
            await using RewardScope scope = prm.Open(new() { Id = problem.ToString(CultureInfo.InvariantCulture), Text = solution.Problem });
            ImmutableArray<double> scores = (await scope.ScoreAsync([trajectory], cancellationToken))[0];
            Check(scores, solution.Steps.Length);
            return (new() { Problem = problem, Scores = scores, FirstError = solution.FirstError, Length = solution.Steps.Sum(s => s.Length) }, scope.Usage);
        }
        catch (ProblemRejectedException)
        {
            return (null, Usage.Zero);
        }
    }

    static void Check(ImmutableArray<double> scores, int steps)
    {
        if (scores.Length != steps) throw new ScoreCountException($"The reward model gave {scores.Length} scores for a solution of {steps} steps.", steps, scores.Length);
        for (int i = 0; i < steps; i++)
            if (!double.IsFinite(scores[i])) throw new InvalidScoreException($"The reward model scored step {i + 1} of {steps} with {scores[i]}: its read-out or its numbers are broken.", i + 1, scores[i]);
    }
}
