namespace Outthink.Answers.Finding;

/// <summary>Formulas between delimiters.</summary>
internal static class MathSpans
{
    /// <param name="Start">The opening delimiter.</param>
    /// <param name="ContentStart">Behind it.</param>
    /// <param name="ContentEnd">The closing delimiter.</param>
    /// <param name="End">Behind it.</param>
    /// <param name="Display">Whether it stands on a line of its own when set.</param>
    internal readonly record struct Span(int Start, int ContentStart, int ContentEnd, int End, bool Display);

    const int LongestInline = 600;

    /// <summary>The formula whose opening delimiter stands at <paramref name="at"/>, or null.</summary>
    public static Span? At(string text, int at, int limit)
    {
        if (text[at] == '$')
        {
            bool display = at + 1 < limit && text[at + 1] == '$';
            int open = at + (display ? 2 : 1);
            string close = display ? "$$" : "$";
            int end = open;
            do
            {
                end = open >= limit ? -1 : text.IndexOf(close, end, limit - end, StringComparison.Ordinal);
                if (end > 0 && text[end - 1] != '\\') break;
                if (end >= 0) end++;
            }
            while (end >= 0 && end < limit);
            if (end < 0 || end >= limit || string.IsNullOrWhiteSpace(text[open..end])) return null;
            return display || IsInline(text.AsSpan(open, end - open)) ? new Span(at, open, end, end + close.Length, display) : null;
        }
        if (text[at] != '\\' || at + 1 >= limit || text[at + 1] is not ('(' or '[')) return null;
        string closing = text[at + 1] == '(' ? "\\)" : "\\]";
        int stop = text.IndexOf(closing, at + 2, limit - at - 2, StringComparison.Ordinal);
        return stop < 0 || string.IsNullOrWhiteSpace(text[(at + 2)..stop]) ? null : new Span(at, at + 2, stop, stop + 2, text[at + 1] == '[');
    }

    // "$2 each, so $26" holds an amount, not a formula: a formula stays on its line and has no words in it.
    static bool IsInline(ReadOnlySpan<char> content)
    {
        if (content.Length > LongestInline || content.Contains('\n')) return false;
        if (!char.IsAsciiDigit(content.TrimStart()[0])) return true;
        if (content.TrimEnd()[^1] is '+' or '-' or '*' or '=' or '×' or '/') return false;
        int run = 0;
        for (int i = 0; i < content.Length; i++)
        {
            if (content[i] == '\\' || content[i] == '{') return true;
            run = char.IsAsciiLetter(content[i]) ? run + 1 : 0;
            if (run >= 3) return false;
        }
        return true;
    }

    /// <summary>The last formula of each kind in the window: one pass.</summary>
    public static (Span? Display, Span? Inline) Last(string text, int from, int to)
    {
        Span? display = null, inline = null;
        int failedDollar = -1;
        for (int i = from; i < to; i++)
        {
            char c = text[i];
            if (c == '\\' && (i + 1 >= to || text[i + 1] is not ('(' or '[')))
            {
                i++;
                continue;
            }
            if (c != '$' && c != '\\') continue;
            if (c == '$' && failedDollar >= 0 && i <= failedDollar) continue;
            if (At(text, i, to) is not { } span)
            {
                // Without a partner ahead no later delimiter of the kind has one beyond the next line either.
                if (c == '\\' && text.IndexOf(text[i + 1] == '(' ? "\\)" : "\\]", i, to - i, StringComparison.Ordinal) < 0) return (display, inline);
                continue;
            }
            if (span.Display) display = span;
            else inline = span;
            i = span.End - 1;
        }
        return (display, inline);
    }
}
