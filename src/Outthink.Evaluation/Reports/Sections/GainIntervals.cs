using System.Collections.Immutable;
using Outthink.Evaluation.Statistics;
using Outthink.Evaluation.Suites;

namespace Outthink.Evaluation.Reports.Sections;

/// <summary>Bootstrap 95 % intervals (percentiles) of efficiency gains: problems are drawn again, what searches cost stays.</summary>
internal sealed class GainIntervals
{
    const ulong Seed = 0;

    const int Resamples = 400;

    readonly ImmutableArray<LinePoint> vote, search;
    readonly double[][] voteAccuracies, searchAccuracies;

    /// <param name="vote">Points of the majority vote.</param>
    /// <param name="search">Those of the search; of both the first problems count that all have.</param>
    public GainIntervals(ImmutableArray<LinePoint> vote, ImmutableArray<LinePoint> search)
    {
        (this.vote, this.search) = (vote, search);
        int problems = vote.Concat(search).Min(p => p.Chances.Length);
        voteAccuracies = new double[Resamples][];
        searchAccuracies = new double[Resamples][];
        SplitMix64 random = new(Seed);
        int[] drawn = new int[problems];
        for (int r = 0; r < Resamples; r++)
        {
            for (int i = 0; i < problems; i++) drawn[i] = random.Below(problems);
            voteAccuracies[r] = [.. vote.Select(p => Mean(p, drawn))];
            searchAccuracies[r] = [.. search.Select(p => Mean(p, drawn))];
        }
    }

    /// <summary>The interval of the gain in a unit; a gain is 0 where the search does not get there.</summary>
    public (double Low, double High) Of(Func<LinePoint, double> budget, double tolerance)
    {
        double[] gains =
        [
            .. Enumerable.Range(0, Resamples)
                .Select(r => EfficiencyGain.Of(Points(vote, voteAccuracies[r], budget), Points(search, searchAccuracies[r], budget), tolerance)?.Gain ?? 0)
                .Order(),
        ];
        return (gains[(int)(0.025 * (Resamples - 1))], gains[(int)Math.Ceiling(0.975 * (Resamples - 1))]);
    }

    static IEnumerable<(double Budget, double Accuracy)> Points(ImmutableArray<LinePoint> points, double[] accuracies, Func<LinePoint, double> budget) =>
        points.Zip(accuracies).Where(p => budget(p.First) > 0).Select(p => (budget(p.First), p.Second));

    static double Mean(LinePoint point, int[] drawn)
    {
        double sum = 0;
        foreach (int i in drawn) sum += point.Chances[i];
        return sum / drawn.Length;
    }
}
