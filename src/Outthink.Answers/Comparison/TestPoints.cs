using Outthink.Answers.Numerics;

namespace Outthink.Answers.Comparison;

/// <summary>
/// Where variables are put for randomised evaluation. The points derive from the names alone, so verdicts repeat:
/// first positive ranges (below one, small, large), then both signs.
/// </summary>
internal static class TestPoints
{
    public const int Positive = 9;

    public const int Count = 14;

    const long Unit = 1L << 24;

    public static Rational At(string name, int index)
    {
        long random = (long)(StableHash.Of(name, 100 + index) >> 40);
        (int from, int to) = index switch { < 4 => (0, 1), < 7 => (1, 8), < Positive => (8, 64), < 12 => (-3, 3), _ => (-40, 40) };
        return from + new Rational(random * (to - from) + 1, Unit);
    }
}
