using System.Collections.Immutable;
using Outthink.Answers.Reading;

namespace Outthink.Answers.Choices;

/// <summary>The letters of multiple choice.</summary>
internal static class ChoiceLetters
{
    /// <summary>The letters that a choice has when the problem does not list them.</summary>
    public static readonly ImmutableArray<string> Usual = ["A", "B", "C", "D", "E", "F", "G", "H", "I", "J"];

    /// <summary>Whether a reference is a choice: one capital letter, perhaps in brackets, or a letter with its text.</summary>
    public static bool Expected(string reference)
    {
        ReadAnswer read = AnswerReader.Read(reference);
        return Letter(read.Plain) is not null || read.Term is Values.Choice;
    }

    /// <summary>The letter of an answer that is a letter and nothing else: B, (B), \text{B}, B.</summary>
    public static char? Letter(string plain)
    {
        const int longest = 40;
        if (plain.Length is 0 or > longest) return null;
        string text = AnswerText.WithoutTextCommands(plain).Trim().Trim('(', ')', '[', ']', '*', '.', ' ');
        return text is [>= 'A' and <= 'J'] ? text[0] : null;
    }
}
