using System.Collections.Immutable;

namespace Outthink.Answers;

/// <summary>What the problem says about how its answer is compared.</summary>
public sealed record GradeOptions
{
    /// <summary>The letters of a multiple-choice problem; empty when the problem is not one.</summary>
    public ImmutableArray<string> Choices { get; init; } = [];

    /// <summary>The text of each choice, in the order of <see cref="Choices"/>; empty when unknown.</summary>
    public ImmutableArray<string> ChoiceTexts { get; init; } = [];

    /// <summary>Numbers are also equal when they round to the same at this many decimal places; null: only by the rules for rounded numbers.</summary>
    public int? Decimals { get; init; }

    /// <summary>Numbers are also equal within this relative difference, such as 0.01 in physics; null: no tolerance.</summary>
    public double? RelativeTolerance { get; init; }

    /// <summary>
    /// Measured quantities: two decimals are also equal when they agree to the significant figures of the one that has fewer,
    /// at least two.
    /// </summary>
    public bool SignificantFigures { get; init; }

    /// <summary>
    /// A reference that is a set is also met by the solved condition that describes it: (1, 2) by 1 &lt; x &lt; 2. Without it only
    /// the other way holds, a condition met by its set, since an answer that restates a condition has solved nothing.
    /// </summary>
    public bool AllowSetRelation { get; init; }

    /// <summary>Significant digits that an answer rounded from an exact reference must have; 0 refuses rounded answers.</summary>
    public int RoundedAnswerDigits { get; init; } = 4;

    /// <summary>Significant digits that a rounded reference must have before an exact answer may round to it.</summary>
    public int RoundedReferenceDigits { get; init; } = 3;
}
