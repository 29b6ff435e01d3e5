using System.Text;
using Outthink.Answers.Numerics;
using Outthink.Answers.Units;
using Outthink.Answers.Values;

namespace Outthink.Answers.Parsing;

/// <summary>Units and nouns after a value: <c>5 cm^2</c>, <c>60\text{ miles per hour}</c>, <c>99 dollars</c>, <c>7 marbles</c>, 3.5 million.</summary>
internal static class UnitSuffixes
{
    public static bool Starts(Cursor cursor, Term left)
    {
        Token token = cursor.Current;
        bool braced = cursor.Is("{");
        Token word = braced ? cursor.At(1) : token;
        if (left is Quantity or Words or Relation || cursor.BareArguments > 0) return false;
        if (IsMoney(token) || (braced && IsMoney(word))) return true;
        return word.Kind switch
        {
            TokenKind.Text => true,
            TokenKind.Letter => token.Upright ? IsClosed(left) && MeasureUnits.OfLetter(word.Text) is not null : !braced && IsClosed(left) && IsLetterUnit(cursor),
            TokenKind.Word => (word.Text.Length > 3 && left is not (Symbol or Constant)) || word.Text == "per" || UnitTable.Find(word.Text) is not null || (token.Spaced && word.Text is "sq" or "cu"),
            _ => false,
        };
    }

    static bool IsMoney(Token token) => token.Kind == TokenKind.Sign && token.Text is "$" or "€" or "£" or "¢" or "¥" or "₹";

    // A letter behind a function or a variable is a variable.
    static bool IsClosed(Term term) => !Comparison.Free.Any(term);

    // "5 m", "10 m/s", "9.8 m s^{-2}": letters of units with a blank before them up to the end of the value.
    static bool IsLetterUnit(Cursor cursor)
    {
        if (!cursor.Current.Spaced) return false;
        bool any = false;
        for (int i = 0; i < 24; i++)
        {
            Token token = cursor.At(i);
            if (token.Kind == TokenKind.End || token.IsSign(",") || token.IsSign("and") || token.IsSign("or") || token.IsSign("=") || token.IsSign("≈")) return any;
            if (token.Kind is TokenKind.Letter or TokenKind.Word or TokenKind.Text)
            {
                if (MeasureUnits.IsMicro(token) && UnitTable.Find("µ" + cursor.At(cursor.At(i + 1).Upright ? i + 2 : i + 1).Text) is not null) continue;
                if ((any && !token.Spaced && !cursor.At(i - 1).IsSign("/") && !cursor.At(i - 1).IsSign("*") && !cursor.At(i - 1).IsSign("{") && !MeasureUnits.IsMicro(cursor.At(i - 1))) || MeasureUnits.OfLetter(token.Text) is null) return false;
                any = true;
            }
            else if (token.Kind != TokenKind.Number && token.Text is not ("/" or "*" or "^" or "-" or "{" or "}")) return false;
        }
        return false;
    }

    public static Term? Read(Cursor cursor, Term value)
    {
        if (TakeScale(cursor) is { } scale) return Scaled(value, scale);
        int start = cursor.Position;
        bool braced = cursor.Take("{");
        if (IsMoney(cursor.Current))
        {
            Unit money = UnitTable.Find(cursor.Current.Text)!;
            cursor.Position++;
            return !braced || cursor.Take("}") ? new Quantity(value, money) : null;
        }
        cursor.Position = start;
        if (MeasureUnits.Read(cursor) is { } unit) return Compound(cursor, new Quantity(value, PerSomething(cursor, unit)));
        cursor.Position = start;
        return Noun(cursor) is { } noun ? new Quantity(value, Unit.Noun(noun)) : null;
    }

    /// <summary>The factor of "million" and the like where one stands, taken; else null.</summary>
    public static Rational? TakeScale(Cursor cursor)
    {
        int at = 0;
        while (cursor.At(at).IsSign("{")) at++;
        if (cursor.At(at).Kind is not (TokenKind.Text or TokenKind.Word)) return null;
        int power = cursor.At(at).Text.ToLowerInvariant() switch
        {
            "hundred" => 2,
            "thousand" or "thousands" => 3,
            "lakh" or "lakhs" => 5,
            "million" or "millions" => 6,
            "crore" or "crores" => 7,
            "billion" or "billions" => 9,
            "trillion" or "trillions" => 12,
            _ => 0,
        };
        if (power == 0) return null;
        int open = at++;
        for (; open > 0 && cursor.At(at).IsSign("}"); at++) open--;
        // "\text{million people}" keeps its brace for the noun.
        if (open > 0 && cursor.At(at).Kind is not (TokenKind.Text or TokenKind.Word)) return null;
        if (open == 0) cursor.Position += at;
        else cursor.MoveBrace(at - 1);
        return new Rational(System.Numerics.BigInteger.Pow(10, power), 1);
    }

