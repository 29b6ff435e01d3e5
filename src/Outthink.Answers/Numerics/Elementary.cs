using System.Numerics;

namespace Outthink.Answers.Numerics;

/// <summary>
/// Exponential, logarithm and circular functions of balls, by argument reduction and Taylor series in fixed point.
/// Null: undefined, or an argument too large to reduce.
/// </summary>
internal static class Elementary
{
    const int Guard = 48;
    const int LargestMagnitude = 60;

    public static Ball Pi(BallArithmetic arithmetic)
    {
        int places = arithmetic.Bits + Guard;
        return arithmetic.Round(Constants.Pi(places), -places, -places + 2);
    }

    public static Ball? Exp(BallArithmetic arithmetic, Ball x)
    {
        if (x.IsExactZero) return Ball.One;
        if (x.Top > LargestMagnitude || x.Radius > 0) return null;
        int places = arithmetic.Bits + Guard + (int)Math.Max(0, x.Top);
        BigInteger value = BallArithmetic.Fixed(x, places);
        BigInteger ln2 = Constants.Ln2(places);
        BigInteger whole = BigInteger.Divide(value, ln2);
        BigInteger sum = ExpOfSmall(value - whole * ln2, places);
        long exponent = (long)whole - places;
        double radius = Ball.Sum(exponent + Guard / 2 + Math.Max(0, x.Top), (long)sum.GetBitLength() + exponent + x.Radius + 1);
        return arithmetic.Round(sum, exponent, radius);
    }

    // The exponential of a fixed-point number of size below one or so: halved often, Taylor series, squared back.
    static BigInteger ExpOfSmall(BigInteger value, int places)
    {
        const int halvings = 8;
        BigInteger reduced = value >> halvings;
        BigInteger sum = (BigInteger.One << places) + reduced;
        BigInteger term = reduced;
        for (int k = 2; !term.IsZero && term != -1; k++)
        {
            term = (term * reduced >> places) / k;
            sum += term;
        }
        for (int i = 0; i < halvings; i++) sum = sum * sum >> places;
        return sum;
    }

    public static Ball? Log(BallArithmetic arithmetic, Ball x)
    {
        if (x.MayBeZero || x.Sign < 0 || x.Radius > x.Bottom - 1) return null;
        int places = arithmetic.Bits + Guard;
        long scale = (long)x.Mantissa.GetBitLength() + x.Exponent;
        BigInteger value = BallArithmetic.Fixed(x with { Exponent = x.Exponent - scale }, places);
        BigInteger one = BigInteger.One << places;
        if (3 * value < 2 * one)
        {
            value <<= 1;
            scale--;
        }
        // Divided by the exponential of what the processor takes for its logarithm, the value is so near to one that few terms are left.
        double near = Math.Log((double)(value >> (places - 60)) / (1L << 60));
        BigInteger guess = new BigInteger(near * (1L << 52)) << (places - 52);
        value = value * ExpOfSmall(-guess, places) >> places;
        BigInteger ratio = ((value - one) << places) / (value + one);
        BigInteger square = ratio * ratio >> places;
        BigInteger sum = ratio;
        BigInteger power = ratio;
        for (int k = 3; !power.IsZero && power != -1; k += 2)
        {
            power = power * square >> places;
            sum += power / k;
        }
        BigInteger result = 2 * sum + guess + scale * Constants.Ln2(places);
        double radius = Ball.Sum(-places + 20 + Math.Log2(1 + Math.Abs((double)scale)), x.Radius - x.Bottom + 1);
        return arithmetic.Round(result, -places, radius);
    }

    public static (Ball Sin, Ball Cos)? SinCos(BallArithmetic arithmetic, Ball x)
    {
        if (x.IsExactZero) return (Ball.Zero, Ball.One);
        if (x.Top > LargestMagnitude || x.Radius > 0) return null;
        int places = arithmetic.Bits + Guard + (int)Math.Max(0, x.Top);
        BigInteger value = BallArithmetic.Fixed(x, places);
        BigInteger turn = 2 * Constants.Pi(places);
        value -= BigInteger.Divide(value, turn) * turn;
        const int halvings = 8;
        value >>= halvings;
        BigInteger square = value * value >> places;
        BigInteger sin = value, cos = BigInteger.One << places;
        BigInteger odd = value, even = cos;
        for (int k = 2; !even.IsZero && even != -1; k += 2)
        {
            even = -(even * square >> places) / ((k - 1) * k);
            odd = -(odd * square >> places) / (k * (k + 1));
            cos += even;
            sin += odd;
        }
        for (int i = 0; i < halvings; i++)
            (sin, cos) = (2 * sin * cos >> places, (cos * cos - sin * sin) >> places);
        double radius = Ball.Sum(-places + Guard / 2 + Math.Max(0, x.Top), x.Radius);
        return (arithmetic.Round(sin, -places, radius), arithmetic.Round(cos, -places, radius));
    }

    public static Ball? Atan(BallArithmetic arithmetic, Ball x)
    {
        if (x.IsExactZero) return x;
        if (x.Top > 1)
        {
            if (arithmetic.Divide(Ball.One, x) is not { } inverse || Atan(arithmetic, inverse) is not { } small) return null;
            Ball quarter = Pi(arithmetic) with { };
            quarter = quarter with { Exponent = quarter.Exponent - 1, Radius = quarter.Radius - 1 };
            return x.Sign > 0 ? arithmetic.Subtract(quarter, small) : arithmetic.Subtract(quarter.Negated, small);
        }
        int places = arithmetic.Bits + Guard;
        BigInteger value = BallArithmetic.Fixed(x, places);
        BigInteger one = BigInteger.One << places;
        const int halvings = 5;
        for (int i = 0; i < halvings; i++)
            value = (value << places) / (one + IntegerRoots.Floor((one << places) + value * value, 2));
        BigInteger square = value * value >> places;
        BigInteger sum = value, power = value;
        for (int k = 3, sign = -1; !power.IsZero && power != -1; k += 2, sign = -sign)
        {
            power = power * square >> places;
            sum += sign * power / k;
        }
        return arithmetic.Round(sum << halvings, -places, Ball.Sum(-places + Guard / 2, x.Radius));
    }
}
