using System.Collections.Immutable;
using Outthink.Evaluation.RewardModels;
using Outthink.Evaluation.Runs;
using Outthink.Evaluation.Runs.Subsampling;
using Outthink.Evaluation.Statistics;
using Outthink.Planning;
using Outthink.Search;

namespace Outthink.Evaluation.Reports.Sections;

/// <summary>A row of a run, boiled down to what a report tells: runs are far larger than reports, so trajectories are not kept.</summary>
internal sealed record StudiedRow
{
    /// <summary>Draws subsets of candidates where there are too many to go through all; a report is the same each time.</summary>
    const ulong SubsetSeed = 0;

    public required RowPlan Plan { get; init; }

    /// <summary>In the suite's order, from its first problem on; at least one.</summary>
    public required ImmutableArray<ProblemOutcome> Outcomes { get; init; }

    /// <summary>Of each problem for this policy; empty when it was not estimated.</summary>
    public required ImmutableArray<Difficulty> Difficulties { get; init; }

    /// <summary>What the row reached and cost, and where parts of it are smaller runs, what n of its N would have; by rising n.</summary>
    public required ImmutableArray<LinePoint> Points { get; init; }

    /// <summary>The points on the problems of each difficulty that there is.</summary>
    public required ImmutableSortedDictionary<Difficulty, ImmutableArray<LinePoint>> PointsByDifficulty { get; init; }

    /// <summary>The row's candidates by every voting rule; null where nothing is scored, or there is nothing to choose.</summary>
    public required VotingTable? Voting { get; init; }

    /// <summary>Of the policy, 0 where the run does not say.</summary>
    public required long PolicyParameters { get; init; }

    /// <summary>Of the reward model, 0 without one.</summary>
    public required long PrmParameters { get; init; }

    public Usage Usage => Outcomes.Aggregate(Usage.Zero, (sum, o) => sum + o.Usage);

    public Proportion Accuracy => new(Outcomes.Count(o => o.IsCorrect), Outcomes.Length);

    /// <summary>1 for each problem that is solved, else 0.</summary>
    public double[] Solved => [.. Outcomes.Select(o => o.IsCorrect ? 1.0 : 0.0)];

    /// <summary>Mean share of the machine's time a problem took.</summary>
    public double Seconds => Outcomes.Average(o => o.Share.Seconds);

    /// <summary>Mean joules of a problem; null where a part is not known.</summary>
    public double? Joules => Outcomes.Aggregate((double?)0, (sum, o) => sum + o.Share.Joules) / Outcomes.Length;

    public bool IsAuto => Plan.Strategy.Name == "auto";

    public static StudiedRow Of(RowPlan plan, ImmutableArray<SolvedProblem> problems, ImmutableArray<Difficulty> difficulties, long policyParameters, long prmParameters) => new()
    {
        Plan = plan,
        Outcomes = [.. problems.Select(p => p.Outcome)],
        Difficulties = difficulties,
        Points = PointsOf(plan, problems),
        PointsByDifficulty = problems.Zip(difficulties).GroupBy(p => p.Second, p => p.First).ToImmutableSortedDictionary(g => g.Key, g => PointsOf(plan, [.. g])),
        Voting = plan.Prm is not null && plan.Samples > 1 ? VotingTable.Of([.. problems.Select(p => (p.Verdict?.Candidates ?? [], p.Outcome.Item.Answer))]) : null,
        PolicyParameters = policyParameters,
        PrmParameters = prmParameters,
    };

    /// <summary>The row on the problems of one difficulty; null when there are none.</summary>
    public StudiedRow? Of(Difficulty difficulty) => !PointsByDifficulty.TryGetValue(difficulty, out ImmutableArray<LinePoint> points) ? null : this with
    {
        Outcomes = [.. Outcomes.Zip(Difficulties).Where(p => p.Second == difficulty).Select(p => p.First)],
        Difficulties = [.. Difficulties.Where(d => d == difficulty)],
        Points = points,
        Voting = null,
    };

    static ImmutableArray<LinePoint> PointsOf(RowPlan plan, ImmutableArray<SolvedProblem> problems)
    {
        if (plan.Strategy is Dvts && plan.Options.Thrift is null || plan.HasIndependentSamples)
            return [.. SubsampleCurve.Of(plan, problems, plan.Selection!.Value, plan.Options.Aggregation, SubsetSeed).Points.Select(LinePoint.Of)];
        Usage usage = problems.Aggregate(Usage.Zero, (sum, p) => sum + p.Outcome.Usage);
        Proportion accuracy = new(problems.Count(p => p.Outcome.IsCorrect), problems.Length);
        return
        [
            new()
            {
                N = plan.Strategy.Name == "auto" ? null : plan.Samples,
                Chances = [.. problems.Select(p => p.Outcome.IsCorrect ? 1.0 : 0.0)],
                Interval = (accuracy.Low, accuracy.High),
                Tokens = (double)(usage.PolicyTokens + usage.PrmTokens) / problems.Length,
                Flops = usage.Flops / problems.Length,
            },
        ];
    }
}
