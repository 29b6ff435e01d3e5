using System.Collections.Immutable;
using Outthink.Evaluation.RewardModels;
using Outthink.Evaluation.Runs;
using Outthink.Evaluation.Runs.Subsampling;
using Outthink.Evaluation.Statistics;
using Outthink.Evaluation.Suites;
using Outthink.Planning;

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
    public required ImmutableArray<SubsamplePoint> Samples { get; init; }

    /// <summary>The same on the problems of each difficulty that there is.</summary>
    public required ImmutableSortedDictionary<Difficulty, ImmutableArray<SubsamplePoint>> SamplesByDifficulty { get; init; }

    /// <summary>The row's candidates by every voting rule; null where nothing is scored, or there is nothing to choose.</summary>
    public required VotingTable? Voting { get; init; }

    /// <summary>Of the policy, 0 where the run does not say.</summary>
    public required long PolicyParameters { get; init; }

    /// <summary>Of the reward model, 0 without one.</summary>
    public required long PrmParameters { get; init; }

    /// <summary>The samples as points of a line.</summary>
    public ImmutableArray<LinePoint> Points => [.. Samples.Select(LinePoint.Of).Select(p => IsAuto ? p with { N = N } : p)];

    public Usage Usage => Outcomes.Aggregate(Usage.Zero, (sum, o) => sum + o.Usage);

    public Proportion Accuracy => new(Outcomes.Count(o => o.IsCorrect), Outcomes.Length);

    /// <summary>1 for each problem that is solved, else 0.</summary>
    public double[] Solved => [.. Outcomes.Select(o => o.IsCorrect ? 1.0 : 0.0)];

    /// <summary>Generations a problem: N of a fixed search; of the selector the mean of what it asked for, over all that it tried.</summary>
    public double N => IsAuto ? Outcomes.Average(o => o.Samples) : Plan.Samples;

    /// <summary>Mean share of the machine's time a problem took.</summary>
    public double Seconds => Outcomes.Average(o => o.Share.Seconds);

    /// <summary>Mean joules of a problem; null where a part is not known.</summary>
    public double? Joules => Outcomes.Aggregate((double?)0, (sum, o) => sum + o.Share.Joules) / Outcomes.Length;

    public bool IsAuto => Plan.Strategy.Name == "auto";

    /// <summary>Null without problems. They are taken one after another and not kept.</summary>
    public static StudiedRow? Of(RowPlan plan, IEnumerable<SolvedProblem> problems, ImmutableArray<Difficulty> difficulties, long policyParameters, long prmParameters)
    {
        RowParts parts = RowParts.Of(plan);
        bool isVoted = plan.Prm is not null && plan.Samples > 1;
        Studied[] studied = [.. problems.AsParallel().AsOrdered().Select((problem, i) => Studied.Of(plan, parts, problem, i, isVoted))];
        return studied.Length == 0 ? null : new()
        {
            Plan = plan,
            Outcomes = [.. studied.Select(s => s.Outcome)],
            Difficulties = [.. difficulties.Take(studied.Length)],
            Samples = SamplesOf(parts, studied),
            SamplesByDifficulty = studied.Zip(difficulties).GroupBy(p => p.Second, p => p.First).ToImmutableSortedDictionary(g => g.Key, g => SamplesOf(parts, [.. g])),
            Voting = isVoted ? VotingTable.Of([.. studied.Select(s => s.Votes!)]) : null,
            PolicyParameters = policyParameters,
            PrmParameters = prmParameters,
        };
    }

    /// <summary>The row on the problems of one difficulty; null when there are none.</summary>
    public StudiedRow? Of(Difficulty difficulty) => !SamplesByDifficulty.TryGetValue(difficulty, out ImmutableArray<SubsamplePoint> samples) ? null : this with
    {
        Outcomes = [.. Outcomes.Zip(Difficulties).Where(p => p.Second == difficulty).Select(p => p.First)],
        Difficulties = [.. Difficulties.Where(d => d == difficulty)],
        Samples = samples,
        Voting = null,
    };

    static ImmutableArray<SubsamplePoint> SamplesOf(RowParts parts, Studied[] problems) =>
        [.. parts.Counts.Select((n, at) => SubsamplePoint.Of(n * parts.Width, [.. problems.Select(p => p.Points[at])]))];

    sealed record Studied(ProblemOutcome Outcome, ImmutableArray<ProblemPoint> Points, VotingTable.ProblemVotes? Votes)
    {
        public static Studied Of(RowPlan plan, RowParts parts, SolvedProblem problem, int place, bool isVoted) => new(
            problem.Outcome,
            parts.Units > 1
                ? new ProblemCurve(plan, problem, plan.Options.Aggregation).Points(plan.Selection!.Value, SplitMix64.At(SubsetSeed, (ulong)place))
                : [ProblemPoint.Of(problem.Outcome)],
            isVoted ? VotingTable.ProblemVotes.Of(problem.Verdict?.Candidates ?? [], problem.Outcome.Item.Answer) : null);
    }
}
