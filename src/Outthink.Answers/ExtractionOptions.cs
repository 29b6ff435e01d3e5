using System.Collections.Immutable;

namespace Outthink.Answers;

/// <summary>What is known of the problem when its answer is extracted.</summary>
public sealed record ExtractionOptions
{
    /// <summary>The letters of a multiple-choice problem; empty when the problem is not one.</summary>
    public ImmutableArray<string> Choices { get; init; } = [];

    /// <summary>The text of each choice, in the order of <see cref="Choices"/>; empty when unknown.</summary>
    public ImmutableArray<string> ChoiceTexts { get; init; } = [];
}
