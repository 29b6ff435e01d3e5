using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Outthink.Engine.Weights;

namespace Outthink.Engine.Measuring;

/// <summary>
/// Random numbers of a seed (SplitMix64; Steele, Lea, Flood 2014), as floats and as the blocks of tensor types:
/// quantised ones are drawn as they lie in the file, each code equally likely, and no float is ever rounded to them.
/// </summary>
internal sealed class RandomWeights(ulong seed)
{
    const int ChunkBlocks = 8192; // blocks made at a time; a multiple of 8, so that chunks are whole 64-bit words

    ulong state = seed;

    public static bool Supports(TensorType type) =>
        type is TensorType.F32 or TensorType.F16 or TensorType.BF16 or TensorType.Q8_0 or TensorType.Q4_0 or TensorType.Q4_K or TensorType.Q6_K;

    public ulong Next()
    {
        var z = state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    /// <summary>Uniform values around zero with this standard deviation.</summary>
    public void FillUniform(Span<float> to, float spread)
    {
        // A uniform variable on [−1, 1) has the deviation 1/√3.
        var scale = spread * MathF.Sqrt(3) / (1 << 23);
        foreach (ref var value in to)
            value = ((int)(Next() >> 40) - (1 << 23)) * scale;
    }

    /// <summary>Writes a matrix of <paramref name="columns"/> rows of <paramref name="depth"/> values with this standard deviation.</summary>
    /// <exception cref="ArgumentException">The type is not <see cref="Supports">supported</see>, or a row is no whole number of its blocks.</exception>
    public void Write(Stream stream, TensorType type, long depth, long columns, float spread)
    {
        if (!Supports(type) || TensorLayout.Of(type) is not { } layout || layout.BytesOf([depth, columns]) is not { } length)
            throw new ArgumentException($"there are no random weights of type {type} in rows of {depth}", nameof(type));
        var chunk = new byte[ChunkBlocks * layout.Bytes];
        for (long done = 0; done < length; done += chunk.Length)
        {
            var part = chunk.AsSpan(0, (int)Math.Min(chunk.Length, length - done));
            Fill(chunk, type, layout.Bytes, spread);
            stream.Write(part);
        }
    }

    void Fill(Span<byte> chunk, TensorType type, int blockBytes, float spread)
    {
        if (type is TensorType.F32 or TensorType.F16 or TensorType.BF16)
        {
            FillFloats(chunk, type, spread);
            return;
        }
        foreach (ref var word in MemoryMarshal.Cast<byte, ulong>(chunk))
            word = Next();
        if (type == TensorType.Q8_0)
            chunk.Replace((byte)0x80, (byte)0x81); // −128 is no code that quantising gives
        for (; !chunk.IsEmpty; chunk = chunk[blockBytes..])
            SetScales(chunk[..blockBytes], type, spread);
    }

    void FillFloats(Span<byte> chunk, TensorType type, float spread)
    {
        if (type == TensorType.F32)
        {
            FillUniform(MemoryMarshal.Cast<byte, float>(chunk), spread);
            return;
        }
        Span<float> value = stackalloc float[1];
        foreach (ref var half in MemoryMarshal.Cast<byte, ushort>(chunk))
        {
            FillUniform(value, spread);
            half = type == TensorType.F16 ? BitConverter.HalfToUInt16Bits((Half)value[0]) : (ushort)(BitConverter.SingleToUInt32Bits(value[0]) >> 16);
        }
    }

    /// <summary>Scales that give uniform codes the deviation wanted and, nearly, the mean zero (block structs of ggml-common.h).</summary>
    static void SetScales(Span<byte> block, TensorType type, float spread)
    {
        const float FourBits = 4.61f;   // deviation of 0 … 15
        const float SixBits = 18.47f;   // of 0 … 63
        const float EightBits = 73.3f;  // of −127 … 127
        const int Group = 32;           // scale of every group of a super-block, in the middle of its six or eight bits
        switch (type)
        {
            case TensorType.Q8_0:
                SetHalf(block, spread / EightBits);
                break;
            case TensorType.Q4_0:
                SetHalf(block, spread / FourBits);
                break;
            case TensorType.Q4_K:
                // value = d · scale · code − dmin · minimum, all scales and minima 32: two bits of each lie apart from the rest
                SetHalf(block, spread / FourBits / Group);
                SetHalf(block[2..], spread / FourBits / Group * 7.5f);
                block[4..12].Fill(Group | 0x80);
                block[12..16].Clear();
                break;
            default:
                block[192..208].Fill(Group);
                SetHalf(block[208..], spread / SixBits / Group);
                break;
        }
    }

    static void SetHalf(Span<byte> at, float value) => BinaryPrimitives.WriteHalfLittleEndian(at, (Half)value);
}
