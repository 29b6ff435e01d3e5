using Outthink.Answers.Parsing;
using Outthink.Answers.Units;

namespace Outthink.Answers.Finding;

/// <summary>Numbers in prose, with sign, fraction bar, percent sign and money's sign.</summary>
internal static class Numbers
{
    public static (int Start, int Length)? First(string text, int from, int to)
    {
        for (int i = from; i < to; i++)
            if (Starts(text, i, from) && Whole(text, i, from, to) is var (start, end)) return (start, end - start);
        return null;
    }

    public static (int Start, int Length)? Last(string text, int from, int to)
    {
        (int, int)? last = null;
        for (int i = from; i < to; i++)
        {
            if (!Starts(text, i, from)) continue;
            int shape = Math.Max(1, NumberShape.Length(text.AsSpan(i, to - i)));
            if (Whole(text, i, from, to) is var (start, end)) last = (start, end - start);
            i += shape - 1;
        }
        return last;
    }

    // Digits glued to letters ("A2B", "x_2") are part of a name.
    static bool Starts(string text, int at, int from)
    {
        if (!char.IsAsciiDigit(text[at]) && !(text[at] == '.' && at + 1 < text.Length && char.IsAsciiDigit(text[at + 1]))) return false;
        if (at == from) return true;
        char before = text[at - 1];
        // A quoted argument of a call is code, not an answer.
        if (before is '"' or '\'' && at - from > 2 && text[at - 2] == '(' && char.IsAsciiLetterOrDigit(text[at - 3])) return false;
        return !char.IsAsciiLetterOrDigit(before) && before is not ('_' or '.' or '^');
    }

    static (int, int)? Whole(string text, int at, int from, int to)
    {
        int length = NumberShape.Length(text.AsSpan(at, to - at));
        if (length == 0) return null;
        int end = at + length;
        if (end < to && char.IsAsciiLetter(text[end]) && !IsUnit(text, end, to)) return null;
        if (end + 1 < to && text[end] == '/' && char.IsAsciiDigit(text[end + 1])) end += 1 + NumberShape.Length(text.AsSpan(end + 1, to - end - 1));
        // A decimal comma.
        else if (end + 1 < to && text[end] == ',' && char.IsAsciiDigit(text[end + 1])) end += 1 + NumberShape.Length(text.AsSpan(end + 1, to - end - 1));
        int start = at;
        if (start > from && text[start - 1] == '$') start--;
        if (start > from && text[start - 1] is '-' or '−' && IsSign(text, start - 1, from)) start--;
        if (end < to && text[end] == '%') end++;
        else if (end + 1 < to && text[end] == '\\' && text[end + 1] == '%') end += 2;
        return (start, end);
    }

    // "12cm" is a number with its unit, "12th" and "3x" are no numbers.
    static bool IsUnit(string text, int at, int to)
    {
        int end = at;
        while (end < to && char.IsAsciiLetter(text[end])) end++;
        return end - at <= 12 && (end == to || !char.IsAsciiDigit(text[end])) && UnitTable.Find(text[at..end]) is not null;
    }

    static bool IsSign(string text, int minus, int from)
    {
        int before = minus - 1;
        while (before >= from && text[before] == ' ') before--;
        return before < from || !(char.IsLetterOrDigit(text[before]) || text[before] is ')' or '}' or ']') || (before < minus - 1 && char.IsLetter(text[before]));
    }
}
