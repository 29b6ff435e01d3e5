using System.Collections.Immutable;
using Outthink.Evaluation.Runs;
using Outthink.Evaluation.Runs.Subsampling;
using Outthink.Evaluation.Statistics;
using Outthink.Planning;
using Outthink.Search;

namespace Outthink.Evaluation.Reports.Sections;

/// <summary>A row of a run with everything that was kept of its problems.</summary>
internal sealed record StudiedRow
{
    /// <summary>Draws subsets of candidates where there are too many to go through all; a report is the same each time.</summary>
    const ulong SubsetSeed = 0;

    public required RowPlan Plan { get; init; }

    /// <summary>In the suite's order, from its first problem on.</summary>
    public required ImmutableArray<SolvedProblem> Problems { get; init; }

    /// <summary>Of each problem for this policy; empty when it was not estimated.</summary>
    public required ImmutableArray<Difficulty> Difficulties { get; init; }

    /// <summary>Of the policy, 0 where the run does not say.</summary>
    public required long PolicyParameters { get; init; }

    /// <summary>Of the reward model, 0 without one.</summary>
    public required long PrmParameters { get; init; }

    public Usage Usage => Problems.Aggregate(Usage.Zero, (sum, p) => sum + p.Outcome.Usage);

    public Proportion Accuracy => new(Problems.Count(p => p.Outcome.IsCorrect), Problems.Length);

    /// <summary>1 for each problem that is solved, else 0.</summary>
    public double[] Solved => [.. Problems.Select(p => p.Outcome.IsCorrect ? 1.0 : 0.0)];

    /// <summary>Mean share of the machine's time a problem took.</summary>
    public double Seconds => Problems.Average(p => p.Outcome.Share.Seconds);

    /// <summary>Mean joules of a problem; null where a part is not known.</summary>
    public double? Joules => Problems.Aggregate((double?)0, (sum, p) => sum + p.Outcome.Share.Joules) / Problems.Length;

    public bool IsAuto => Plan.Strategy.Name == "auto";

    /// <summary>The row on the problems of one difficulty; null when there are none.</summary>
    public StudiedRow? Of(Difficulty difficulty)
    {
        int[] places = [.. Difficulties.Index().Where(d => d.Item == difficulty).Select(d => d.Index)];
        return places.Length == 0 ? null : this with { Problems = [.. places.Select(i => Problems[i])], Difficulties = [.. places.Select(_ => difficulty)] };
    }

    /// <summary>What the row reached and cost, and where parts of it are smaller runs, what n of its N would have; by rising n.</summary>
    public ImmutableArray<LinePoint> Points()
    {
        if (Plan.Strategy is Dvts && Plan.Options.Thrift is null || Plan.HasIndependentSamples)
            return [.. SubsampleCurve.Of(Plan, Problems, Plan.Selection!.Value, Plan.Options.Aggregation, SubsetSeed).Points.Select(LinePoint.Of)];
        Usage usage = Usage;
        int? n = IsAuto ? null : Plan.Samples;
        return [new(n, Accuracy.Value, Accuracy.Low, Accuracy.High, (double)(usage.PolicyTokens + usage.PrmTokens) / Problems.Length, usage.Flops / Problems.Length)];
    }
}
