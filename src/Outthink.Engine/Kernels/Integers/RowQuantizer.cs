using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Outthink.Engine.Kernels.Integers;

/// <summary>
/// Quantises activations to signed bytes in blocks of 32, as Q8_0 does: scale = largest magnitude / 127, code =
/// x · (127 / largest magnitude) to the nearest, ties to even. The scale stays a 32-bit float. A block with a value
/// that is no number, or is infinite, has a scale that is none, so that the product says so.
/// </summary>
internal static unsafe class RowQuantizer
{
    /// <summary>A number whose addition rounds a small float to an integer, ties to even, and leaves it in the low bits.</summary>
    const float Rounder = 12582912; // 1.5 · 2^23

    /// <summary>Rows [from, to) of x into their tiles; <paramref name="from"/> starts a tile, <paramref name="to"/> ends one or the rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(Rows x, int from, int to, int depth, QuantizedRows into)
    {
        var blocks = depth / CodeFormat.Block;
        for (var first = from; first < to; first += ActivationTile.Rows)
        {
            var rows = Math.Min(ActivationTile.Rows, to - first);
            var tile = into.Tile(first, blocks);
            for (var row = 0; row < rows; row++)
            {
                var values = x.Start + (first + row) * (long)x.Stride;
                for (var block = 0; block < blocks; block++)
                    Quantize(values + block * CodeFormat.Block, tile + block * (long)rows * ActivationTile.RowBytes, row, rows);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void Quantize(float* values, byte* block, int row, int rows)
    {
        var (low, high) = (Vector512.Load(values), Vector512.Load(values + 16));
        // Magnitudes of floats are ordered as their bits are, infinities and NaN above all numbers.
        var magnitudes = Vector512.Max(low.AsInt32() & Vector512.Create(int.MaxValue), high.AsInt32() & Vector512.Create(int.MaxValue));
        var largest = BitConverter.Int32BitsToSingle(Largest(magnitudes));
        var (scale, factor) = Scale(largest);
        var factors = Vector512.Create(factor);
        Vector512<int> first = Codes(low, factors), last = Codes(high, factors);
        if (!float.IsFinite(largest))
            (first, last) = (Vector512<int>.Zero, Vector512<int>.Zero);
        Store(Narrow(first), block + row * 4, rows);
        Store(Narrow(last), block + (16 * rows + row * 4), rows);
        StoreSums(block, row, rows, scale, Vector512.Sum(first), Vector512.Sum(last));
    }

    /// <summary>The scale, and what values are multiplied with. Blocks too small to have a factor count as zero.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static (float Scale, float Factor) Scale(float largest)
    {
        if (!float.IsFinite(largest))
            return (float.NaN, 0);
        var factor = 127 / largest;
        return float.IsFinite(factor) ? (largest / 127, factor) : (0, 0);
    }

    /// <summary>The nearest integer to a value of at most 127 and a bit.</summary>
    internal static int Code(float value, float factor) => BitConverter.SingleToInt32Bits(value * factor + Rounder) - BitConverter.SingleToInt32Bits(Rounder);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void StoreSums(byte* block, int row, int rows, float scale, int first, int last)
    {
        ((float*)(block + ActivationTile.Scales(rows)))[row] = scale;
        ((int*)(block + ActivationTile.Sums(rows, 1, 0)))[row] = -(first + last);
        ((int*)(block + ActivationTile.Sums(rows, 2, 0)))[row] = -first;
        ((int*)(block + ActivationTile.Sums(rows, 2, 1)))[row] = -last;
        ((float*)(block + ActivationTile.ScaledSums(rows, 1, 0)))[row] = -(first + last) * scale;
        ((float*)(block + ActivationTile.ScaledSums(rows, 2, 0)))[row] = -first * scale;
        ((float*)(block + ActivationTile.ScaledSums(rows, 2, 1)))[row] = -last * scale;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector512<int> Codes(Vector512<float> values, Vector512<float> factors) =>
        (values * factors + Vector512.Create(Rounder)).AsInt32() - Vector512.Create(Rounder).AsInt32();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static int Largest(Vector512<int> values)
    {
        var half = Vector256.Max(values.GetLower(), values.GetUpper());
        var quarter = Vector128.Max(half.GetLower(), half.GetUpper());
        quarter = Vector128.Max(quarter, Vector128.Shuffle(quarter, Vector128.Create(2, 3, 0, 1)));
        return Math.Max(quarter[0], quarter[1]);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector128<uint> Narrow(Vector512<int> codes)
    {
        var words = Vector256.Narrow(codes.GetLower(), codes.GetUpper());
        return Vector128.Narrow(words.GetLower(), words.GetUpper()).AsUInt32();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void Store(Vector128<uint> fours, byte* to, int rows)
    {
        for (var i = 0; i < 4; i++)
            *(uint*)(to + i * 4 * rows) = fours[i];
    }
}
