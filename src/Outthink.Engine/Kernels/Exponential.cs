using System.Runtime.CompilerServices;

namespace Outthink.Engine.Kernels;

/// <summary>
/// e^x in single precision, the same operations for a float and for a vector. Below −87 it is zero, above 88 it is
/// e^88; between them the relative error is below 2^-22. Range reduction and polynomial: Cephes, expf.
/// </summary>
internal static class Exponential
{
    const float Lowest = -87;
    const float Highest = 88;
    const float Log2E = 1.44269504088896341f;
    const float NegativeLn2High = -0.693359375f;
    const float NegativeLn2Low = 2.12194440e-4f;

    // Adding 1.5·2^23 rounds to an integer and leaves it in the low bits of the representation.
    const float Rounder = 12582912;

    const float P0 = 1.9875691500e-4f;
    const float P1 = 1.3981999507e-3f;
    const float P2 = 8.3334519073e-3f;
    const float P3 = 4.1665795894e-2f;
    const float P4 = 1.6666665459e-1f;
    const float P5 = 5.0000001201e-1f;

    public static float Of(float x)
    {
        var isTiny = x < Lowest;
        x = isTiny ? Lowest : x;
        x = Highest < x ? Highest : x;
        var shifted = MathF.FusedMultiplyAdd(x, Log2E, Rounder);
        var n = shifted - Rounder;
        var r = MathF.FusedMultiplyAdd(n, NegativeLn2Low, MathF.FusedMultiplyAdd(n, NegativeLn2High, x));
        var p = MathF.FusedMultiplyAdd(P0, r, P1);
        p = MathF.FusedMultiplyAdd(p, r, P2);
        p = MathF.FusedMultiplyAdd(p, r, P3);
        p = MathF.FusedMultiplyAdd(p, r, P4);
        p = MathF.FusedMultiplyAdd(p, r, P5);
        p = MathF.FusedMultiplyAdd(p, r * r, r + 1);
        return isTiny ? 0 : BitConverter.Int32BitsToSingle(BitConverter.SingleToInt32Bits(p) + (BitConverter.SingleToInt32Bits(shifted) << 23));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Of<V, L>(V given) where V : struct where L : struct, ILanes<V>
    {
        var x = L.SelectLess(given, L.Broadcast(Lowest), L.Broadcast(Lowest), given);
        x = L.SelectLess(L.Broadcast(Highest), x, L.Broadcast(Highest), x);
        var shifted = L.MultiplyAdd(x, L.Broadcast(Log2E), L.Broadcast(Rounder));
        var n = L.Subtract(shifted, L.Broadcast(Rounder));
        var r = L.MultiplyAdd(n, L.Broadcast(NegativeLn2Low), L.MultiplyAdd(n, L.Broadcast(NegativeLn2High), x));
        var p = L.MultiplyAdd(L.Broadcast(P0), r, L.Broadcast(P1));
        p = L.MultiplyAdd(p, r, L.Broadcast(P2));
        p = L.MultiplyAdd(p, r, L.Broadcast(P3));
        p = L.MultiplyAdd(p, r, L.Broadcast(P4));
        p = L.MultiplyAdd(p, r, L.Broadcast(P5));
        p = L.MultiplyAdd(p, L.Multiply(r, r), L.Add(r, L.Broadcast(1)));
        return L.SelectLess(given, L.Broadcast(Lowest), L.Broadcast(0), L.ScaleByPowerOfTwo(p, shifted));
    }
}
