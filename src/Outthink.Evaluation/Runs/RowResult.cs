using System.Collections.Immutable;
using Outthink.Evaluation.Statistics;
using Outthink.Planning;

namespace Outthink.Evaluation.Runs;

/// <summary>One row, run: its outcomes in the suite's order.</summary>
public sealed record RowResult
{
    public required RowPlan Plan { get; init; }

    /// <summary>One a problem; only the first ones when the run was cancelled within the row.</summary>
    public required ImmutableArray<ProblemOutcome> Outcomes { get; init; }

    /// <summary>The difficulty of each outcome's problem for this policy; empty when it was not estimated.</summary>
    public required ImmutableArray<Difficulty> Difficulties { get; init; }

    /// <summary>Wall-clock time of the row, its problems side by side.</summary>
    public required TimeSpan Elapsed { get; init; }

    /// <summary>Joules of the row; null where a part of them is not known.</summary>
    public double? Joules => Outcomes.IsEmpty ? null : Outcomes.Aggregate((double?)0, (sum, o) => sum + o.Share.Joules);

    /// <summary>Mean N that was asked for over the problems that could be asked; of a selector the sum over all that it tried.</summary>
    public double MeanSamples => Outcomes.Where(o => o.Rejection is null).Select(o => (double)o.Samples).DefaultIfEmpty(Plan.Samples).Average();

    public Proportion Accuracy => Of(Outcomes);

    public Usage Usage => Outcomes.Aggregate(Usage.Zero, (sum, o) => sum + o.Usage);

    /// <summary>Accuracy by the author's level, in order; problems without a level are in none.</summary>
    public ImmutableSortedDictionary<string, Proportion> ByLevel => Outcomes
        .Where(o => o.Item.Level is not null)
        .GroupBy(o => o.Item.Level!)
        .ToImmutableSortedDictionary(g => g.Key, Of, LevelOrder);

    /// <summary>Accuracy by difficulty, easy first; empty when it was not estimated.</summary>
    public ImmutableSortedDictionary<Difficulty, Proportion> ByDifficulty => Outcomes
        .Zip(Difficulties)
        .GroupBy(pair => pair.Second, pair => pair.First)
        .ToImmutableSortedDictionary(g => g.Key, Of);

    /// <summary>Coverage: pass@k for k = 1, 2, 4, … and N, averaged over the problems; empty where samples are not independent.</summary>
    public ImmutableSortedDictionary<int, double> Coverage => !Plan.HasIndependentSamples || Outcomes.IsEmpty
        ? ImmutableSortedDictionary<int, double>.Empty
        : PowersOfTwo(Plan.Samples).ToImmutableSortedDictionary(k => k, k => Outcomes.Average(o => PassAtK.Estimate(Plan.Samples, o.CorrectSamples, k)));

    internal static RowResult Of(RowPlan plan, ImmutableArray<ProblemOutcome> outcomes, ImmutableArray<Difficulty> difficulties, TimeSpan elapsed) =>
        new() { Plan = plan, Outcomes = outcomes, Difficulties = [.. difficulties.Take(outcomes.Length)], Elapsed = elapsed };

    /// <summary>Numbers in numeric order, before any other text.</summary>
    static readonly Comparer<string> LevelOrder = Comparer<string>.Create((a, b) =>
        (int.TryParse(a, out int x), int.TryParse(b, out int y)) switch
        {
            (true, true) when x != y => x.CompareTo(y),
            (true, false) => -1,
            (false, true) => 1,
            _ => string.CompareOrdinal(a, b),
        });

    static Proportion Of(IEnumerable<ProblemOutcome> outcomes)
    {
        int solved = 0, all = 0;
        foreach (ProblemOutcome outcome in outcomes)
        {
            all++;
            if (outcome.IsCorrect) solved++;
        }
        return new Proportion(solved, all);
    }

    static IEnumerable<int> PowersOfTwo(int last)
    {
        for (int k = 1; k < last; k *= 2) yield return k;
        yield return last;
    }
}
