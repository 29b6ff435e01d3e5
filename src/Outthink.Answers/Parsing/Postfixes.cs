using Outthink.Answers.Units;
using Outthink.Answers.Values;

namespace Outthink.Answers.Parsing;

/// <summary>Powers, factorials, degrees and percent signs after an operand.</summary>
internal static class Postfixes
{
    public static Term? Read(Cursor cursor, Term operand)
    {
        Term? left = operand;
        while (left is not null)
        {
            if (AtDegree(cursor) is var length and > 0)
            {
                cursor.Position += length;
                left = UnitSuffixes.Temperature(cursor, left) ?? new Quantity(left, Unit.Degree);
            }
            else if (left is Number { Value.IsInteger: true } && AtOrdinal(cursor) is var ending and > 0) cursor.Position += ending;
            else if (cursor.Is("^"))
            {
                cursor.Position++;
                left = Script(cursor) is { } exponent ? new Power(Unbraced(left), exponent) : null;
            }
            else if (cursor.Is("_") && left is Power { Base: Symbol symbol } power)
            {
                // x^2_1 is the square of x_1.
                left = Names.Decorated(cursor, symbol.Name) is { } name ? power with { Base = new Symbol(name) } : null;
            }
            else if (cursor.Is("!"))
            {
                int marks = 0;
                for (; cursor.Is("!"); cursor.Position++) marks++;
                left = marks == 1 ? new Call("factorial", [left]) : marks == 2 ? new Call("doublefactorial", [left]) : Factorials(left, marks);
            }
            else if (cursor.Is("%"))
            {
                cursor.Position++;
                left = new Quantity(left, Unit.Percent);
            }
            else break;
            if (!cursor.Link()) return null;
        }
        return left;
    }

    /// <summary>What stands after <c>^</c> or <c>_</c>: a group, a signed number in plain writing, or one token.</summary>
    public static Term? Script(Cursor cursor)
    {
        if (!cursor.Enter()) return null;
        bool negative = false;
        for (; cursor.Is("-") || cursor.Is("+"); cursor.Position++) negative ^= cursor.Is("-");
        Term? script = Token(cursor);
        // In plain writing powers stack to the right: 2^3^2.
        if (script is not null && cursor.Is("^") && AtDegree(cursor) == 0)
        {
            cursor.Position++;
            script = Script(cursor) is { } upper ? new Power(script, upper) : null;
        }
        cursor.Leave();
        if (script is null) return null;
        script = Unbraced(script);
        return negative ? Sums.Negated(script) : script;
    }

    // One token without what hangs on it: in x^2_1 the subscript is the x's, in \sum^3_{k=1} the sum's.
    static Term? Token(Cursor cursor)
    {
        Token token = cursor.Current;
        switch (token.Kind)
        {
            case TokenKind.Number:
                cursor.Position++;
                return NumberValue.Read(token.Text);
            case TokenKind.Word when token.Text.Length <= 3 && token.Text is not ("th" or "st" or "nd" or "rd"):
                return Names.Single(cursor.TakeLetter());
            case TokenKind.Letter when cursor.At(1).IsSign("_"):
                cursor.Position++;
                return Names.Single(token.Text);
            default:
                return Atoms.Read(cursor);
        }
    }

    public static Term Unbraced(Term term) => term is Group { Enclosure: Enclosure.Brace, Items: [var only] } ? only : term;

    static Term Factorials(Term left, int marks)
    {
        for (int i = 0; i < Math.Min(marks, 50); i++) left = new Call("factorial", [left]);
        return left;
    }

    // "^\circ", "^{\circ}", "°" — the number of tokens, or 0.
    static int AtDegree(Cursor cursor)
    {
        if (cursor.Is("°")) return 1;
        if (!cursor.Is("^")) return 0;
        // "60^o" is written for the degree mark.
        if (Circle(cursor.At(1)) || (cursor.At(1) is { Kind: TokenKind.Letter, Text: "o" } && cursor.At(-1).Kind == TokenKind.Number && cursor.At(2).Kind == TokenKind.End)) return 2;
        return cursor.At(1).IsSign("{") && Circle(cursor.At(2)) && cursor.At(3).IsSign("}") ? 4 : 0;
    }

    // 21^{st}, 4^{\text{th}}: the number of tokens, or 0.
    static int AtOrdinal(Cursor cursor)
    {
        if (!cursor.Is("^")) return 0;
        int at = 1, open = 0;
        for (; cursor.At(at).IsSign("{"); at++) open++;
        if (cursor.At(at) is not { Kind: TokenKind.Word or TokenKind.Text, Text: "th" or "st" or "nd" or "rd" }) return 0;
        for (at++; open > 0 && cursor.At(at).IsSign("}"); at++) open--;
        return open == 0 ? at : 0;
    }

    static bool Circle(Token token) => token.IsCommand("circ") || token.IsSign("°") || token is { Kind: TokenKind.Letter, Text: "\\omicron" };
}
