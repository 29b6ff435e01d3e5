using System.Numerics;
using Outthink.Answers.Values;

namespace Outthink.Answers.Parsing;

/// <summary>Numerals in another base.</summary>
internal static class BaseNumerals
{
    static readonly string[] Names = ["two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];

    /// <summary>The base that a word names, or 0.</summary>
    public static int Named(string word) => Array.IndexOf(Names, word.ToLowerInvariant()) + 2 is var radix and > 1 ? radix : 0;

    public static BaseNumeral? Read(string digits, int radix)
    {
        if (radix is < 2 or > 36 || digits.Length > 2000) return null;
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