    public static Term Scaled(Term value, Rational scale) => value is Number n ? new Number(n.Value * scale) : new Product([value, new Number(scale)]);

    /// <summary>A price per something: the unit with what it is per in its name, where "per" or "/" and a word follow.</summary>
    public static Unit PerSomething(Cursor cursor, Unit unit)
    {
        if (unit.Kind != UnitKind.Money || !(cursor.Is("/") || MeasureUnits.IsWord(cursor.Current, "per") || (cursor.Is("{") && MeasureUnits.IsWord(cursor.At(1), "per")))) return unit;
        int start = cursor.Position;
        cursor.Take("/");
        Token first = cursor.At(cursor.Is("{") ? 1 : 0);
        if (first.Kind is TokenKind.Text or TokenKind.Word or TokenKind.Letter && Noun(cursor, skip: "per") is { } noun) return unit with { Name = $"{unit.Name} per {noun}" };
        cursor.Position = start;
        return unit;
    }

    // "2 hours 30 minutes", "5 ft 6 in": a smaller unit of the same dimension adds to the value.
    static Term Compound(Cursor cursor, Quantity whole)
    {
        int start = cursor.Position;
        cursor.Take("and");
        if (whole.Unit.Kind == UnitKind.Measure && cursor.Current.Kind == TokenKind.Number && cursor.Link() && NumberValue.Read(cursor.Current.Text) is { } number)
        {
            cursor.Position++;
            if (MeasureUnits.Read(cursor) is { Kind: UnitKind.Measure } part && part.Dimension == whole.Unit.Dimension && part.Dimension != default && part.Scale < whole.Unit.Scale && part.Offset.IsZero)
                return Compound(cursor, whole with { Value = new Sum([whole.Value, new Number(number.Value * part.Scale / whole.Unit.Scale)]) });
        }
        cursor.Position = start;
        return whole;
    }

    /// <summary>Degrees Celsius or Fahrenheit, the cursor standing behind the degree mark.</summary>
    public static Term? Temperature(Cursor cursor, Term value)
    {
        Token token = cursor.Is("{") ? cursor.At(1) : cursor.Current;
        if (token.Text is not ("C" or "F") || cursor.At(1).IsSign("(")) return null;
        cursor.Position += cursor.Is("{") ? 3 : 1;
        return new Quantity(value, UnitTable.Find("°" + token.Text)!);
    }

    // Words up to the next separator: only the first distinguishes ("cups of flour" and "cups").
    static string? Noun(Cursor cursor, string skip = "")
    {
        StringBuilder noun = new();
        int depth = 0;
        while (!cursor.AtEnd && !Lists.AtSeparator(cursor) && (depth > 0 || cursor.Current.Kind != TokenKind.Sign || cursor.Current.Text is "{" or "(" or "." or "-" or "/"))
        {
            if (depth == 0 && cursor.Current is { Kind: TokenKind.Number, Spaced: true }) return null;
            if (cursor.Is("{") || cursor.Is("(")) depth++;
            else if (cursor.Is("}") || cursor.Is(")")) depth--;
            else if (cursor.Current.Kind is TokenKind.Text or TokenKind.Word or TokenKind.Letter && (skip.Length > 0 || cursor.Current.Kind != TokenKind.Letter) && noun.Length == 0 && cursor.Current.Text != skip) noun.Append(cursor.Current.Text.ToLowerInvariant());
            cursor.Position++;
        }
        string word = noun.ToString();
        return depth != 0 || word.Length == 0 ? null : Singular(word);
    }

    static string Singular(string word) => word switch
    {
        "people" or "persons" => "person",
        "children" => "child",
        "men" => "man",
        "women" => "woman",
        _ when word.Length > 4 && (word.EndsWith("xes", StringComparison.Ordinal) || word.EndsWith("ches", StringComparison.Ordinal) || word.EndsWith("shes", StringComparison.Ordinal) || word.EndsWith("sses", StringComparison.Ordinal)) => word[..^2],
        _ when word.Length > 4 && word.EndsWith("ies", StringComparison.Ordinal) => word[..^3] + "y",
        _ => word.Length > 3 && word[^1] == 's' ? word[..^1] : word,
    };
}
