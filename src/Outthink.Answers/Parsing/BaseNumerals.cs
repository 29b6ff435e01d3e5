using System.Globalization;
using System.Numerics;
using System.Text;
using Outthink.Answers.Values;

namespace Outthink.Answers.Parsing;

/// <summary>Numerals in another base.</summary>
internal static class BaseNumerals
{
    const int LongestWithLetters = 200;

    static readonly string[] Names = ["two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];

    /// <summary>The base that a word names, or 0.</summary>
    public static int Named(string word) => Array.IndexOf(Names, word.ToLowerInvariant()) + 2 is var radix and > 1 ? radix : 0;

    /// <summary>A numeral with letters among its digits: <c>2A_{16}</c>, <c>\text{FF}_{16}</c>. Its base must be above ten.</summary>
    public static BaseNumeral? WithLetters(Cursor cursor)
    {
        Token first = cursor.Current;
        if (first.Kind is not (TokenKind.Number or TokenKind.Letter or TokenKind.Word) && !first.Upright) return null;
        int at = first.Upright ? 1 : 0;
        if (!EndsInSubscript(cursor, at)) return null;
        StringBuilder digits = new();
        bool letters = false;
        for (; digits.Length < LongestWithLetters && cursor.At(at) is { Kind: TokenKind.Number or TokenKind.Letter or TokenKind.Word or TokenKind.Text } token; at++)
        {
            if ((digits.Length > 0 && token.Spaced) || !token.Text.All(static c => c is (>= '0' and <= '9') or (>= 'A' and <= 'Z'))) return null;
            letters |= token.Kind != TokenKind.Number;
            digits.Append(token.Text);
        }
        if (first.Upright && !cursor.At(at++).IsSign("}")) return null;
        // A_{16} is a name.
        if (!letters || digits.Length < 2 || !cursor.At(at).IsSign("_")) return null;
        bool braced = cursor.At(at + 1).IsSign("{");
        Token stated = cursor.At(at + (braced ? 2 : 1));
        if (stated.Kind != TokenKind.Number || !int.TryParse(stated.Text, NumberStyles.None, CultureInfo.InvariantCulture, out int radix) || radix <= 10
            || (braced && !cursor.At(at + 3).IsSign("}")) || Read(digits.ToString(), radix) is not { } numeral) return null;
        cursor.Position += at + (braced ? 4 : 2);
        return numeral;
    }

    // Looked at before anything is built, since every operand comes by here.
    static bool EndsInSubscript(Cursor cursor, int at)
    {
        bool capital = false;
        for (int i = 0; i < LongestWithLetters && cursor.At(at).Kind is TokenKind.Number or TokenKind.Letter or TokenKind.Word or TokenKind.Text; i++, at++) capital |= char.IsAsciiLetterUpper(cursor.At(at).Text[^1]) || char.IsAsciiLetterUpper(cursor.At(at).Text[0]);
        return capital && (cursor.At(at).IsSign("_") || cursor.At(at).IsSign("}"));
    }

    /// <summary>"1010 base 2", "1010 (base two)", "1010 in base 2": the cursor stands behind the digits, which must be whole.</summary>
    public static BaseNumeral? Stated(Cursor cursor, string digits)
    {
        int at = 0, open = 0;
        for (; cursor.At(at) is { Kind: TokenKind.Sign, Text: "{" or "(" }; at++) open++;
        if (cursor.At(at) is { Kind: TokenKind.Word or TokenKind.Text, Text: "in" }) at++;
        if (cursor.At(at) is not { Kind: TokenKind.Word or TokenKind.Text, Text: "base" or "Base" }) return null;
        at++;
        for (; open > 0 && cursor.At(at).IsSign("}"); at++) open--;
        Token stated = cursor.At(at++);
        int radix = stated.Kind == TokenKind.Number && int.TryParse(stated.Text, NumberStyles.None, CultureInfo.InvariantCulture, out int given) ? given : Named(stated.Text);
        for (; open > 0 && cursor.At(at) is { Kind: TokenKind.Sign, Text: "}" or ")" }; at++) open--;
        if (open > 0 || Read(digits, radix) is not { } numeral) return null;
        cursor.Position += at;
        return numeral;
    }

    /// <summary>A numeral as programs write it: 0x2A, 0b1010.</summary>
    public static BaseNumeral? Prefixed(string text) => text.Length < 3 || text[0] != '0' ? null
        : text[1] switch { 'x' => Read(text[2..], 16), 'b' => Read(text[2..], 2), 'o' => Read(text[2..], 8), _ => null };

    public static BaseNumeral? Read(string digits, int radix)
    {
        if (radix is < 2 or > 36 || digits.Length is 0 or > 2000) return null;
        BigInteger value = 0;
        foreach (char c in digits)
        {
            int digit = char.IsAsciiDigit(c) ? c - '0' : char.IsAsciiLetter(c) ? char.ToUpperInvariant(c) - 'A' + 10 : 99;
            if (digit >= radix) return null;
            value = value * radix + digit;
        }
        return new BaseNumeral(digits, radix, value);
    }
}
