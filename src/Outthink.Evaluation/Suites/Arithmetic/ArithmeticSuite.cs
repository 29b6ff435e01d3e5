using System.Collections.Immutable;
using System.Text;

namespace Outthink.Evaluation.Suites.Arithmetic;

/// <summary>The held-out problems of the suite "arithmetic".</summary>
public static class ArithmeticSuite
{
    /// <summary>The suite's name on the command line and in reports.</summary>
    public const string Name = "arithmetic";

    /// <summary>One problem in this many is held out of training.</summary>
    public const int HeldOutModulus = 16;

    /// <summary>
    /// <paramref name="count"/> held-out problems, levels in turn (problem i has level 1 + i mod 5). Problem i depends
    /// on the seed and i alone: a longer draw begins with the shorter one.
    /// </summary>
    public static ImmutableArray<ArithmeticProblem> Draw(ulong seed, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        var problems = ImmutableArray.CreateBuilder<ArithmeticProblem>(count);
        for (var i = 0; i < count; i++)
        {
            var random = SplitMix64.At(seed, (ulong)i);
            ArithmeticProblem problem;
            do problem = new Story(ArithmeticLevel.All[i % 5], ref random).Tell();
            while (!IsHeldOut(problem.Text));
            problems.Add(problem);
        }
        return problems.MoveToImmutable();
    }

    /// <summary>Whether a problem of this text belongs to the suite and must never be trained on.</summary>
    public static bool IsHeldOut(string text) => Hash(text) % HeldOutModulus == 0;

    /// <summary>
    /// FNV-1a, 64 bits, over the UTF-8 bytes of the text, then <see cref="SplitMix64.Mix"/>: the low bits of FNV
    /// depend on the low bits of the text only, and the rule looks at the low four.
    /// </summary>
    public static ulong Hash(string text)
    {
        var hash = 0xCBF29CE484222325UL;
        foreach (var value in Encoding.UTF8.GetBytes(text)) hash = (hash ^ value) * 0x100000001B3UL;
        return SplitMix64.Mix(hash);
    }
}
