using System.Numerics;

namespace Outthink.Answers.Numerics;

/// <summary>
/// Complex ball arithmetic on principal branches. In real mode a negative number has no even root and no logarithm (null);
/// odd roots of negative reals are real in both modes, as in school.
/// </summary>
internal sealed class ComplexArithmetic(int bits, bool real)
{
    public BallArithmetic Reals { get; } = new(bits);

    public bool RealOnly { get; } = real;

    public ComplexBall Add(ComplexBall a, ComplexBall b) => new(Reals.Add(a.Re, b.Re), Reals.Add(a.Im, b.Im));

    public ComplexBall Multiply(ComplexBall a, ComplexBall b) => a.IsReal && b.IsReal
        ? ComplexBall.Of(Reals.Multiply(a.Re, b.Re))
        : new(Reals.Subtract(Reals.Multiply(a.Re, b.Re), Reals.Multiply(a.Im, b.Im)), Reals.Add(Reals.Multiply(a.Re, b.Im), Reals.Multiply(a.Im, b.Re)));

    public ComplexBall? Divide(ComplexBall a, ComplexBall b)
    {
        if (b.IsReal)
            return Reals.Divide(a.Re, b.Re) is { } re && Reals.Divide(a.Im, b.Re) is { } im ? new ComplexBall(re, im) : null;
        Ball norm = Reals.Add(Reals.Multiply(b.Re, b.Re), Reals.Multiply(b.Im, b.Im));
        ComplexBall product = Multiply(a, new ComplexBall(b.Re, b.Im.Negated));
        return Divide(product, ComplexBall.Of(norm));
    }

    public ComplexBall? Power(ComplexBall a, long exponent)
    {
        if (a.IsReal) return Reals.Power(a.Re, exponent) is { } real ? ComplexBall.Of(real) : null;
        if (exponent < 0) return Power(a, -exponent) is { } inverse ? Divide(ComplexBall.One, inverse) : null;
        ComplexBall result = ComplexBall.One;
        for (ComplexBall square = a; exponent > 0; exponent >>= 1)
        {
            if ((exponent & 1) != 0) result = Multiply(result, square);
            if (exponent > 1) square = Multiply(square, square);
        }
        return result;
    }

    /// <summary>a^b with a known rational b: exact integers, real odd roots; otherwise by logarithm.</summary>
    public ComplexBall? Power(ComplexBall a, Rational exponent)
    {
        if (exponent.IsInteger && exponent.Bits < 40) return Power(a, (long)exponent.Numerator);
        if (exponent.Denominator == 2 && exponent.Bits < 40) return Sqrt(a) is { } root ? Power(root, (long)exponent.Numerator) : null;
        if (a.IsReal && a.Re.IsExactZero) return exponent.Sign > 0 ? a : null;
        if (a.IsReal && !a.Re.MayBeZero && a.Re.Sign < 0 && !exponent.Denominator.IsEven)
        {
            if (Power(a.Negated, exponent) is not { } positive) return null;
            return exponent.Numerator.IsEven ? positive : positive.Negated;
        }
        // A small root of a positive number needs no logarithm.
        if (a.IsReal && !a.Re.MayBeZero && a.Re.Sign > 0 && exponent.Denominator < LargestDegree && exponent.Numerator.GetBitLength() < 8)
            return Reals.Root(a.Re, (int)exponent.Denominator) is { } positiveRoot ? Power(ComplexBall.Of(positiveRoot), (long)exponent.Numerator) : null;
        return Power(a, ComplexBall.Of(Of(exponent)));
    }

    const int LargestDegree = 12;

    public ComplexBall? Power(ComplexBall a, ComplexBall b)
    {
        if (a.IsReal && a.Re.IsExactZero) return !b.Re.MayBeZero && b.Re.Sign > 0 ? a : null;
        return Log(a) is { } log ? Exp(Multiply(log, b)) : null;
    }

