using System.Numerics;
using Outthink.Answers.Numerics;

namespace Outthink.Answers.Comparison;

/// <summary>Factorials, binomials, common divisors and multiples; null when the result would be too large.</summary>
internal static class IntegerFunctions
{
    public static Rational? Factorial(Rational x, int step, Work work)
    {
        if (!x.IsInteger || x.Sign < 0 || x > 5000) return null;
        int n = (int)x.Numerator;
        if (n * Math.Log2(n + 1) / step > Work.MostBits || !work.Spend(n * 4L)) return null;
        BigInteger product = 1;
        for (int k = n; k > 1; k -= step) product *= k;
        return (Rational)product;
    }

    public static Rational? Binomial(Rational n, Rational k, Work work)
    {
        if (!n.IsInteger || !k.IsInteger || n.Sign < 0) return null;
        if (k.Sign < 0 || k > n) return Rational.Zero;
        BigInteger smaller = BigInteger.Min(k.Numerator, n.Numerator - k.Numerator);
        if (smaller > 3000 || (long)smaller * (long)n.Numerator.GetBitLength() > Work.MostBits || !work.Spend(4 * (long)smaller)) return null;
        BigInteger result = 1;
        for (int i = 1; i <= smaller; i++) result = result * (n.Numerator - smaller + i) / i;
        return (Rational)result;
    }

    /// <summary>The largest rational of which both are whole multiples.</summary>
    public static Rational Gcd(Rational a, Rational b) => new(
        BigInteger.GreatestCommonDivisor(a.Numerator * b.Denominator, b.Numerator * a.Denominator), a.Denominator * b.Denominator);

    public static Rational Lcm(Rational a, Rational b) => a.IsZero || b.IsZero ? Rational.Zero : a * b / Gcd(a, b);
}
