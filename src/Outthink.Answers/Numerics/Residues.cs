using System.Numerics;

namespace Outthink.Answers.Numerics;

/// <summary>A value modulo two primes at two places each: what is computed of a rational function to tell it from others.</summary>
/// <param name="A">Modulo the first prime at the first place.</param>
/// <param name="B">Modulo the second prime at the first place.</param>
/// <param name="C">Modulo the first prime at the second place.</param>
/// <param name="D">Modulo the second prime at the second place.</param>
internal readonly record struct Residues(ulong A, ulong B, ulong C, ulong D)
{
    static readonly PrimeField P = PrimeField.All[0], Q = PrimeField.All[1];

    public static Residues Zero => default;

    public static Residues One { get; } = new(1, 1, 1, 1);

    public static Residues ImaginaryUnit { get; } = new(P.ImaginaryUnit, Q.ImaginaryUnit, P.ImaginaryUnit, Q.ImaginaryUnit);

    /// <summary>Whether the value is the same at both places.</summary>
    public bool IsConstant => A == C && B == D;

    public static Residues? Of(Rational value) => P.Of(value) is { } p && Q.Of(value) is { } q ? new Residues(p, q, p, q) : null;

    /// <summary>A variable's two places, which derive from its name.</summary>
    public static Residues At(string name)
    {
        ulong first = StableHash.Of(name, 0), second = StableHash.Of(name, 1);
        return new Residues(P.Point(first), Q.Point(first), P.Point(second), Q.Point(second));
    }

    public static Residues operator +(Residues x, Residues y) => new(P.Add(x.A, y.A), Q.Add(x.B, y.B), P.Add(x.C, y.C), Q.Add(x.D, y.D));

    public static Residues operator *(Residues x, Residues y) => new(P.Multiply(x.A, y.A), Q.Multiply(x.B, y.B), P.Multiply(x.C, y.C), Q.Multiply(x.D, y.D));

    /// <summary>The quotient; null at a pole.</summary>
    public Residues? Over(Residues below)
    {
        if (below == One) return this;
        return P.Divide(A, below.A) is { } a && Q.Divide(B, below.B) is { } b && P.Divide(C, below.C) is { } c && Q.Divide(D, below.D) is { } d ? new Residues(a, b, c, d) : null;
    }

    public Residues? To(BigInteger exponent) =>
        P.Power(A, exponent) is { } a && Q.Power(B, exponent) is { } b && P.Power(C, exponent) is { } c && Q.Power(D, exponent) is { } d ? new Residues(a, b, c, d) : null;
}
