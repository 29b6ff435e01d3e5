using Outthink.Answers.Numerics;

namespace Outthink.Answers.Parsing;

/// <summary>Decimals whose last digits repeat for ever: <c>0.\overline{3}</c>, <c>0.1\dot{6}</c>, 0.(3), 0.333…</summary>
internal static class RepeatingDecimals
{
    /// <summary>The repeated digits that stand behind the number before the cursor, and how many tokens they take.</summary>
    public static (string Cycle, int Length)? Tail(Cursor cursor)
    {
        int at = cursor.Is(".") ? 1 : cursor.At(-1).Text.Contains('.', StringComparison.Ordinal) ? 0 : -1;
        if (at < 0) return null;
        if (cursor.At(at).IsCommand("overline") || cursor.At(at).IsCommand("bar")) return Argument(cursor, at + 1);
        if (cursor.At(at).IsCommand("dot")) return Dotted(cursor, at);
        // 0.1(6) at the end of the answer; elsewhere brackets multiply.
        return cursor.At(at) is { Spaced: false } && cursor.At(at).IsSign("(") && IsDigits(cursor.At(at + 1)) && cursor.At(at + 2).IsSign(")") && cursor.At(at + 3).Kind == TokenKind.End
            ? (cursor.At(at + 1).Text, at + 3)
            : null;
    }

    // "\dot{3}", and "\dot{1}4285\dot{7}", where the dots mark the first and the last digit.
    static (string, int)? Dotted(Cursor cursor, int at)
    {
        if (Argument(cursor, at + 1) is not var (first, next)) return null;
        bool between = IsDigits(cursor.At(next));
        int second = between ? next + 1 : next;
        if (!cursor.At(second).IsCommand("dot") || Argument(cursor, second + 1) is not var (last, end)) return (first, next);
        return (first + (between ? cursor.At(next).Text : "") + last, end);
    }

    static (string Digits, int End)? Argument(Cursor cursor, int at)
    {
        bool braced = cursor.At(at).IsSign("{");
        Token digits = cursor.At(braced ? at + 1 : at);
        return !IsDigits(digits) || (braced && !cursor.At(at + 2).IsSign("}")) ? null : (digits.Text, at + (braced ? 3 : 1));
    }

    static bool IsDigits(Token token) => token.Kind == TokenKind.Number && token.Text.All(char.IsAsciiDigit);

    /// <summary>
    /// The value of a decimal that goes on as it began: its last digits must show a group at least twice, or one digit twice and
    /// nothing before it. Null when they show none, as in 3.14159…
    /// </summary>
    public static Rational? Cycle(string digits)
    {
        const int fewest = 3;
        int point = digits.IndexOf('.', StringComparison.Ordinal);
        string places = point < 0 ? "" : digits[(point + 1)..];
        for (int period = 1; 2 * period <= places.Length && period <= 60; period++)
        {
            int shown = period;
            while (shown < places.Length && places[^(shown + 1)] == places[^(shown + 1 - period)]) shown++;
            if (shown < 2 * period || (shown < fewest && shown < places.Length)) continue;
            string head = digits[..^shown];
            return NumberValue.Repeating(head.EndsWith('.') ? head[..^1] : head, digits[^shown..][..period]);
        }
        return null;
    }
}
