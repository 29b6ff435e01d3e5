using Outthink.Answers.Reading;
using Outthink.Answers.Values;

namespace Outthink.Answers.Choices;

/// <summary>Reads a choice written with its text: "(B) 12", "C. mitochondria", "D Alina".</summary>
internal static class ChoiceText
{
    const char Last = 'J';

    public static Choice? Read(string plain)
    {
        // It begins with a letter, a bracket or a text command.
        if (plain.Length < 3 || plain[0] is not ((>= 'A' and <= Last) or '(' or '\\' or ' ')) return null;
        string text = AnswerText.WithoutTextCommands(plain).Trim();
        if (text.Length < 3) return null;
        int at = 0;
        bool opened = text[0] == '(';
        if (opened) at++;
        char letter = text[at];
        if (letter is < 'A' or > Last || at + 1 >= text.Length) return null;
        at++;
        bool marked = text[at] is ')' or '.' or ':' or '\\' && !opened;
        if (opened && text[at] != ')') return null;
        if (marked || opened) at++;
        else if (text[at] != ' ' || !IsName(text, at, letter)) return null;
        string rest = text[at..].Trim().TrimStart('\\').Trim();
        if (rest.Length == 0 || (!marked && !opened && !char.IsLetter(rest[0]))) return null;
        // "(A)(B)" and "(A) + 1" are mathematics.
        return !char.IsLetterOrDigit(rest[0]) && rest[0] is not ('$' or '\\' or '"' or '-') ? null : new Choice(letter, rest);
    }

    // "C Cecile" is a choice; "A dog" has an article, "I think" a pronoun.
    static bool IsName(string text, int at, char letter)
    {
        int word = at;
        while (word < text.Length && text[word] == ' ') word++;
        if (word + 1 >= text.Length || !char.IsLetter(text[word]) || !char.IsLetter(text[word + 1])) return false;
        return letter != 'I' && (letter != 'A' || char.IsUpper(text[word]));
    }
}
