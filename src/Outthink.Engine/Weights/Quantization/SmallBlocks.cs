using System.Buffers.Binary;

namespace Outthink.Engine.Weights.Quantization;

/// <summary>
/// The types with 32 values a block (ggml-common.h). Four low bits of value i are the low half of byte i for the first
/// 16 values and the high half of byte i − 16 for the others; a fifth bit is bit i of a 32-bit word.
/// </summary>
static class SmallBlocks
{
    const int Half = 16;

    /// <summary>The 16 levels of IQ4_NL (ggml-common.h, kvalues_iq4nl).</summary>
    static ReadOnlySpan<sbyte> Levels => [-127, -104, -83, -65, -49, -35, -22, -10, 1, 13, 25, 38, 53, 69, 89, 113];

    /// <summary>Scale (F16), 16 bytes of quants: (q − 8) · d.</summary>
    public static void Q4_0(ReadOnlySpan<byte> block, Span<float> to)
    {
        var d = Float(block);
        var quants = block[2..];
        for (var i = 0; i < Half; i++)
        {
            to[i] = ((quants[i] & 15) - 8) * d;
            to[i + Half] = ((quants[i] >> 4) - 8) * d;
        }
    }

    /// <summary>Scale and minimum (F16), 16 bytes of quants: q · d + m.</summary>
    public static void Q4_1(ReadOnlySpan<byte> block, Span<float> to)
    {
        var d = Float(block);
        var m = Float(block[2..]);
        var quants = block[4..];
        for (var i = 0; i < Half; i++)
        {
            to[i] = (quants[i] & 15) * d + m;
            to[i + Half] = (quants[i] >> 4) * d + m;
        }
    }

    /// <summary>Scale (F16), fifth bits, 16 bytes of quants: (q − 16) · d.</summary>
    public static void Q5_0(ReadOnlySpan<byte> block, Span<float> to)
    {
        var d = Float(block);
        var fifth = BinaryPrimitives.ReadUInt32LittleEndian(block[2..]);
        var quants = block[6..];
        for (var i = 0; i < Half; i++)
        {
            to[i] = ((quants[i] & 15 | FifthBit(fifth, i)) - 16) * d;
            to[i + Half] = ((quants[i] >> 4 | FifthBit(fifth, i + Half)) - 16) * d;
        }
    }

    /// <summary>Scale and minimum (F16), fifth bits, 16 bytes of quants: q · d + m.</summary>
    public static void Q5_1(ReadOnlySpan<byte> block, Span<float> to)
    {
        var d = Float(block);
        var m = Float(block[2..]);
        var fifth = BinaryPrimitives.ReadUInt32LittleEndian(block[4..]);
        var quants = block[8..];
        for (var i = 0; i < Half; i++)
        {
            to[i] = (quants[i] & 15 | FifthBit(fifth, i)) * d + m;
            to[i + Half] = (quants[i] >> 4 | FifthBit(fifth, i + Half)) * d + m;
        }
    }

    /// <summary>Scale (F16), 32 signed bytes: q · d.</summary>
    public static void Q8_0(ReadOnlySpan<byte> block, Span<float> to)
    {
        var d = Float(block);
        var quants = block[2..];
        for (var i = 0; i < to.Length; i++)
            to[i] = (sbyte)quants[i] * d;
    }

    /// <summary>Scale (F16), 16 bytes of indices into <see cref="Levels"/>: d · level.</summary>
    public static void IQ4_NL(ReadOnlySpan<byte> block, Span<float> to)
    {
        var d = Float(block);
        var quants = block[2..];
        for (var i = 0; i < Half; i++)
        {
            to[i] = d * Levels[quants[i] & 15];
            to[i + Half] = d * Levels[quants[i] >> 4];
        }
    }

    static int FifthBit(uint bits, int value) => (int)(bits >> value & 1) << 4;

    static float Float(ReadOnlySpan<byte> at) => (float)BinaryPrimitives.ReadHalfLittleEndian(at);
}
