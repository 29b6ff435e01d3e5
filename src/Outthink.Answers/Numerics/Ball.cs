using System.Numerics;

namespace Outthink.Answers.Numerics;

/// <summary>A real number known to lie within 2^<paramref name="Radius"/> of <c>Mantissa · 2^Exponent</c>.</summary>
/// <param name="Mantissa">Signed mantissa.</param>
/// <param name="Exponent">Power of two.</param>
/// <param name="Radius">Base-2 logarithm of the error bound; negative infinity when exact.</param>
internal readonly record struct Ball(BigInteger Mantissa, long Exponent, double Radius)
{
    public static readonly Ball Zero = Of(0);

    public static readonly Ball One = Of(1);

    public static Ball Of(BigInteger value) => new(value, 0, double.NegativeInfinity);

    /// <summary>Upper bound of log2 of the midpoint's absolute value.</summary>
    public double Top => Mantissa.IsZero ? double.NegativeInfinity : (long)BigInteger.Abs(Mantissa).GetBitLength() + Exponent;

    /// <summary>Lower bound of log2 of the midpoint's absolute value.</summary>
    public double Bottom => Top - 1;

    public bool IsExactZero => Mantissa.IsZero && double.IsNegativeInfinity(Radius);

    public bool MayBeZero => Mantissa.IsZero || Radius >= Bottom;

    /// <summary>The sign of the midpoint; certain only when <see cref="MayBeZero"/> is false.</summary>
    public int Sign => Mantissa.Sign;

    public Ball Negated => this with { Mantissa = -Mantissa };

    /// <summary>log2(2^a + 2^b), rounded up a little.</summary>
    public static double Sum(double a, double b)
    {
        if (double.IsNegativeInfinity(a)) return b;
        if (double.IsNegativeInfinity(b)) return a;
        (double high, double low) = a > b ? (a, b) : (b, a);
        return high - low > 60 ? high + 1e-12 : high + Math.Log2(1 + Math.Pow(2, low - high)) + 1e-12;
    }
}
