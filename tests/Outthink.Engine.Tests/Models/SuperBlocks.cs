using System.Buffers.Binary;
using Outthink.Engine.Weights;

namespace Outthink.Engine.Tests.Models;

/// <summary>
/// Q4_K, Q5_K and Q6_K written and read value by value from the layouts in ggml-common.h: slow, and sharing no code
/// with the engine. Writing rounds to the nearest; no search for better scales.
/// </summary>
internal static class SuperBlocks
{
    const int Values = 256;

    public static int BytesOf(TensorType type) => type switch { TensorType.Q4_K => 144, TensorType.Q5_K => 176, _ => 210 };

    public static byte[] Encode(ReadOnlySpan<float> values, TensorType type)
    {
        var bytes = new byte[values.Length / Values * BytesOf(type)];
        for (var i = 0; i < values.Length / Values; i++)
        {
            var (block, size) = (values.Slice(i * Values, Values).ToArray(), BytesOf(type));
            if (type == TensorType.Q6_K)
                EncodeSigned(block, bytes.AsSpan(i * size, size));
            else
                EncodeWithMinima(block, bytes.AsSpan(i * size, size), type == TensorType.Q5_K);
        }
        return bytes;
    }

    public static void Decode(ReadOnlySpan<byte> bytes, Span<float> values, TensorType type)
    {
        for (var i = 0; i < values.Length; i++)
        {
            var block = bytes.Slice(i / Values * BytesOf(type), BytesOf(type));
            values[i] = type == TensorType.Q6_K ? Signed(block, i % Values) : WithMinimum(block, i % Values, type == TensorType.Q5_K);
        }
    }

    // d, dmin: halves; 12 bytes of 6-bit scales and minima of 8 runs of 32; fifth bits (Q5_K); nibbles.
    static void EncodeWithMinima(float[] values, Span<byte> block, bool hasFifthBit)
    {
        var runs = values.Chunk(32).ToArray();
        var minima = runs.Select(r => Math.Max(0, -r.Min())).ToArray();
        var scales = runs.Select((r, j) => (r.Max() + minima[j]) / (hasFifthBit ? 31 : 15)).ToArray();
        var (d, dmin) = ((Half)(scales.Max() / 63), (Half)(minima.Max() / 63));
        BinaryPrimitives.WriteHalfLittleEndian(block, d);
        BinaryPrimitives.WriteHalfLittleEndian(block[2..], dmin);
        for (var j = 0; j < 8; j++)
        {
            var (scale, minimum) = (Rounded(scales[j], (float)d, 0, 63), Rounded(minima[j], (float)dmin, 0, 63));
            if (j < 4)
            {
                block[4 + j] |= (byte)scale;
                block[8 + j] |= (byte)minimum;
                continue;
            }
            block[8 + j] = (byte)(scale & 15 | (minimum & 15) << 4);
            block[j] |= (byte)(scale >> 4 << 6);
            block[4 + j] |= (byte)(minimum >> 4 << 6);
        }
        for (var i = 0; i < Values; i++)
        {
            var (scale, minimum) = ScaleAndMinimum(block, i / 32);
            var quant = Rounded(values[i] + minimum, scale, 0, hasFifthBit ? 31 : 15);
            block[Nibbles(hasFifthBit) + i / 64 * 32 + i % 32] |= (byte)((quant & 15) << i / 32 % 2 * 4);
            if (hasFifthBit)
                block[16 + i % 32] |= (byte)(quant >> 4 << i / 32);
        }
    }

    static float WithMinimum(ReadOnlySpan<byte> block, int i, bool hasFifthBit)
    {
        var (scale, minimum) = ScaleAndMinimum(block, i / 32);
        var quant = block[Nibbles(hasFifthBit) + i / 64 * 32 + i % 32] >> i / 32 % 2 * 4 & 15;
        if (hasFifthBit)
            quant |= (block[16 + i % 32] >> i / 32 & 1) << 4;
        return scale * quant - minimum;
    }

    static int Nibbles(bool hasFifthBit) => hasFifthBit ? 48 : 16;

    static (float Scale, float Minimum) ScaleAndMinimum(ReadOnlySpan<byte> block, int run)
    {
        var (d, dmin) = ((float)BinaryPrimitives.ReadHalfLittleEndian(block), (float)BinaryPrimitives.ReadHalfLittleEndian(block[2..]));
        return run < 4
            ? (d * (block[4 + run] & 63), dmin * (block[8 + run] & 63))
            : (d * (block[8 + run] & 15 | block[run] >> 6 << 4), dmin * (block[8 + run] >> 4 | block[4 + run] >> 6 << 4));
    }

    // 128 bytes of low nibbles, 64 of high bit pairs, 16 signed scales of runs of 16, d.
    static void EncodeSigned(float[] values, Span<byte> block)
    {
        var scales = values.Chunk(16).Select(r => r.Max(Math.Abs) / 31).ToArray();
        var d = (Half)(scales.Max() / 127);
        BinaryPrimitives.WriteHalfLittleEndian(block[208..], d);
        for (var i = 0; i < Values; i++)
        {
            var scale = Rounded(scales[i / 16], (float)d, 0, 127);
            block[192 + i / 16] = (byte)scale;
            var quant = Rounded(values[i], (float)d * scale, -32, 31) + 32;
            var (low, lowShift, high, highShift) = SignedPlace(i);
            block[low] |= (byte)((quant & 15) << lowShift);
            block[high] |= (byte)(quant >> 4 << highShift);
        }
    }

    static float Signed(ReadOnlySpan<byte> block, int i)
    {
        var (low, lowShift, high, highShift) = SignedPlace(i);
        var quant = (block[low] >> lowShift & 15 | (block[high] >> highShift & 3) << 4) - 32;
        return (float)BinaryPrimitives.ReadHalfLittleEndian(block[208..]) * (sbyte)block[192 + i / 16] * quant;
    }

    static (int Low, int LowShift, int High, int HighShift) SignedPlace(int i)
    {
        var (half, quarter, at) = (i / 128, i / 32 % 4, i % 32);
        return (half * 64 + quarter % 2 * 32 + at, quarter / 2 * 4, 128 + half * 32 + at, quarter * 2);
    }

    static int Rounded(float value, float unit, int low, int high) => unit == 0 ? 0 : (int)Math.Clamp(MathF.Round(value / unit), low, high);
}
