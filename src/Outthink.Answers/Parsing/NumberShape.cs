namespace Outthink.Answers.Parsing;

/// <summary>The shape of a number as written: digits in groups of three, a point, a power of ten.</summary>
internal static class NumberShape
{
    // Plain commas come last, so that "{,}" and ",\!" are not cut at their comma.
    static readonly string[] Separators = ["{,}", ",\\!", "\\!,", ",\\,", "\\,", "\\;", "\\ ", ",", " "];

    static readonly System.Buffers.SearchValues<char> Plainly = System.Buffers.SearchValues.Create("0123456789.eE+-");

    /// <summary>Length of the number at the start of <paramref name="text"/>; 0 when there is none.</summary>
    public static int Length(ReadOnlySpan<char> text)
    {
        int whole = DigitRun(text, 0);
        int end = whole is >= 1 and <= 3 ? Groups(text, whole) : whole;
        if (end < text.Length && text[end] == '.')
        {
            int places = DigitRun(text, end + 1);
            if (places > 0) end += 1 + places;
        }
        return end == 0 ? 0 : end + PowerOfTen(text[end..]);
    }

    /// <summary>The number without its separators, and whether they were plain commas.</summary>
    public static (string Digits, bool Commas) Plain(string text)
    {
        if (text.AsSpan().IndexOfAnyExcept(Plainly) < 0) return (text, false);
        bool commas = text.Contains(',', StringComparison.Ordinal) && !text.Contains('{', StringComparison.Ordinal) && !text.Contains('\\', StringComparison.Ordinal);
        return (string.Concat(text.Where(static c => char.IsAsciiDigit(c) || c is '.' or 'e' or 'E' or '-' or '+')), commas);
    }

    static int Groups(ReadOnlySpan<char> text, int end)
    {
        foreach (string separator in Separators)
        {
            int at = end;
            while (Group(text, at, separator) is var next and > 0) at = next;
            if (at == end) continue;
            // A group that goes on ("1 000 5", "1,000,50") is no thousands separator but a list.
            bool breaks = separator is "," or " " && at < text.Length
                && (text[at] == '/' || (text[at] == separator[0] && at + 1 < text.Length && char.IsAsciiDigit(text[at + 1])));
            return breaks ? end : at;
        }
        return end;
    }

    // "{,}" with or without blanks and a thin space taken back.
    static int BracedComma(ReadOnlySpan<char> text, int at)
    {
        int i = Blanks(text, at);
        foreach (char c in "{,}")
        {
            if (i >= text.Length || text[i] != c) return -1;
            i = Blanks(text, i + 1);
        }
        return text[i..].StartsWith("\\!", StringComparison.Ordinal) ? Blanks(text, i + 2) : i;
    }

    static int Blanks(ReadOnlySpan<char> text, int at)
    {
        while (at < text.Length && text[at] == ' ') at++;
        return at;
    }

    static int Group(ReadOnlySpan<char> text, int at, string separator)
    {
        if (separator == "{,}") return BracedComma(text, at) is var digits and >= 0 && DigitRun(text, digits) == 3 ? digits + 3 : 0;
        if (!text[at..].StartsWith(separator, StringComparison.Ordinal)) return 0;
        int start = at + separator.Length;
        if (separator[^1] == '!')
            while (start < text.Length && text[start] == ' ') start++;
        return DigitRun(text, start) == 3 ? start + 3 : 0;
    }

    static int PowerOfTen(ReadOnlySpan<char> text)
    {
        if (text.Length < 2 || text[0] is not ('e' or 'E')) return 0;
        int sign = text[1] is '-' or '+' ? 1 : 0;
        int digits = DigitRun(text, 1 + sign);
        return digits is >= 1 and <= 6 ? 1 + sign + digits : 0;
    }

    static int DigitRun(ReadOnlySpan<char> text, int at)
    {
        int end = at;
        while (end < text.Length && char.IsAsciiDigit(text[end])) end++;
        return end - at;
    }
}
