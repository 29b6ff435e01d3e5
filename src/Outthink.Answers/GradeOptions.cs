using System.Collections.Immutable;

namespace Outthink.Answers;

/// <summary>What the problem says about how its answer is compared.</summary>
public sealed record GradeOptions
{
    /// <summary>The letters of a multiple-choice problem; empty when the problem is not one.</summary>
    public ImmutableArray<string> Choices { get; init; } = [];

    /// <summary>Numbers are compared rounded to this many decimal places; null compares them exactly.</summary>
    public int? Decimals { get; init; }
}
