using System.Globalization;
using System.Numerics;
using Outthink.Answers.Numerics;

namespace Outthink.Answers.Comparison;

/// <summary>A ball rounded to so many significant decimal digits, as text.</summary>
internal static class DecimalDigits
{
    /// <summary>The rounded digits with a power of ten; "0" for what cannot be told from zero; null when the ball is too wide.</summary>
    public static string? Of(Ball value, int digits)
    {
        if (value.IsExactZero) return "0";
        if (value.MayBeZero) return value.Radius < -60 ? "0" : null;
        if (value.Radius > value.Bottom - digits * 3.4 || Math.Abs(value.Top) > 100_000) return null;
        int power = digits - (int)Math.Floor(value.Bottom * 0.30102999566398120) - 1;
        BigInteger scaled = value.Mantissa;
        BigInteger divisor = 1;
        if (power >= 0) scaled *= BigInteger.Pow(10, power);
        else divisor *= BigInteger.Pow(10, -power);
        if (value.Exponent >= 0) scaled <<= (int)value.Exponent;
        else divisor <<= (int)-value.Exponent;
        BigInteger rounded = new Rational(scaled, divisor).Round();
        string text = BigInteger.Abs(rounded).ToString(CultureInfo.InvariantCulture);
        if (text.Length > digits)
        {
            rounded = new Rational(rounded, 10).Round();
            power--;
            text = BigInteger.Abs(rounded).ToString(CultureInfo.InvariantCulture);
        }
        return string.Create(CultureInfo.InvariantCulture, $"{(rounded.Sign < 0 ? "-" : "")}{text.TrimEnd('0')}e{text.Length - power}");
    }
}
