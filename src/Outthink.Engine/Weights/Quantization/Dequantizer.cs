using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Outthink.Engine.Weights.Quantization;

/// <summary>
/// Stored weights as floats, bit for bit what ggml's reference decoders give (ggml-quants.c, dequantize_row_*): the
/// same operations in the same order, products and sums rounded one by one.
/// </summary>
internal static class Dequantizer
{
    /// <summary>Whether values of the type can be decoded.</summary>
    public static bool Supports(TensorType type) => type is
        TensorType.F32 or TensorType.F16 or TensorType.BF16
        or TensorType.Q4_0 or TensorType.Q4_1 or TensorType.Q5_0 or TensorType.Q5_1 or TensorType.Q8_0 or TensorType.IQ4_NL
        or TensorType.Q2_K or TensorType.Q3_K or TensorType.Q4_K or TensorType.Q5_K or TensorType.Q6_K;

    /// <summary>Decodes whole blocks: <paramref name="row"/> holds exactly as many values as <paramref name="to"/>.</summary>
    /// <exception cref="ArgumentException">The lengths do not belong together, or the type is not among those supported.</exception>
    public static void Decode(TensorType type, ReadOnlySpan<byte> row, Span<float> to)
    {
        if (!Supports(type) || TensorLayout.Of(type) is not { } layout)
            throw new ArgumentException($"weights of type {type} cannot be decoded", nameof(type));
        if (to.Length % layout.Elements != 0 || (long)to.Length / layout.Elements * layout.Bytes != row.Length)
            throw new ArgumentException($"{row.Length} bytes of {type} are not {to.Length} values", nameof(row));
        switch (type)
        {
            case TensorType.F32:
                MemoryMarshal.Cast<byte, float>(row).CopyTo(to);
                return;
            case TensorType.F16:
                for (var i = 0; i < to.Length; i++)
                    to[i] = (float)BinaryPrimitives.ReadHalfLittleEndian(row[(2 * i)..]);
                return;
            case TensorType.BF16:
                for (var i = 0; i < to.Length; i++)
                    to[i] = BitConverter.Int32BitsToSingle(BinaryPrimitives.ReadUInt16LittleEndian(row[(2 * i)..]) << 16);
                return;
        }
        for (; !to.IsEmpty; to = to[layout.Elements..], row = row[layout.Bytes..])
            DecodeBlock(type, row[..layout.Bytes], to[..layout.Elements]);
    }

    static void DecodeBlock(TensorType type, ReadOnlySpan<byte> block, Span<float> to)
    {
        switch (type)
        {
            case TensorType.Q4_0: SmallBlocks.Q4_0(block, to); break;
            case TensorType.Q4_1: SmallBlocks.Q4_1(block, to); break;
            case TensorType.Q5_0: SmallBlocks.Q5_0(block, to); break;
            case TensorType.Q5_1: SmallBlocks.Q5_1(block, to); break;
            case TensorType.Q8_0: SmallBlocks.Q8_0(block, to); break;
            case TensorType.IQ4_NL: SmallBlocks.IQ4_NL(block, to); break;
            case TensorType.Q2_K: SuperBlocks.Q2_K(block, to); break;
            case TensorType.Q3_K: SuperBlocks.Q3_K(block, to); break;
            case TensorType.Q4_K: SuperBlocks.Q4_K(block, to); break;
            case TensorType.Q5_K: SuperBlocks.Q5_K(block, to); break;
            case TensorType.Q6_K: SuperBlocks.Q6_K(block, to); break;
        }
    }
}
