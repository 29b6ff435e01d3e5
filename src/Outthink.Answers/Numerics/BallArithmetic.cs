using System.Numerics;

namespace Outthink.Answers.Numerics;

/// <summary>
/// Ball arithmetic at a fixed number of mantissa bits: every result encloses the true value, so two values whose
/// balls do not meet differ for certain. Undefined results (a divisor that may be zero, a root of a negative) are null.
/// </summary>
internal sealed class BallArithmetic(int bits)
{
    public int Bits { get; } = bits;

    public Ball Round(BigInteger mantissa, long exponent, double radius)
    {
        long excess = (long)BigInteger.Abs(mantissa).GetBitLength() - Bits;
        return excess <= 0
            ? new Ball(mantissa, exponent, radius)
            : new Ball(mantissa >> (int)excess, exponent + excess, Ball.Sum(radius, exponent + excess));
    }

    public Ball Add(Ball a, Ball b)
    {
        if (a.IsExactZero) return b;
        if (b.IsExactZero) return a;
        double radius = Ball.Sum(a.Radius, b.Radius);
        if (a.Mantissa.IsZero) return b with { Radius = radius };
        if (b.Mantissa.IsZero) return a with { Radius = radius };
        if (a.Top < b.Top) (a, b) = (b, a);
        if (a.Top - b.Top > 2 * Bits) return a with { Radius = Ball.Sum(radius, b.Top) };
        long low = Math.Min(a.Exponent, b.Exponent);
        BigInteger sum = (a.Mantissa << (int)(a.Exponent - low)) + (b.Mantissa << (int)(b.Exponent - low));
        return Round(sum, low, radius);
    }

    public Ball Subtract(Ball a, Ball b) => Add(a, b.Negated);

    public Ball Multiply(Ball a, Ball b)
    {
        if (a.IsExactZero || b.IsExactZero) return Ball.Zero;
        double radius = Ball.Sum(Ball.Sum(a.Radius + b.Top, b.Radius + a.Top), a.Radius + b.Radius);
        return Round(a.Mantissa * b.Mantissa, a.Exponent + b.Exponent, double.IsNaN(radius) ? double.NegativeInfinity : radius);
    }

    public Ball? Divide(Ball a, Ball b)
    {
        if (b.Mantissa.IsZero || b.Radius > b.Bottom - 1) return null;
        if (a.IsExactZero) return Ball.Zero;
        int shift = (int)Math.Max(0, Bits + 2 - ((long)BigInteger.Abs(a.Mantissa).GetBitLength() - (long)BigInteger.Abs(b.Mantissa).GetBitLength()));
        BigInteger quotient = BigInteger.DivRem(a.Mantissa << shift, b.Mantissa, out BigInteger remainder);
        long exponent = a.Exponent - b.Exponent - shift;
        double ratio = a.Top - b.Bottom;
        double radius = Ball.Sum(a.Radius, double.IsNegativeInfinity(b.Radius) ? b.Radius : ratio + b.Radius) - (b.Bottom - 1);
        if (!remainder.IsZero) radius = Ball.Sum(radius, exponent);
        return Round(quotient, exponent, radius);
    }

    public Ball? Sqrt(Ball a)
    {
        if (a.IsExactZero) return a;
        if (a.MayBeZero) return new Ball(BigInteger.Zero, 0, (Math.Max(a.Top, a.Radius) + 2) / 2);
        if (a.Sign < 0) return null;
        int shift = (int)Math.Max(0, 2L * Bits + 4 - (long)a.Mantissa.GetBitLength());
        if (((a.Exponent - shift) & 1) != 0) shift++;
        BigInteger scaled = a.Mantissa << shift;
        BigInteger root = IntegerRoots.Floor(scaled, 2);
        long exponent = (a.Exponent - shift) / 2;
        double radius = double.IsNegativeInfinity(a.Radius) ? a.Radius : a.Radius - a.Bottom / 2 + 1;
        if (root * root != scaled) radius = Ball.Sum(radius, exponent);
        return Round(root, exponent, radius);
    }

    /// <summary>The positive root of a positive number.</summary>
    public Ball? Root(Ball a, int degree)
    {
        if (a.MayBeZero || a.Sign < 0 || a.Radius > a.Bottom - 2) return null;
        int shift = (int)Math.Max(0, (long)degree * (Bits + 2) - (long)a.Mantissa.GetBitLength());
        shift += (int)(((a.Exponent - shift) % degree + degree) % degree);
        BigInteger root = IntegerRoots.Floor(a.Mantissa << shift, degree);
        long exponent = (a.Exponent - shift) / degree;
        double top = (long)root.GetBitLength() + exponent;
        double radius = double.IsNegativeInfinity(a.Radius) ? a.Radius : a.Radius - a.Bottom + top + 1;
        return Round(root, exponent, Ball.Sum(radius, exponent));
    }

    /// <summary>Whole powers by squaring.</summary>
    public Ball? Power(Ball a, long exponent)
    {
        if (exponent < 0) return Power(a, -exponent) is { } inverse ? Divide(Ball.One, inverse) : null;
        Ball result = Ball.One;
        for (Ball square = a; exponent > 0; exponent >>= 1)
        {
            if ((exponent & 1) != 0) result = Multiply(result, square);
            if (exponent > 1) square = Multiply(square, square);
            if (Math.Abs(result.Exponent) > 1L << 50 || Math.Abs(square.Exponent) > 1L << 50) return null;
        }
        return result;
    }

    /// <summary>The value as a whole number of 2^-<paramref name="places"/>, truncated.</summary>
    public static BigInteger Fixed(Ball a, int places)
    {
        long shift = a.Exponent + places;
        return shift >= 0 ? a.Mantissa << (int)shift : shift < -1_000_000 ? BigInteger.Zero : a.Mantissa >> (int)-shift;
    }
}
