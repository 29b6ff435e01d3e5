using System.Runtime.InteropServices;
using Outthink.Engine.Weights;

namespace Outthink.Engine.Tests.Models;

/// <summary>Test values in the types of files.</summary>
internal static class Quantized
{
    /// <summary>Every quantised type that the kernels read.</summary>
    public static TensorType[] Types { get; } =
    [
        TensorType.Q8_0, TensorType.Q4_0, TensorType.Q4_1, TensorType.Q5_0, TensorType.Q5_1, TensorType.IQ4_NL,
        TensorType.Q2_K, TensorType.Q3_K, TensorType.Q4_K, TensorType.Q5_K, TensorType.Q6_K,
    ];

    /// <summary>Random blocks of a quantised type: any bits but those of the half-precision scales, which are small numbers.</summary>
    public static byte[] RandomBlocks(Random random, TensorType type, int values)
    {
        var layout = TensorLayout.Of(type)!.Value;
        var bytes = new byte[values / layout.Elements * layout.Bytes];
        random.NextBytes(bytes);
        foreach (var at in ScalePlaces(type))
        {
            for (var block = 0; block < bytes.Length; block += layout.Bytes)
                BitConverter.TryWriteBytes(bytes.AsSpan(block + at), (Half)((random.NextDouble() - 0.5) / 64));
        }
        return bytes;
    }

    static int[] ScalePlaces(TensorType type) => type switch
    {
        TensorType.Q8_0 or TensorType.Q4_0 or TensorType.Q5_0 or TensorType.IQ4_NL => [0],
        TensorType.Q2_K => [80, 82],
        TensorType.Q3_K => [108],
        TensorType.Q6_K => [208],
        _ => [0, 2],
    };

    /// <summary>Replaces values by what is read back from their stored form.</summary>
    public static void RoundTrip(Span<float> values, TensorType type)
    {
        if (type == TensorType.Q8_0)
        {
            for (var i = 0; i < values.Length; i += 32)
            {
                var (scale, quants) = Block(values.Slice(i, 32));
                for (var j = 0; j < 32; j++)
                    values[i + j] = (float)scale * quants[j];
            }
            return;
        }
        foreach (ref var value in values)
            value = type switch
            {
                TensorType.F16 => (float)(Half)value,
                TensorType.BF16 => BitConverter.Int32BitsToSingle(BitConverter.SingleToInt32Bits(value) & unchecked((int)0xffff0000)),
                _ => value,
            };
    }

    public static byte[] Bytes(ReadOnlySpan<float> values, TensorType type)
    {
        switch (type)
        {
            case TensorType.F32:
                return MemoryMarshal.AsBytes(values).ToArray();
            case TensorType.Q8_0:
                var bytes = new List<byte>();
                for (var i = 0; i < values.Length; i += 32)
                {
                    var (scale, quants) = Block(values.Slice(i, 32));
                    bytes.AddRange(BitConverter.GetBytes(scale));
                    bytes.AddRange(quants.Select(q => (byte)q));
                }
                return [.. bytes];
            default:
                var halves = new ushort[values.Length];
                for (var i = 0; i < halves.Length; i++)
                    halves[i] = type == TensorType.F16
                        ? BitConverter.HalfToUInt16Bits((Half)values[i])
                        : (ushort)(BitConverter.SingleToUInt32Bits(values[i]) >> 16);
                return MemoryMarshal.AsBytes(halves.AsSpan()).ToArray();
        }
    }

    static (Half Scale, sbyte[] Quants) Block(ReadOnlySpan<float> values)
    {
        var largest = 0f;
        foreach (var value in values)
            largest = Math.Max(largest, Math.Abs(value));
        var scale = (Half)(largest / 127);
        var quants = new sbyte[32];
        for (var i = 0; i < 32; i++)
            quants[i] = (float)scale == 0 ? (sbyte)0 : (sbyte)Math.Clamp(MathF.Round(values[i] / (float)scale), -127, 127);
        return (scale, quants);
    }
}
