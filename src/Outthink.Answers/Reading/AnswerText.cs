using System.Text;
using Outthink.Answers.Parsing;

namespace Outthink.Answers.Reading;

/// <summary>Takes off what surrounds an answer: delimiters of mathematics, emphasis, a full stop, doubled backslashes.</summary>
internal static class AnswerText
{
    public static string Clean(string text)
    {
        string plain = CharacterForms.Normalise(text);
        if (plain.Contains("\\\\", StringComparison.Ordinal)) plain = SingleBackslashes(plain);
        plain = Trimmed(WithoutDelimiters(plain));
        return plain;
    }

    static string Trimmed(string text)
    {
        while (true)
        {
            string trimmed = text.Trim().TrimEnd('\\').Trim();
            if (trimmed.Length > 1 && trimmed[^1] is '.' or ',' or ';' or ':' && !trimmed.EndsWith("..", StringComparison.Ordinal)) trimmed = trimmed[..^1].TrimEnd();
            if (trimmed.StartsWith("**", StringComparison.Ordinal)) trimmed = trimmed[2..];
            if (trimmed.EndsWith("**", StringComparison.Ordinal)) trimmed = trimmed[..^2];
            if (trimmed.Length > 1 && trimmed[0] is '"' or '`' && trimmed[^1] == trimmed[0]) trimmed = trimmed[1..^1];
            if (trimmed.Length > 0 && trimmed[0] is ':') trimmed = trimmed[1..];
            if (trimmed == text) return text;
            text = trimmed;
        }
    }

    // $…$, $$…$$, \(…\), \[…\] delimit; \$ is money, and so is a dollar sign without a partner.
    static string WithoutDelimiters(string text)
    {
        if (!text.Contains('$', StringComparison.Ordinal) && !text.Contains("\\(", StringComparison.Ordinal) && !text.Contains("\\[", StringComparison.Ordinal)
            && !text.Contains("\\]", StringComparison.Ordinal) && !text.Contains("\\)", StringComparison.Ordinal)) return text;
        int dollars = 0;
        for (int i = 0; i < text.Length; i++) if (text[i] == '$' && !Escaped(text, i)) dollars++;
        StringBuilder result = new(text.Length);
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            if (c == '$' && !Escaped(text, i))
            {
                bool amount = i + 1 < text.Length && (char.IsAsciiDigit(text[i + 1]) || text[i + 1] == '.');
                result.Append(dollars == 1 && amount ? "\\$" : " ");
            }
            else if (c == '\\' && i + 1 < text.Length && text[i + 1] is '(' or ')' or '[' or ']' && !Escaped(text, i))
            {
                // "\\[2pt]" in a matrix is a row break with a gap, handled as a break by the tokeniser.
                result.Append(' ');
                i++;
            }
            else result.Append(c);
        }
        return result.ToString();
    }

    static bool Escaped(string text, int at)
    {
        int slashes = 0;
        while (at - slashes > 0 && text[at - slashes - 1] == '\\') slashes++;
        return slashes % 2 == 1;
    }

    // "\\frac" out of a doubly escaped source is "\frac"; "\\ b" in a matrix stays a row break.
    static string SingleBackslashes(string text)
    {
        bool rows = text.Contains("\\begin", StringComparison.Ordinal) && !text.Contains("\\\\begin", StringComparison.Ordinal);
        if (rows) return text;
        StringBuilder result = new(text.Length);
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] == '\\' && i + 1 < text.Length && text[i + 1] == '\\')
            {
                int end = i + 2;
                while (end < text.Length && char.IsAsciiLetter(text[end])) end++;
                bool command = end > i + 3 && Vocabulary.IsCommand(Vocabulary.LongestKnown(text[(i + 2)..end]));
                bool sign = end == i + 2 && end < text.Length && text[end] is '{' or '}' or '%' or '$' or '(' or ')' or '[' or ']' or '!' or ',' or ';';
                if (command || sign) i++;
            }
            result.Append(text[i]);
        }
        return result.ToString();
    }

    /// <summary>The text with the braces of <c>\text{…}</c> and the like taken off.</summary>
    public static string WithoutTextCommands(string plain)
    {
        if (!plain.Contains('\\', StringComparison.Ordinal)) return plain;
        StringBuilder result = new(plain.Length);
        // For each open brace, whether it is a text command's.
        Stack<bool> braces = new();
        for (int i = 0; i < plain.Length; i++)
        {
            if (plain[i] == '\\')
            {
                int end = i + 1;
                while (end < plain.Length && char.IsAsciiLetter(plain[end])) end++;
                int brace = end;
                while (brace < plain.Length && plain[brace] == ' ') brace++;
                if (end > i + 1 && Vocabulary.TextCommands.Contains(plain[(i + 1)..end]) && brace < plain.Length && plain[brace] == '{')
                {
                    braces.Push(true);
                    i = brace;
                    continue;
                }
                if (end == i + 1 && end < plain.Length && plain[end] == ' ') continue;
                if (end == i + 1 && end < plain.Length)
                {
                    result.Append(plain[i++]).Append(plain[i]);
                    continue;
                }
            }
            if (plain[i] == '{') braces.Push(false);
            else if (plain[i] == '}' && braces.TryPop(out bool text) && text) continue;
            result.Append(plain[i]);
        }
        return result.ToString();
    }
}
