using System.Numerics;

namespace Outthink.Answers.Numerics;

/// <summary>Arithmetic modulo a 62-bit prime that is 1 modulo 8, so that it holds a square root of -1.</summary>
internal sealed class PrimeField
{
    /// <summary>The two largest such primes below 2^62, each with one of its roots of -1.</summary>
    public static readonly PrimeField[] All = [new(4611686018427387817, 4490822397581186023), new(4611686018427387761, 3481184452870754207)];

    const int Bits = 62;
    const ulong Mask = (1UL << Bits) - 1;

    readonly ulong _prime;

    // The prime is 2^62 - gap.
    readonly ulong _gap;

    PrimeField(ulong prime, ulong imaginaryUnit)
    {
        _prime = prime;
        _gap = (1UL << Bits) - prime;
        ImaginaryUnit = imaginaryUnit;
    }

    public ulong ImaginaryUnit { get; }

    public ulong Add(ulong a, ulong b)
    {
        ulong sum = a + b;
        return sum >= _prime ? sum - _prime : sum;
    }

    public ulong Negate(ulong a) => a == 0 ? 0 : _prime - a;

    /// <summary>The product: 2^62 is the gap modulo the prime, so the high half folds onto the low one twice.</summary>
    public ulong Multiply(ulong a, ulong b)
    {
        ulong high = Math.BigMul(a, b, out ulong low);
        high = (high << (64 - Bits)) | (low >> Bits);
        ulong over = Math.BigMul(high, _gap, out ulong folded);
        low &= Mask;
        folded += low;
        if (folded < low) over++;
        ulong rest = ((over << (64 - Bits)) | (folded >> Bits)) * _gap + (folded & Mask);
        return rest >= _prime ? rest - _prime : rest;
    }

    public ulong? Divide(ulong a, ulong b) => b == 0 ? null : Multiply(a, Power(b, _prime - 2));

    public ulong Power(ulong a, ulong exponent)
    {
        ulong result = 1;
        for (ulong square = a; exponent > 0; exponent >>= 1)
        {
            if ((exponent & 1) != 0) result = Multiply(result, square);
            square = Multiply(square, square);
        }
        return result;
    }

    /// <summary>a to a whole power of any size; null for a negative power of zero.</summary>
    public ulong? Power(ulong a, BigInteger exponent)
    {
        if (a == 0) return exponent.Sign switch { > 0 => 0, 0 => 1, _ => null };
        BigInteger reduced = BigInteger.Remainder(exponent, _prime - 1);
        if (reduced.Sign < 0) reduced += _prime - 1;
        return Power(a, (ulong)reduced);
    }

    public ulong Of(BigInteger value)
    {
        if (value.GetBitLength() < Bits && (long)value is var small) return small < 0 ? (ulong)(small + (long)_prime) : (ulong)small;
        BigInteger reduced = BigInteger.Remainder(value, _prime);
        return (ulong)(reduced.Sign < 0 ? reduced + _prime : reduced);
    }

    public ulong? Of(Rational value) => value.IsInteger ? Of(value.Numerator) : Divide(Of(value.Numerator), Of(value.Denominator));

    /// <summary>A place in the field for a name: the same in every run.</summary>
    public ulong Point(ulong hash) => hash % (_prime - 2) + 2;
}
