using Outthink.Answers.Units;
using Outthink.Answers.Values;

namespace Outthink.Answers.Parsing;

/// <summary>Reads a product of units with powers: <c>kg m/s^2</c>, <c>miles per hour</c>, <c>\mathrm{~mol} \cdot \mathrm{L}^{-1}</c>, <c>J/(mol K)</c>.</summary>
internal static class MeasureUnits
{
    /// <summary>The unit that a letter or word stands for by itself: no letter of everyday algebra but those of common units.</summary>
    public static Unit? OfLetter(string name) => name.Length > 1 || name is "m" or "s" or "g" or "h" or "L" or "J" or "N" or "W" or "V" or "K" or "A" or "C" or "M" or "T" or "F" ? UnitTable.Find(name)
        : name == "\\Omega" ? UnitTable.Find("ohm") : null;

    /// <summary>The unit that stands here; null, with the cursor anywhere, when a word is none.</summary>
    public static Unit? Read(Cursor cursor)
    {
        Unit? whole = null;
        int sign = 1, braces = 0, power = 1;
        bool bracketed = false;
        if (TakeWord(cursor, ref braces, "degree") || TakeWord(cursor, ref braces, "degrees"))
        {
            bool named = IsWord(cursor.Current, "celsius") || IsWord(cursor.Current, "fahrenheit");
            whole = named ? UnitTable.Find(cursor.Current.Text.ToLowerInvariant()) : Unit.Degree;
            if (named) cursor.Position++;
        }
        while (true)
        {
            if (cursor.Is("{") && StartsInBraces(cursor, sign))
            {
                braces++;
                cursor.Position++;
            }
            else if (braces > 0 && cursor.Is("}"))
            {
                braces--;
                cursor.Position++;
            }
            else if (cursor.Is("*") && whole is not null && NextIsUnit(cursor)) cursor.Position++;
            else if ((cursor.Is("/") || IsWord(cursor.Current, "per")) && whole is not null && (NextIsUnit(cursor) || (cursor.At(1).IsSign("(") && NextIsUnit(cursor, 2))))
            {
                sign = -1;
                cursor.Position++;
                if (cursor.Take("(")) bracketed = true;
            }
            else if (bracketed && cursor.Is(")"))
            {
                bracketed = false;
                cursor.Position++;
            }
            else if (IsWord(cursor.Current, "square") || IsWord(cursor.Current, "sq") || IsWord(cursor.Current, "cubic") || IsWord(cursor.Current, "cu"))
            {
                power = cursor.Current.Text[0] is 's' or 'S' ? 2 : 3;
                cursor.Position++;
                cursor.Take(".");
            }
            else if (Single(cursor, ref braces, sign < 0 || whole is null || cursor.Current.Spaced || cursor.At(-1).IsSign("*") || cursor.At(-1).Upright) is { } single)
            {
                cursor.Position++;
                cursor.Take(".");
                int exponent = power * Exponent(cursor, ref braces) * sign;
                power = 1;
                Unit part = exponent == 1 ? single : single.To(exponent);
                whole = whole is null ? part : whole.Times(part);
            }
            else if (whole is not null && cursor.Current.Kind is TokenKind.Text or TokenKind.Word)
            {
                // "inches long", "years old", "percent increase": words that only comment.
                if (!SkipWords(cursor)) return null;
            }
            else if (cursor.Current.Kind is TokenKind.Text or TokenKind.Word) return null;
            else return braces == 0 && !bracketed ? whole : null;
        }
    }

    static bool StartsInBraces(Cursor cursor, int sign)
    {
        Token first = cursor.At(1);
        return first.Kind is TokenKind.Text or TokenKind.Word || (first.Kind == TokenKind.Letter && (sign < 0 || cursor.Current.Upright) && OfLetter(first.Text) is not null)
            || (first.IsSign("{") && first.Upright);
    }

    static bool SkipWords(Cursor cursor)
    {
        int at = 0;
        for (; cursor.At(at).Kind is TokenKind.Text or TokenKind.Word; at++)
            if (UnitTable.Find(cursor.At(at).Text) is not null || IsWord(cursor.At(at), "per")) return false;
        if (cursor.At(at).Kind is TokenKind.Letter or TokenKind.Number) return false;
        cursor.Position += at;
        return true;
    }

    static bool TakeWord(Cursor cursor, ref int braces, string word)
    {
        int at = cursor.Is("{") ? 1 : 0;
        if (!IsWord(cursor.At(at), word)) return false;
        braces += at;
        cursor.Position += at + 1;
        return true;
    }

    static bool NextIsUnit(Cursor cursor, int at = 1)
    {
        while (cursor.At(at).IsSign("{")) at++;
        Token next = cursor.At(at);
        return next.Kind is TokenKind.Text or TokenKind.Word or TokenKind.Letter && (UnitTable.Find(next.Text) is not null || IsWord(next, "square") || IsWord(next, "cubic"));
    }

    public static bool IsWord(Token token, string word) => token.Kind is TokenKind.Text or TokenKind.Word && token.Text.Equals(word, StringComparison.OrdinalIgnoreCase);

    // A micrometre in LaTeX is \mu m.
    static Unit? Single(Cursor cursor, ref int braces, bool letters)
    {
        Token token = cursor.Current;
        if (IsMicro(token))
        {
            int at = cursor.At(1).Upright ? 2 : 1;
            if (cursor.At(at).Kind is not (TokenKind.Letter or TokenKind.Word or TokenKind.Text) || UnitTable.Find("µ" + cursor.At(at).Text) is not { } micro) return null;
            braces += at - 1;
            cursor.Position += at;
            return micro;
        }
        if (token.Kind is not (TokenKind.Text or TokenKind.Word) && !(letters && token.Kind == TokenKind.Letter)) return null;
        return token.Kind == TokenKind.Letter ? OfLetter(token.Text) ?? UnitTable.Find(token.Text) : UnitTable.Find(token.Text);
    }

    public static bool IsMicro(Token token) => token is { Kind: TokenKind.Letter, Text: "\\mu" };

    static int Exponent(Cursor cursor, ref int braces)
    {
        // "\text{ cm}^2" and "\text{cm}^2": the power stands behind the brace.
        if (braces > 0 && cursor.Is("}") && cursor.At(1).IsSign("^"))
        {
            braces--;
            cursor.Position++;
        }
        if (IsWord(cursor.Current, "squared") || IsWord(cursor.Current, "cubed"))
        {
            cursor.Position++;
            return cursor.At(-1).Text[0] is 's' or 'S' ? 2 : 3;
        }
        if (!cursor.Is("^")) return 1;
        int start = cursor.Position;
        cursor.Position++;
        if (Postfixes.Script(cursor) is Number { Value: { IsInteger: true } value } && value.Abs() < 10) return (int)value.Numerator;
        cursor.Position = start;
        return 1;
    }
}
