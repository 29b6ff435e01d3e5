using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Outthink.Engine.Weights.Quantization;

/// <summary>
/// Floats as stored weights, bit for bit what ggml's reference encoders give (ggml-quants.c, quantize_row_q8_0_ref and
/// quantize_row_q4_0_ref; F16 and BF16 by rounding to the nearest, ties to even).
/// </summary>
internal static class Quantizer
{
    const int Block = 32;

    /// <summary>Whether values can be stored in the type.</summary>
    public static bool Supports(TensorType type) => type is TensorType.F32 or TensorType.F16 or TensorType.BF16 or TensorType.Q8_0 or TensorType.Q4_0;

    /// <summary>Encodes whole blocks; <paramref name="to"/> has exactly the bytes that the values need.</summary>
    /// <exception cref="ArgumentException">The lengths do not belong together, or the type is not among those supported.</exception>
    /// <exception cref="NotFiniteNumberException">A value is infinite or no number where blocks share a scale, or beyond the range of F16.</exception>
    public static void Encode(TensorType type, ReadOnlySpan<float> row, Span<byte> to)
    {
        if (!Supports(type) || TensorLayout.Of(type) is not { } layout)
            throw new ArgumentException($"weights cannot be stored as {type}; F32, F16, BF16, Q8_0 and Q4_0 are possible", nameof(type));
        if (row.Length % layout.Elements != 0 || (long)row.Length / layout.Elements * layout.Bytes != to.Length)
            throw new ArgumentException($"{row.Length} values are not {to.Length} bytes of {type}", nameof(row));
        switch (type)
        {
            case TensorType.F32:
                MemoryMarshal.AsBytes(row).CopyTo(to);
                break;
            case TensorType.F16:
                for (var i = 0; i < row.Length; i++)
                    WriteHalf(row[i], to[(2 * i)..]);
                break;
            case TensorType.BF16:
                for (var i = 0; i < row.Length; i++)
                    BinaryPrimitives.WriteUInt16LittleEndian(to[(2 * i)..], BrainFloat(row[i]));
                break;
            default:
                for (; !row.IsEmpty; row = row[Block..], to = to[layout.Bytes..])
                {
                    if (type == TensorType.Q8_0)
                        EncodeQ8_0(row[..Block], to);
                    else
                        EncodeQ4_0(row[..Block], to);
                }
                break;
        }
    }

    /// <summary>Upper half of the float, rounded to nearest even; a NaN stays one.</summary>
    static ushort BrainFloat(float value)
    {
        var bits = BitConverter.SingleToUInt32Bits(value);
        return float.IsNaN(value) ? (ushort)(bits >> 16 | 64) : (ushort)((bits + 0x7FFF + (bits >> 16 & 1)) >> 16);
    }

    /// <summary>Scale: the largest magnitude / 127.</summary>
    static void EncodeQ8_0(ReadOnlySpan<float> block, Span<byte> to)
    {
        var largest = Math.Abs(Extreme(block));
        var d = largest / 127;
        var inverse = d != 0 ? 1 / d : 0;
        WriteHalf(d, to);
        for (var i = 0; i < Block; i++)
            to[2 + i] = (byte)(sbyte)MathF.Round(block[i] * inverse, MidpointRounding.AwayFromZero);
    }

    /// <summary>Scale: the value of largest magnitude, sign included, / −8; so that this value is stored exactly at −8.</summary>
    static void EncodeQ4_0(ReadOnlySpan<float> block, Span<byte> to)
    {
        var d = Extreme(block) / -8;
        var inverse = d != 0 ? 1 / d : 0;
        WriteHalf(d, to);
        for (var i = 0; i < Block / 2; i++)
            to[2 + i] = (byte)(Level(block[i]) | Level(block[i + Block / 2]) << 4);

        int Level(float value) => Math.Min(15, (int)(value * inverse + 8.5f));
    }

    /// <summary>The value of largest magnitude, the first of equals.</summary>
    static float Extreme(ReadOnlySpan<float> block)
    {
        var extreme = 0f;
        foreach (var value in block)
        {
            if (!float.IsFinite(value))
                throw new NotFiniteNumberException($"a weight is {value}", value);
            if (Math.Abs(value) > Math.Abs(extreme))
                extreme = value;
        }
        return extreme;
    }

    static void WriteHalf(float value, Span<byte> to)
    {
        var half = (Half)value;
        if (!Half.IsFinite(half))
            throw new NotFiniteNumberException($"a weight or scale is {value}, which F16 cannot hold", value);
        BinaryPrimitives.WriteHalfLittleEndian(to, half);
    }
}
