using System.Collections.Immutable;

namespace Outthink.Evaluation.Suites.Arithmetic;

/// <summary>A word problem with its one canonical solution.</summary>
public sealed record ArithmeticProblem
{
    /// <summary>What ends every step but the last.</summary>
    public const string Delimiter = "\n\n";

    /// <summary>The problem as it is put to a policy; this text alone decides whether the problem is held out.</summary>
    public required string Text { get; init; }

    /// <summary>1 (two operations) to 5 (seven or eight).</summary>
    public required int Level { get; init; }

    /// <summary>The final number, in digits.</summary>
    public required string Answer { get; init; }

    /// <summary>The canonical steps; each but the last ends with <see cref="Delimiter"/>, the last boxes the answer.</summary>
    public required ImmutableArray<string> Steps { get; init; }

    /// <summary>The steps joined: what a policy is trained to write before its end of sequence.</summary>
    public string Solution => string.Concat(Steps);

    /// <summary>
    /// How many leading steps are right: a step is right if it and all before it equal the canonical ones. The
    /// problems have one solution wording, so this judges exactly; the delimiter at a step's end is not compared.
    /// </summary>
    public int RightSteps(IReadOnlyList<string> steps)
    {
        var right = 0;
        while (right < steps.Count && right < Steps.Length
            && steps[right].AsSpan().TrimEnd('\n').SequenceEqual(Steps[right].AsSpan().TrimEnd('\n')))
            right++;
        return right;
    }
}
