using System.Buffers.Binary;

namespace Outthink.Engine.Weights.Quantization;

/// <summary>
/// The K types: 256 values a block, in groups of 16 or 32 whose scales (and minima) are themselves quantised under one
/// or two F16 factors of the block (ggml-common.h, block_q2_K to block_q6_K).
/// </summary>
static class SuperBlocks
{
    const int Group = 16, LongGroup = 32, Part = 128;

    /// <summary>16 bytes of scale (low half) and minimum (high half), 64 bytes of two-bit quants, d, dmin.</summary>
    public static void Q2_K(ReadOnlySpan<byte> block, Span<float> to)
    {
        var scales = block[..16];
        var quants = block[16..80];
        var (d, dmin) = (Float(block[80..]), Float(block[82..]));
        for (var group = 0; group < 16; group++)
        {
            var scale = d * (scales[group] & 15);
            var minimum = dmin * (scales[group] >> 4);
            var (from, shift) = TwoBits(group);
            for (var i = 0; i < Group; i++)
                to[group * Group + i] = scale * (quants[from + i] >> shift & 3) - minimum;
        }
    }

    /// <summary>32 bytes of third bits (set: no 4 is taken off), 64 bytes of two-bit quants, 12 bytes of six-bit scales, d.</summary>
    public static void Q3_K(ReadOnlySpan<byte> block, Span<float> to)
    {
        var third = block[..32];
        var quants = block[32..96];
        var scales = block[96..108];
        var d = Float(block[108..]);
        for (var group = 0; group < 16; group++)
        {
            // Low four bits: halves of bytes 0 … 7; high two bits: pairs of bytes 8 … 11.
            var low = group < 8 ? scales[group] & 15 : scales[group - 8] >> 4;
            var high = scales[8 + group % 4] >> (group / 4 * 2) & 3;
            var scale = d * ((low | high << 4) - 32);
            var (from, shift) = TwoBits(group);
            for (var i = 0; i < Group; i++)
            {
                var isSet = third[group % 2 * Group + i] >> (group / 2) & 1;
                to[group * Group + i] = scale * ((quants[from + i] >> shift & 3) - (1 - isSet) * 4);
            }
        }
    }

    /// <summary>d, dmin, 12 bytes of six-bit scales and minima, 128 bytes of four-bit quants.</summary>
    public static void Q4_K(ReadOnlySpan<byte> block, Span<float> to)
    {
        var (d, dmin) = (Float(block), Float(block[2..]));
        var scales = block[4..16];
        var quants = block[16..];
        for (var group = 0; group < 8; group++)
        {
            var (scale, minimum) = ScaleAndMinimum(scales, group);
            var (factor, offset) = (d * scale, dmin * minimum);
            var (from, shift) = (group / 2 * LongGroup, group % 2 * 4);
            for (var i = 0; i < LongGroup; i++)
                to[group * LongGroup + i] = factor * (quants[from + i] >> shift & 15) - offset;
        }
    }

    /// <summary>As Q4_K, with 32 bytes of fifth bits (bit g of byte i: value i of group g) before the quants.</summary>
    public static void Q5_K(ReadOnlySpan<byte> block, Span<float> to)
    {
        var (d, dmin) = (Float(block), Float(block[2..]));
        var scales = block[4..16];
        var fifth = block[16..48];
        var quants = block[48..];
        for (var group = 0; group < 8; group++)
        {
            var (scale, minimum) = ScaleAndMinimum(scales, group);
            var (factor, offset) = (d * scale, dmin * minimum);
            var (from, shift) = (group / 2 * LongGroup, group % 2 * 4);
            for (var i = 0; i < LongGroup; i++)
                to[group * LongGroup + i] = factor * ((quants[from + i] >> shift & 15) + (fifth[i] >> group & 1) * 16) - offset;
        }
    }

    /// <summary>128 bytes of low four bits, 64 bytes of high two bits, 16 signed scales, d.</summary>
    public static void Q6_K(ReadOnlySpan<byte> block, Span<float> to)
    {
        var low = block[..128];
        var high = block[128..192];
        var scales = block[192..208];
        var d = Float(block[208..]);
        for (var i = 0; i < to.Length; i++)
        {
            var (part, within) = (i / Part, i % Part);
            var four = low[part * 64 + within % 64] >> (within / 64 * 4) & 15;
            var two = high[part * 32 + within % 32] >> (within / 32 * 2) & 3;
            to[i] = d * (sbyte)scales[i / Group] * ((four | two << 4) - 32);
        }
    }

    /// <summary>Where a group of Q2_K and Q3_K has its two-bit quants: first byte and shift.</summary>
    static (int From, int Shift) TwoBits(int group) => (group / 8 * LongGroup + group % 2 * Group, group % 8 / 2 * 2);

    /// <summary>
    /// Six-bit scale and minimum of a group: whole in bytes 0 … 7 for the first four groups; for the others four bits
    /// in bytes 8 … 11 and two in the top of bytes 0 … 7.
    /// </summary>
    static (int Scale, int Minimum) ScaleAndMinimum(ReadOnlySpan<byte> packed, int group) => group < 4
        ? (packed[group] & 63, packed[group + 4] & 63)
        : (packed[group + 4] & 15 | packed[group - 4] >> 6 << 4, packed[group + 4] >> 4 | packed[group] >> 6 << 4);

    static float Float(ReadOnlySpan<byte> at) => (float)BinaryPrimitives.ReadHalfLittleEndian(at);
}