    public ComplexBall? Sqrt(ComplexBall a)
    {
        if (a.IsReal)
        {
            if (a.Re.MayBeZero || a.Re.Sign >= 0) return Reals.Sqrt(a.Re) is { } root ? ComplexBall.Of(root) : null;
            return !RealOnly && Reals.Sqrt(a.Re.Negated) is { } imaginary ? new ComplexBall(Ball.Zero, imaginary) : null;
        }
        return Log(a) is { } log ? Exp(new ComplexBall(Half(log.Re), Half(log.Im))) : null;
    }

    public ComplexBall? Exp(ComplexBall a)
    {
        if (Elementary.Exp(Reals, a.Re) is not { } scale) return null;
        if (a.IsReal) return ComplexBall.Of(scale);
        return Elementary.SinCos(Reals, a.Im) is var (sin, cos) ? new ComplexBall(Reals.Multiply(scale, cos), Reals.Multiply(scale, sin)) : null;
    }

    public ComplexBall? Log(ComplexBall a)
    {
        if (a.IsReal && !a.Re.MayBeZero && a.Re.Sign > 0) return Elementary.Log(Reals, a.Re) is { } log ? ComplexBall.Of(log) : null;
        if (RealOnly || a.MayBeZero) return null;
        Ball norm = Reals.Add(Reals.Multiply(a.Re, a.Re), Reals.Multiply(a.Im, a.Im));
        return Elementary.Log(Reals, norm) is { } twice && Argument(a) is { } angle ? new ComplexBall(Half(twice), angle) : null;
    }

    /// <summary>The angle of a number that is not zero, in (-π, π].</summary>
    public Ball? Argument(ComplexBall a)
    {
        Ball pi = Elementary.Pi(Reals);
        if (a.IsReal) return a.Re.MayBeZero ? null : a.Re.Sign > 0 ? Ball.Zero : pi;
        if (a.Re.MayBeZero)
        {
            if (a.Im.MayBeZero || (!a.Re.IsExactZero && a.Re.Top > a.Im.Top)) return null;
            // The quotient with the parts swapped stays finite where the real part may vanish.
            if (Reals.Divide(a.Re, a.Im) is not { } slope || Elementary.Atan(Reals, slope) is not { } tilt) return null;
            Ball right = a.Im.Sign > 0 ? Half(pi) : Half(pi).Negated;
            return Reals.Subtract(right, tilt);
        }
        if (Reals.Divide(a.Im, a.Re) is not { } ratio || Elementary.Atan(Reals, ratio) is not { } angle) return null;
        if (a.Re.Sign > 0) return angle;
        if (a.Im.MayBeZero) return null;
        return Reals.Add(angle, a.Im.Sign > 0 ? pi : pi.Negated);
    }

    public Ball? Abs(ComplexBall a)
    {
        if (!a.IsReal) return Reals.Sqrt(Reals.Add(Reals.Multiply(a.Re, a.Re), Reals.Multiply(a.Im, a.Im)));
        return a.Re.Sign < 0 ? a.Re.Negated : a.Re;
    }

    public Ball Of(Rational value) => value.IsInteger
        ? Reals.Round(value.Numerator, 0, double.NegativeInfinity)
        : Reals.Divide(Ball.Of(value.Numerator), Ball.Of(value.Denominator))!.Value;

    public static Ball Half(Ball a) => a.Mantissa.IsZero ? a with { Radius = a.Radius - 1 } : a with { Exponent = a.Exponent - 1, Radius = a.Radius - 1 };

    /// <summary>The only integer n with n ≤ a &lt; n + 1, or null when the ball holds an integer's border.</summary>
    public static BigInteger? Floor(Ball a)
    {
        if (a.Top > 4000 || a.Radius > -8) return null;
        const int places = 64;
        BigInteger value = BallArithmetic.Fixed(a, places);
        BigInteger error = double.IsNegativeInfinity(a.Radius) && a.Exponent >= -places ? BigInteger.Zero : BigInteger.One << Math.Max(1, (int)(a.Radius + places + 2));
        BigInteger low = (value - error) >> places, high = (value + error) >> places;
        return low == high ? low : null;
    }
}
