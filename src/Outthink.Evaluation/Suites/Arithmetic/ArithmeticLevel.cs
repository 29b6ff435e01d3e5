using System.Collections.Immutable;

namespace Outthink.Evaluation.Suites.Arithmetic;

/// <summary>What makes a level hard: how many operations, how large the values, how many sentences beside the point.</summary>
public sealed record ArithmeticLevel(int Level, int FewestOperations, int MostOperations, int Cap, int FewestDistractors, int MostDistractors)
{
    /// <summary>Levels 1 to 5; no value of a problem, intermediate or given, exceeds its level's cap.</summary>
    public static ImmutableArray<ArithmeticLevel> All { get; } =
    [
        new(1, 2, 2, 60, 0, 0),
        new(2, 3, 3, 150, 0, 0),
        new(3, 4, 4, 300, 0, 1),
        new(4, 5, 6, 2000, 1, 1),
        new(5, 7, 8, 9999, 1, 2),
    ];
}
