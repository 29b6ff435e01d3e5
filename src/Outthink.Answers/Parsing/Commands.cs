using System.Text;
using Outthink.Answers.Values;

namespace Outthink.Answers.Parsing;

/// <summary>LaTeX commands with structure.</summary>
internal static class Commands
{
    public static Term? Read(Cursor cursor)
    {
        string name = cursor.Current.Text;
        cursor.Position++;
        switch (name)
        {
            case "frac":
                return Fraction(cursor);
            case "sqrt":
                return SquareRoot(cursor);
            case "cbrt":
                return Argument(cursor) is { } cube ? new Root(cube, Number.Of(3)) : null;
            case "binom":
                return Binomial(cursor);
            case "pi":
                return new Constant(ConstantName.Pi);
            case "infty":
                return new Constant(ConstantName.Infinity);
            case "exponentialE":
                return new Constant(ConstantName.E);
            case "imaginaryI" or "imaginaryJ":
                return new Constant(ConstantName.I);
            case "emptyset" or "varnothing":
                return new NamedSet("empty");
            case "mathbb":
                return Blackboard(cursor);
            case "begin":
                return Environments.Read(cursor);
            case "sum" or "prod" or "int" or "iint" or "oint" or "lim":
                return Binders.Read(cursor, name);
            case "overline" or "bar" or "vec" or "hat" or "tilde" or "dot" or "overrightarrow" or "widehat" or "underline":
                return Accent(cursor, name);
            case "angle" or "triangle" or "ell" or "hbar" or "nabla" or "partial":
                return Opaque(cursor, name);
            case "boxed":
                return Argument(cursor);
            default:
                return null;
        }
    }

    /// <summary>A command's argument: a group, or the next single token.</summary>
    public static Term? Argument(Cursor cursor)
    {
        (int bars, int bare) = (cursor.Bars, cursor.BareArguments);
        cursor.Bars = cursor.BareArguments = 0;
        Term? argument = cursor.Current.Kind switch
        {
            TokenKind.Number => DigitOf(cursor),
            TokenKind.Word when cursor.Current.Text.Length <= 3 => Names.Single(cursor.TakeLetter()),
            _ => Atoms.Read(cursor),
        };
        (cursor.Bars, cursor.BareArguments) = (bars, bare);
        return argument is null ? null : Postfixes.Unbraced(argument);
    }

    static Number? DigitOf(Cursor cursor) => NumberValue.Read(cursor.TakeDigit());

    static Term? Fraction(Cursor cursor)
    {
        // "frac(1, 2)" in plain writing.
        if (cursor.Is("(") && Brackets.Arguments(cursor) is [var n, var d]) return new Quotient(n, d);
        int start = cursor.Position;
        if (Binders.Derivative(cursor) is { } derivative) return derivative;
        cursor.Position = start;
        return Argument(cursor) is { } numerator && Argument(cursor) is { } denominator ? new Quotient(numerator, denominator) : null;
    }

    static Root? SquareRoot(Cursor cursor)
    {
        Term degree = Number.Of(2);
        if (cursor.Is("["))
        {
            if (Brackets.Arguments(cursor) is not [var stated]) return null;
            degree = stated;
        }
        (int bars, int bare) = (cursor.Bars, cursor.BareArguments);
        cursor.Bars = cursor.BareArguments = 0;
        Term? radicand = Atoms.Read(cursor);
        (cursor.Bars, cursor.BareArguments) = (bars, bare);
        return radicand is null ? null : new Root(Postfixes.Unbraced(radicand), degree);
    }

    static Call? Binomial(Cursor cursor)
    {
        if (cursor.Is("(") && Brackets.Arguments(cursor) is [var n, var k]) return new Call("binom", [n, k]);
        return Argument(cursor) is { } upper && Argument(cursor) is { } lower ? new Call("binom", [upper, lower]) : null;
    }

    static NamedSet? Blackboard(Cursor cursor)
    {
        bool braced = cursor.Take("{");
        string name = cursor.Current.Text;
        if (cursor.Current.Kind is not (TokenKind.Letter or TokenKind.Text or TokenKind.Word)) return null;
        cursor.Position++;
        if (braced && !cursor.Take("}")) return null;
        string suffix = "";
        while (cursor.Is("^") || cursor.Is("_"))
        {
            cursor.Position++;
            suffix += cursor.Is("{") ? cursor.At(1).Text : cursor.Current.Text;
            cursor.Position = cursor.Is("{") ? cursor.ClosingBrace() + 1 : cursor.Position + 1;
            if (cursor.Position == 0) return null;
        }
        return new NamedSet(name + suffix);
    }

    // An accented letter is a variable, an overlined run of letters a segment: both are names.
    static Symbol? Accent(Cursor cursor, string accent)
    {
        if (accent == "overline") accent = "bar";
        if (cursor.Is("{") && cursor.ClosingBrace() is var close and > 0)
        {
            StringBuilder inner = new();
            for (cursor.Position++; cursor.Position < close; cursor.Position++) inner.Append(cursor.Current.Text);
            cursor.Position++;
            return Names.Decorated(cursor, $"{accent}({inner})") is { } name ? new Symbol(name) : null;
        }
        string letter = cursor.Current.Text;
        if (cursor.Current.Kind != TokenKind.Letter) return null;
        cursor.Position++;
        return Names.Decorated(cursor, $"{accent}({letter})") is { } decorated ? new Symbol(decorated) : null;
    }

    static Symbol? Opaque(Cursor cursor, string name)
    {
        StringBuilder text = new(name);
        if (name is "angle" or "triangle")
        {
            while (cursor.Current.Kind is TokenKind.Letter or TokenKind.Word or TokenKind.Text)
            {
                text.Append(' ').Append(cursor.Current.Text);
                cursor.Position++;
            }
        }
        return new Symbol(text.ToString());
    }
}
