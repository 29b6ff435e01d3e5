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
        return (Rational)Product(n, step);
    }

    // n (n - step) (n - 2 step) … in halves, so that the factors stay of like size.
    static BigInteger Product(int n, int step, int least = 2)
    {
        if (n < least) return BigInteger.One;
        int count = (n - least) / step + 1;
        if (count <= 8)
        {
            BigInteger product = n;
            for (int k = n - step; k >= least; k -= step) product *= k;
            return product;
        }
        int middle = n - count / 2 * step;
        return Product(n, step, middle + 1) * Product(middle, step, least);
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
