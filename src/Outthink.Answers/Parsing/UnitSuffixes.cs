using System.Text;
using Outthink.Answers.Units;
using Outthink.Answers.Values;

namespace Outthink.Answers.Parsing;

/// <summary>Units and nouns after a value: <c>5 cm^2</c>, <c>60\text{ miles per hour}</c>, <c>99 dollars</c>, <c>7 marbles</c>.</summary>
internal static class UnitSuffixes
{
    public static bool Starts(Cursor cursor, Term left)
    {
        Token token = cursor.Current;
        Token word = cursor.Is("{") ? cursor.At(1) : token;
        if (left is Quantity or Words or Relation || cursor.BareArguments > 0) return false;
        if (cursor.Is("$") || cursor.Is("€") || cursor.Is("£")) return true;
        return word.Kind switch
        {
            TokenKind.Text => true,
            TokenKind.Letter => left is Number && IsLetterUnit(cursor),
            TokenKind.Word => word.Text.Length > 3 || UnitTable.Find(word.Text) is not null || (token.Spaced && word.Text is "sq" or "cu"),
            _ => false,
        };
    }

    // "5 m" and "10 m/s": a letter with a blank before it that ends the value; elsewhere a letter is a variable.
    static bool IsLetterUnit(Cursor cursor)
    {
        if (!cursor.Current.Spaced || cursor.Current.Text is not ("m" or "s" or "g" or "h" or "L" or "J" or "N" or "W" or "V" or "K")) return false;
        Token next = cursor.At(1);
        return next.Kind == TokenKind.End || next.IsSign(",") || next.IsSign("and") || next.IsSign("or")
            || (next.IsSign("/") && cursor.At(2).Kind is TokenKind.Letter or TokenKind.Word && UnitTable.Find(cursor.At(2).Text) is not null)
            || (next.IsSign("^") && cursor.At(2).Kind == TokenKind.Number && cursor.At(3).Kind == TokenKind.End);
    }

    public static Term? Read(Cursor cursor, Term value)
    {
        if (cursor.Current.Kind == TokenKind.Sign && cursor.Current.Text is "$" or "€" or "£")
        {
            Unit money = UnitTable.Find(cursor.Current.Text)!;
            cursor.Position++;
            return new Quantity(value, money);
        }
        int start = cursor.Position;
        if (Measure(cursor) is { } unit) return new Quantity(value, unit);
        cursor.Position = start;
        return Noun(cursor) is { } noun ? new Quantity(value, Unit.Noun(noun)) : null;
    }

    /// <summary>Degrees Celsius or Fahrenheit, the cursor standing behind the degree mark.</summary>
    public static Term? Temperature(Cursor cursor, Term value)
    {
        Token token = cursor.Is("{") ? cursor.At(1) : cursor.Current;
        if (token.Text is not ("C" or "F") || cursor.At(1).IsSign("(")) return null;
        cursor.Position += cursor.Is("{") ? 3 : 1;
        return new Quantity(value, UnitTable.Find("°" + token.Text)!);
    }

    // A product of units with powers and one "per"; null when a word is no unit.
    static Unit? Measure(Cursor cursor)
    {
        Unit? whole = null;
        int sign = 1, braces = 0, power = 1;
        while (true)
        {
            if (cursor.Is("{") && (cursor.At(1).Kind is TokenKind.Text or TokenKind.Word || (sign < 0 && cursor.At(1).Kind == TokenKind.Letter)))
            {
                braces++;
                cursor.Position++;
            }
            else if (braces > 0 && cursor.Is("}"))
            {
                braces--;
                cursor.Position++;
            }
            else if (cursor.Is("*") && whole is not null) cursor.Position++;
            else if ((cursor.Is("/") || IsWord(cursor.Current, "per")) && whole is not null && NextIsUnit(cursor))
            {
                sign = -1;
                cursor.Position++;
            }
            else if (IsWord(cursor.Current, "square") || IsWord(cursor.Current, "sq") || IsWord(cursor.Current, "cubic") || IsWord(cursor.Current, "cu"))
            {
                power = cursor.Current.Text[0] is 's' or 'S' ? 2 : 3;
                cursor.Position++;
                cursor.Take(".");
            }
            else if (Single(cursor, sign < 0 || whole is null) is { } single)
            {
                cursor.Position++;
                cursor.Take(".");
                int exponent = power * Exponent(cursor, ref braces) * sign;
                power = 1;
                Unit part = exponent == 1 ? single : single.To(exponent);
                whole = whole is null ? part : whole.Times(part);
            }
            else if (cursor.Current.Kind is TokenKind.Text or TokenKind.Word) return null;
            else return braces == 0 ? whole : null;
        }
    }

    static bool NextIsUnit(Cursor cursor)
    {
        Token next = cursor.At(1).IsSign("{") ? cursor.At(2) : cursor.At(1);
        return next.Kind is TokenKind.Text or TokenKind.Word or TokenKind.Letter && UnitTable.Find(next.Text) is not null;
    }

    static bool IsWord(Token token, string word) => token.Kind is TokenKind.Text or TokenKind.Word && token.Text.Equals(word, StringComparison.OrdinalIgnoreCase);

    static Unit? Single(Cursor cursor, bool letters)
    {
        Token token = cursor.Current;
        if (token.Kind is not (TokenKind.Text or TokenKind.Word) && !(letters && token.Kind == TokenKind.Letter)) return null;
        return UnitTable.Find(token.Text);
    }

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

    // Words up to the next separator: only the first distinguishes ("cups of flour" and "cups").
    static string? Noun(Cursor cursor)
    {
        StringBuilder noun = new();
        int depth = 0;
        while (!cursor.AtEnd && !Lists.AtSeparator(cursor) && (depth > 0 || cursor.Current.Kind != TokenKind.Sign || cursor.Current.Text is "{" or "(" or "." or "-" or "/"))
        {
            if (cursor.Is("{") || cursor.Is("(")) depth++;
            else if (cursor.Is("}") || cursor.Is(")")) depth--;
            else if (cursor.Current.Kind is TokenKind.Text or TokenKind.Word && noun.Length == 0) noun.Append(cursor.Current.Text.ToLowerInvariant());
            cursor.Position++;
        }
        string word = noun.ToString();
        return depth != 0 || word.Length == 0 ? null : word.Length > 3 && word[^1] == 's' ? word[..^1] : word;
    }
}
