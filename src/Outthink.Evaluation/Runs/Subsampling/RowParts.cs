using System.Collections.Immutable;
using Outthink.Search;

namespace Outthink.Evaluation.Runs.Subsampling;

/// <summary>The independent parts of a row's candidates: some of them, drawn at random, are a smaller run of the same strategy.</summary>
/// <param name="Units">How many there are; 1 where no part of a row is a run.</param>
/// <param name="Width">Generations a round that each is worth.</param>
internal sealed record RowParts(int Units, int Width)
{
    /// <summary>1, 2, 4, … and all units.</summary>
    public ImmutableArray<int> Counts => [.. Enumerable.Range(0, 31).Select(power => 1 << power).TakeWhile(n => n < Units), Units];

    /// <summary>
    /// Whether what fewer units cost is not in their candidates: siblings that a subtree drew and dropped are in none. Rows
    /// of other N tell it then.
    /// </summary>
    public bool NeedMeasures { get; private init; }

    public static RowParts Of(RowPlan plan) => plan.Strategy switch
    {
        Dvts when plan.Options.Thrift is null => new(plan.Samples / plan.Options.BeamWidth, plan.Options.BeamWidth) { NeedMeasures = true },
        _ when plan.HasIndependentSamples => new(plan.Samples, 1),
        _ => new(1, plan.Samples),
    };

    /// <summary>Whether two plans cost the same at the same N: they differ in N, the seed and the choice among candidates at most.</summary>
    public static bool AreAlike(RowPlan a, RowPlan b) => a.Strategy.Name == b.Strategy.Name && a.Policy == b.Policy && a.Prm == b.Prm && Bare(a.Options) == Bare(b.Options);

    static SearchOptions Bare(SearchOptions options) => options with { Samples = 1, Seed = 0, Selection = null, Aggregation = default };
}
