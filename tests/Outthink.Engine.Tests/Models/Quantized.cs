using System.Runtime.InteropServices;
using Outthink.Engine.Weights;

namespace Outthink.Engine.Tests.Models;

/// <summary>Test values in the types of files: written, and read back in another way than the engine's.</summary>
internal static class Quantized
{
    /// <summary>The types that parity is asked for.</summary>
    public static readonly TensorType[] Types =
        [TensorType.F32, TensorType.F16, TensorType.BF16, TensorType.Q8_0, TensorType.Q4_0, TensorType.Q4_K, TensorType.Q5_K, TensorType.Q6_K];

    public static byte[] Bytes(ReadOnlySpan<float> values, TensorType type) => type switch
    {
        TensorType.F32 => MemoryMarshal.AsBytes(values).ToArray(),
        TensorType.F16 => Bytes<Half>([.. values.ToArray().Select(v => (Half)v)]),
        TensorType.BF16 => Bytes<ushort>([.. values.ToArray().Select(v => (ushort)(BitConverter.SingleToUInt32Bits(v) >> 16))]),
        TensorType.Q8_0 => [.. values.ToArray().Chunk(32).SelectMany(EightBits)],
        TensorType.Q4_0 => [.. values.ToArray().Chunk(32).SelectMany(FourBits)],
        _ => SuperBlocks.Encode(values, type),
    };

    /// <summary>What stored values mean.</summary>
    public static void Read(ReadOnlySpan<byte> bytes, TensorType type, Span<float> values)
    {
        if (type is TensorType.Q4_K or TensorType.Q5_K or TensorType.Q6_K)
        {
            SuperBlocks.Decode(bytes, values, type);
            return;
        }
        for (var i = 0; i < values.Length; i++)
            values[i] = type switch
            {
                TensorType.F32 => MemoryMarshal.Cast<byte, float>(bytes)[i],
                TensorType.F16 => (float)MemoryMarshal.Cast<byte, Half>(bytes)[i],
                TensorType.BF16 => BitConverter.UInt32BitsToSingle((uint)MemoryMarshal.Cast<byte, ushort>(bytes)[i] << 16),
                TensorType.Q8_0 => (float)MemoryMarshal.Read<Half>(bytes[(i / 32 * 34)..]) * (sbyte)bytes[i / 32 * 34 + 2 + i % 32],
                _ => (float)MemoryMarshal.Read<Half>(bytes[(i / 32 * 18)..]) * ((bytes[i / 32 * 18 + 2 + i % 16] >> i % 32 / 16 * 4 & 15) - 8),
            };
    }

    static byte[] Bytes<T>(T[] values) where T : unmanaged => MemoryMarshal.AsBytes<T>(values).ToArray();

    static byte[] EightBits(float[] block)
    {
        var scale = (Half)(block.Max(Math.Abs) / 127);
        return [.. BitConverter.GetBytes(scale), .. block.Select(v => (byte)(sbyte)Rounded(v, (float)scale, 0, -127, 127))];
    }

    static byte[] FourBits(float[] block)
    {
        var scale = (Half)(block.MaxBy(Math.Abs) / -8);
        var quants = block.Select(v => Rounded(v, (float)scale, 8, 0, 15)).ToArray();
        return [.. BitConverter.GetBytes(scale), .. Enumerable.Range(0, 16).Select(i => (byte)(quants[i] | quants[i + 16] << 4))];
    }

    static int Rounded(float value, float unit, int zero, int low, int high) => unit == 0 ? zero : Math.Clamp((int)MathF.Round(value / unit) + zero, low, high);
}
