using System.Globalization;
using System.Numerics;
using Outthink.Answers.Numerics;
using Outthink.Answers.Values;

namespace Outthink.Answers.Parsing;

/// <summary>The exact value of a number as written.</summary>
internal static class NumberValue
{
    /// <summary>More digits than this stay unread.</summary>
    public const int MostDigits = 20_000;

    /// <summary>Powers of ten beyond this stay unread.</summary>
    const int LargestPower = 20_000;

    public static Number? Read(string text)
    {
        if (text.Length is 0 or > MostDigits) return null;
        int e = text.AsSpan().IndexOfAny('e', 'E');
        int power = 0;
        if (e >= 0 && (!int.TryParse(text.AsSpan(e + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out power) || Math.Abs(power) > LargestPower)) return null;
        string mantissa = e < 0 ? text : text[..e];
        int point = mantissa.IndexOf('.', StringComparison.Ordinal);
        string digits = point < 0 ? mantissa : mantissa.Remove(point, 1);
        if (digits.Length == 0 || !BigInteger.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out BigInteger whole)) return null;
        int places = point < 0 ? 0 : digits.Length - point;
        int exponent = power - places;
        Rational value = exponent >= 0 ? new Rational(whole * BigInteger.Pow(10, exponent), 1) : new Rational(whole, BigInteger.Pow(10, -exponent));
        bool isDecimal = point >= 0 || e >= 0;
        int significant = digits.TrimStart('0').Length;
        return new Number(value, isDecimal ? Math.Max(0, -exponent) : -1, significant);
    }

    /// <summary>A decimal whose last digits repeat for ever.</summary>
    public static Rational? Repeating(string head, string cycle)
    {
        if (Read(head) is not { } start || cycle.Length > 1000 || !BigInteger.TryParse(cycle, NumberStyles.None, CultureInfo.InvariantCulture, out BigInteger digits)) return null;
        int places = Math.Max(0, start.Places);
        return start.Value + new Rational(digits, (BigInteger.Pow(10, cycle.Length) - 1) * BigInteger.Pow(10, places));
    }
}
