using System.Numerics;
using Outthink.Answers.Numerics;

namespace Outthink.Answers.Comparison;

/// <summary>The small fraction that a precise number is, if it is one: the value of a root or a logarithm that turned out rational.</summary>
internal static class RationalGuess
{
    const int Places = 160;
    static readonly BigInteger LargestDenominator = BigInteger.Pow(10, 15);

    public static Rational? Of(Ball value)
    {
        if (value.IsExactZero) return Rational.Zero;
        if (value.Mantissa.IsZero) return value.Radius < -Places ? Rational.Zero : null;
        if (value.Radius > -Places || value.Top > 100 || value.Top < -60) return value.MayBeZero && value.Radius < -Places ? Rational.Zero : null;
        BigInteger below = BigInteger.One << Places;
        BigInteger above = BallArithmetic.Fixed(value, Places);
        Rational target = new(above, below);
        // Continued fraction: the first convergent that agrees to nearly all places.
        (BigInteger p0, BigInteger q0, BigInteger p1, BigInteger q1) = (1, 0, target.Floor(), 1);
        Rational rest = target - p1;
        for (int i = 0; i < 60; i++)
        {
            Rational candidate = new(p1, q1);
            Rational error = (candidate - target).Abs();
            if (error < new Rational(16, below)) return candidate;
            if (rest.IsZero || q1 > LargestDenominator) return null;
            rest = Rational.One / rest;
            BigInteger whole = rest.Floor();
            rest -= whole;
            (p0, q0, p1, q1) = (p1, q1, whole * p1 + p0, whole * q1 + q0);
        }
        return null;
    }
}
