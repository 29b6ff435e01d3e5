using System.Numerics;
using Outthink.Answers.Numerics;

namespace Outthink.Answers.Grading;

/// <summary>Rounds to significant figures.</summary>
internal static class SignificantFigures
{
    public static Rational Round(Rational value, int figures)
    {
        if (value.IsZero) return value;
        int digits = DigitsBeforePoint(value.Abs());
        int places = figures - digits;
        Rational shift = places >= 0 ? new Rational(BigInteger.Pow(10, places), 1) : new Rational(1, BigInteger.Pow(10, -places));
        return (value * shift).Round() / shift;
    }

    // The exponent e with 10^(e-1) <= value < 10^e.
    static int DigitsBeforePoint(Rational value)
    {
        int e = (int)Math.Floor(BigInteger.Log10(value.Numerator) - BigInteger.Log10(value.Denominator)) + 1;
        while (value < Ten(e - 1)) e--;
        while (!(value < Ten(e))) e++;
        return e;
    }

    static Rational Ten(int power) => power >= 0 ? new Rational(BigInteger.Pow(10, power), 1) : new Rational(1, BigInteger.Pow(10, -power));
}
