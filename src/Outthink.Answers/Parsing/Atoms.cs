using Outthink.Answers.Numerics;
using Outthink.Answers.Values;

namespace Outthink.Answers.Parsing;

/// <summary>The smallest operands: numbers, letters, words, commands and bracketed terms.</summary>
internal static class Atoms
{
    /// <summary>Whether an operand starts here that can follow another one without a sign.</summary>
    public static bool StartsImplied(Cursor cursor)
    {
        Token token = cursor.Current;
        return token.Kind switch
        {
            TokenKind.Letter or TokenKind.Function or TokenKind.Command => token.Text is not ("end" or "circ" or "choose" or "over"),
            TokenKind.Word => token.Text.Length <= 3 && !Names.IsShortWord(token.Text),
            TokenKind.Number => Mixed(cursor) || !IsNumberOrPower(cursor.At(-1)),
            TokenKind.Sign => token.Text switch
            {
                // (mod 7) and (k ∈ Z) are remarks, 1[ closes ]0, 1[.
                "(" => !cursor.At(1).IsSign("mod") && !cursor.At(2).IsSign("∈"),
                "[" => cursor.At(1) is not ({ Kind: TokenKind.End } or { Kind: TokenKind.Sign, Text: "," or ";" or "∪" or "∩" or "∖" or ")" or "}" or "\\}" or "and" or "or" }),
                "{" or "\\{" or "⌊" or "⌈" or "⟨" => true,
                "|" => cursor.Bars == 0,
                _ => false,
            },
            _ => false,
        };
    }

    // Two numbers side by side are no product ("1 2 3"); a number after a bracket or a command's argument is ("\frac12 34").
    static bool IsNumberOrPower(Token before) => before.Kind is TokenKind.Number or TokenKind.Letter;

    public static Term? Read(Cursor cursor)
    {
        if (!cursor.Enter()) return null;
        Token token = cursor.Current;
        Term? atom = BaseNumerals.WithLetters(cursor) ?? token.Kind switch
        {
            TokenKind.Number => Numeral(cursor),
            TokenKind.Letter => Names.Letter(cursor),
            TokenKind.Word or TokenKind.Text => Names.Word(cursor),
            TokenKind.Function => Functions.Read(cursor),
            TokenKind.Command => Commands.Read(cursor),
            TokenKind.Sign => Brackets.Read(cursor),
            _ => null,
        };
        cursor.Leave();
        return atom;
    }

    static Term? Numeral(Cursor cursor)
    {
        if (NumberValue.Read(cursor.Current.Text) is not { } number) return null;
        string digits = cursor.Current.Text;
        bool mixed = Mixed(cursor, 0);
        cursor.Position++;
        if (mixed) return MixedNumber(cursor, number);
        if (RepeatingDecimals.Tail(cursor) is var (cycle, length))
        {
            cursor.Position += length;
            return NumberValue.Repeating(digits, cycle) is { } value ? new Number(value) : null;
        }
        if (cursor.Is("…") && number.IsDecimal)
        {
            cursor.Position++;
            return RepeatingDecimals.Cycle(digits) is { } repeating ? new Number(repeating) : number;
        }
        if (BaseNumerals.Stated(cursor, digits) is { } stated) return stated;
        TakeOrdinal(cursor, digits);
        return cursor.Is("_") ? Based(cursor, digits) : number;
    }

    // "4th" counts as 4: the ending must fit the number.
    static void TakeOrdinal(Cursor cursor, string digits)
    {
        if (cursor.Current is { Kind: TokenKind.Word, Spaced: false, Text: "th" or "st" or "nd" or "rd" } && digits[^1] is var last
            && cursor.Current.Text == (digits is [.., '1', _] ? "th" : last switch { '1' => "st", '2' => "nd", '3' => "rd", _ => "th" }))
            cursor.Position++;
    }

    /// <summary>Whether the number here begins a mixed number such as <c>1\frac{1}{2}</c> or "1 1/2".</summary>
    static bool Mixed(Cursor cursor, int at = 0)
    {
        if (cursor.At(at).Kind != TokenKind.Number || !cursor.At(at).Text.All(char.IsAsciiDigit)) return false;
        int next = at + 1;
        if (cursor.At(next).IsCommand("frac")) return FractionDigits(cursor, next) is var (n, d) && Rational(n) < Rational(d);
        return cursor.At(next) is { Kind: TokenKind.Number, Spaced: true } top && cursor.At(next + 1).IsSign("/") && cursor.At(next + 2).Kind == TokenKind.Number
            && top.Text.All(char.IsAsciiDigit) && cursor.At(next + 2).Text.All(char.IsAsciiDigit) && Rational(top.Text) < Rational(cursor.At(next + 2).Text);
    }

    static Rational Rational(string digits) => NumberValue.Read(digits)?.Value ?? 0;

    static Term? MixedNumber(Cursor cursor, Number whole)
    {
        if (cursor.Current.Kind == TokenKind.Command)
            return Commands.Read(cursor) is { } fraction ? new Sum([whole, fraction]) : null;
        Rational value = Rational(cursor.Current.Text) / Rational(cursor.At(2).Text);
        cursor.Position += 3;
        return new Number(whole.Value + value);
    }

    static (string, string)? FractionDigits(Cursor cursor, int at)
    {
        List<string> parts = [];
        for (int i = at + 1; parts.Count < 2; i++)
        {
            if (cursor.At(i) is { Kind: TokenKind.Number } bare)
            {
                foreach (char digit in bare.Text.Take(2 - parts.Count)) parts.Add(digit.ToString());
                continue;
            }
            if (!cursor.At(i).IsSign("{") || cursor.At(i + 1).Kind != TokenKind.Number || !cursor.At(i + 2).IsSign("}")) return null;
            parts.Add(cursor.At(i + 1).Text);
            i += 2;
        }
        return parts.TrueForAll(p => p.All(char.IsAsciiDigit)) && Rational(parts[1]).Sign > 0 ? (parts[0], parts[1]) : null;
    }

    static BaseNumeral? Based(Cursor cursor, string digits)
    {
        cursor.Position++;
        Token first = cursor.At(cursor.Is("{") ? cursor.At(1).IsSign("{") ? 2 : 1 : 0);
        int radix = cursor.Is("{") && first.Kind is TokenKind.Text or TokenKind.Word ? BaseNumerals.Named(first.Text) : 0;
        if (radix > 0) cursor.Position = cursor.ClosingBrace() + 1;
        else if (Read(cursor) is Number { Value: { IsInteger: true } value } && value < 100) radix = (int)value.Numerator;
        return BaseNumerals.Read(digits, radix);
    }
}
