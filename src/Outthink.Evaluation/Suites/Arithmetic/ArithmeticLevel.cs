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
        new(4, 6, 7, 1000, 1, 1),
        new(5, 9, 10, 1500, 1, 2),
    ];

    /// <summary>
    /// What training draws from in place of each level: levels 1 to 3 as they are, a wider range of lengths and values
    /// around levels 4 and 5.
    /// </summary>
    internal static ImmutableArray<ImmutableArray<ArithmeticLevel>> ForTraining { get; } =
    [
        [All[0]],
        [All[1]],
        [All[2]],
        [new(4, 5, 8, 500, 1, 1), new(4, 5, 8, 1000, 1, 1), new(4, 5, 8, 2000, 1, 1)],
        [new(5, 7, 12, 700, 1, 2), new(5, 7, 12, 1500, 1, 2), new(5, 7, 12, 3000, 1, 2)],
    ];
}
