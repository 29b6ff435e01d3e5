using Outthink.Engine.Weights;

namespace Outthink.Engine.Kernels.Integers;

/// <summary>
/// Reads a row of quantised weights as files hold it (ggml-common.h, the block structs; ggml-quants.c, the
/// dequantize_row functions, say which bits are which): codes as the panels' formats want them, and scales.
/// </summary>
internal static unsafe class QuantBlocks
{
    /// <summary>What the 4-bit codes of IQ4_NL stand for.</summary>
    static ReadOnlySpan<sbyte> NonLinear => [-127, -104, -83, -65, -49, -35, -22, -10, 1, 13, 25, 38, 53, 69, 89, 113];

    /// <summary>The 32 codes of block <paramref name="block"/> of a row.</summary>
    public static void Codes(TensorType type, byte* row, int block, byte* to)
    {
        var layout = TensorLayout.Of(type)!.Value;
        var perUnit = layout.Elements / CodeFormat.Block;
        var unit = row + block / perUnit * (long)layout.Bytes;
        var inner = block % perUnit;
        switch (type)
        {
            case TensorType.Q8_0: Offset(unit + 2, to); break;
            case TensorType.Q4_0: Nibbles(unit + 2, to); break;
            case TensorType.Q4_1: Nibbles(unit + 4, to); break;
            case TensorType.Q5_0: Nibbles(unit + 6, to); FifthBits(*(uint*)(unit + 2), to); break;
            case TensorType.Q5_1: Nibbles(unit + 8, to); FifthBits(*(uint*)(unit + 4), to); break;
            case TensorType.IQ4_NL: Nibbles(unit + 2, to); NonLinearCodes(to); break;
            case TensorType.Q4_K: HalfBytes(unit + 16 + inner / 2 * 32, inner % 2 * 4, to); break;
            case TensorType.Q5_K: HalfBytes(unit + 48 + inner / 2 * 32, inner % 2 * 4, to); AddBits(unit + 16, inner, 1, 4, to); break;
            case TensorType.Q6_K: HalfBytes(unit + inner / 4 * 64 + inner % 2 * 32, inner % 4 / 2 * 4, to); AddBits(unit + 128 + inner / 4 * 32, inner % 4 * 2, 3, 4, to); break;
            case TensorType.Q3_K: TwoBits(unit + 32 + inner / 4 * 32, inner % 4 * 2, to); AddBits(unit, inner, 1, 2, to); break;
            default: TwoBits(unit + 16 + inner / 4 * 32, inner % 4 * 2, to); break; // Q2_K
        }
    }

    /// <summary>Half-precision scale and minimum of a plain block, or of a super-block.</summary>
    public static (ushort Scale, ushort Minimum) Halves(TensorType type, byte* unit) => type switch
    {
        TensorType.Q2_K => (*(ushort*)(unit + 80), *(ushort*)(unit + 82)),
        TensorType.Q3_K => (*(ushort*)(unit + 108), 0),
        TensorType.Q6_K => (*(ushort*)(unit + 208), 0),
        _ => (*(ushort*)unit, *(ushort*)(unit + 2)),
    };

    /// <summary>The bytes by which the scale and the minimum of a group of a super-block are multiplied.</summary>
    public static (sbyte Scale, sbyte Minimum) Factors(TensorType type, byte* unit, int group) => type switch
    {
        TensorType.Q2_K => ((sbyte)(unit[group] & 15), (sbyte)(unit[group] >> 4)),
        TensorType.Q3_K => (SixBits(unit + 96, group), 0),
        TensorType.Q6_K => (((sbyte*)unit)[192 + group], 0),
        _ => SixBitPairs(unit + 4, group), // Q4_K, Q5_K
    };

    static void Offset(byte* from, byte* to)
    {
        for (var i = 0; i < CodeFormat.Block; i += 8)
            *(ulong*)(to + i) = *(ulong*)(from + i) ^ 0x8080808080808080;
    }

    /// <summary>16 bytes: low halves are the first 16 codes, high halves the others.</summary>
    static void Nibbles(byte* from, byte* to)
    {
        for (var i = 0; i < 16; i += 8)
        {
            var bytes = *(ulong*)(from + i);
            *(ulong*)(to + i) = bytes & 0x0F0F0F0F0F0F0F0F;
            *(ulong*)(to + 16 + i) = bytes >> 4 & 0x0F0F0F0F0F0F0F0F;
        }
    }

    static void FifthBits(uint bits, byte* to)
    {
        for (var i = 0; i < CodeFormat.Block; i++)
            to[i] |= (byte)((bits >> i & 1) << 4);
    }

    static void NonLinearCodes(byte* to)
    {
        for (var i = 0; i < CodeFormat.Block; i++)
            to[i] = (byte)(NonLinear[to[i]] + 128);
    }

    /// <summary>32 bytes, of each the half that starts at bit <paramref name="shift"/>.</summary>
    static void HalfBytes(byte* from, int shift, byte* to)
    {
        for (var i = 0; i < CodeFormat.Block; i += 8)
            *(ulong*)(to + i) = *(ulong*)(from + i) >> shift & 0x0F0F0F0F0F0F0F0F;
    }

    static void TwoBits(byte* from, int shift, byte* to)
    {
        for (var i = 0; i < CodeFormat.Block; i += 8)
            *(ulong*)(to + i) = *(ulong*)(from + i) >> shift & 0x0303030303030303;
    }

    /// <summary>Adds the bits at <paramref name="shift"/> of 32 bytes above the lowest <paramref name="at"/> of the codes.</summary>
    static void AddBits(byte* from, int shift, int mask, int at, byte* to)
    {
        for (var i = 0; i < CodeFormat.Block; i++)
            to[i] |= (byte)((from[i] >> shift & mask) << at);
    }

    /// <summary>16 scales of 6 bits, less 32: low halves in 8 bytes, upper pairs of bits in 4 more.</summary>
    static sbyte SixBits(byte* packed, int group)
    {
        var low = packed[group % 8] >> (group / 8 * 4) & 15;
        var high = packed[8 + group % 4] >> (group / 4 * 2) & 3;
        return (sbyte)((low | high << 4) - 32);
    }

    /// <summary>8 scales and 8 minima of 6 bits in 12 bytes.</summary>
    static (sbyte Scale, sbyte Minimum) SixBitPairs(byte* packed, int group) => group < 4
        ? ((sbyte)(packed[group] & 63), (sbyte)(packed[group + 4] & 63))
        : ((sbyte)(packed[group + 4] & 15 | packed[group - 4] >> 6 << 4), (sbyte)(packed[group + 4] >> 4 | packed[group] >> 6 << 4));
}
