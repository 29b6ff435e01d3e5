using System.Collections.Immutable;

namespace Outthink.Evaluation.Suites.Arithmetic;

/// <summary>Every word a problem or its solution can hold, for a tokeniser that wants one token a word.</summary>
public static class ArithmeticVocabulary
{
    /// <summary>Sentences without numbers that together hold every word, as it stands in running text.</summary>
    public static ImmutableArray<string> Sentences { get; } =
    [
        .. from wording in Phrases.All
           from name in Phrases.Names
           from thing in Phrases.Things
           let sentence = wording.Replace("{N}", name, StringComparison.Ordinal).Replace("{M}", name, StringComparison.Ordinal)
               .Replace("{o}", thing, StringComparison.Ordinal).Replace("{x}", thing, StringComparison.Ordinal)
               .Replace("{a}", "", StringComparison.Ordinal).Replace("{b}", "", StringComparison.Ordinal)
               .Replace("{k}", "", StringComparison.Ordinal).Replace("{p}", "", StringComparison.Ordinal)
               .Replace("{q}", "", StringComparison.Ordinal).Replace("  ", " ", StringComparison.Ordinal)
           from text in Phrases.Starts.Contains(wording) ? new[] { sentence, " " + sentence } : [" " + sentence]
           select text,
        "Step : + - * / =",
        @"The answer is \boxed{}.",
    ];
}
