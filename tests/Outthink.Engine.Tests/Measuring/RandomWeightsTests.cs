using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Outthink.Engine.Measuring;
using Outthink.Engine.Weights;

namespace Outthink.Engine.Tests.Measuring;

public sealed class RandomWeightsTests
{
    const int Depth = 512, Columns = 200;
    const float Spread = 0.04f;

    public static TheoryData<TensorType> Types => [TensorType.F32, TensorType.F16, TensorType.BF16, TensorType.Q8_0, TensorType.Q4_0, TensorType.Q4_K, TensorType.Q6_K];

    [Theory, MemberData(nameof(Types))]
    public void Blocks_are_whole_valid_and_have_the_deviation_asked_for(TensorType type)
    {
        var bytes = Write(type, seed: 5);
        Assert.Equal(TensorLayout.Of(type)!.Value.BytesOf([Depth, Columns]), bytes.Length);
        var values = Decode(type, bytes);
        Assert.Equal(Depth * Columns, values.Length);
        Assert.All(values, v => Assert.True(float.IsFinite(v)));
        var mean = values.Average();
        var deviation = Math.Sqrt(values.Average(v => (v - mean) * (double)(v - mean)));
        Assert.InRange(deviation, 0.97 * Spread, 1.03 * Spread);
        // Q4_0 has one more negative code than positive ones: half a step, 0.11 of the deviation.
        Assert.InRange(mean, -0.13 * Spread, 0.02 * Spread);
    }

    [Theory, MemberData(nameof(Types))]
    public void A_seed_decides_every_byte(TensorType type)
    {
        Assert.Equal(Write(type, seed: 7), Write(type, seed: 7));
        Assert.NotEqual(Write(type, seed: 7), Write(type, seed: 8));
    }

    [Fact]
    public void Q8_0_has_no_code_that_quantising_does_not_give() =>
        Assert.DoesNotContain(Write(TensorType.Q8_0, seed: 1).Chunk(34).SelectMany(block => block.Skip(2)), code => code == 0x80);

    [Theory]
    [InlineData(TensorType.Q5_K, 256)]
    [InlineData(TensorType.Q8_0, 40)]
    public void What_cannot_be_written_is_said(TensorType type, int depth) =>
        Assert.Throws<ArgumentException>(() => new RandomWeights(1).Write(Stream.Null, type, depth, 4, 1));

    static byte[] Write(TensorType type, ulong seed)
    {
        using var stream = new MemoryStream();
        new RandomWeights(seed).Write(stream, type, Depth, Columns, Spread);
        return stream.ToArray();
    }

    /// <summary>The values of blocks by the definitions in ggml-common.h and ggml-quants.c, written out anew.</summary>
    static float[] Decode(TensorType type, byte[] bytes) => type switch
    {
        TensorType.F32 => MemoryMarshal.Cast<byte, float>(bytes).ToArray(),
        TensorType.F16 => [.. MemoryMarshal.Cast<byte, Half>(bytes).ToArray().Select(h => (float)h)],
        TensorType.BF16 => [.. MemoryMarshal.Cast<byte, ushort>(bytes).ToArray().Select(b => BitConverter.UInt32BitsToSingle((uint)b << 16))],
        TensorType.Q8_0 => [.. bytes.Chunk(34).SelectMany(b => b.Skip(2).Select(q => Half(b, 0) * (sbyte)q))],
        TensorType.Q4_0 => [.. bytes.Chunk(18).SelectMany(b => b.Skip(2).SelectMany(q => new[] { Half(b, 0) * ((q & 15) - 8), Half(b, 0) * ((q >> 4) - 8) }))],
        TensorType.Q4_K => [.. bytes.Chunk(144).SelectMany(Q4K)],
        _ => [.. bytes.Chunk(210).SelectMany(Q6K)],
    };

    static IEnumerable<float> Q4K(byte[] block)
    {
        for (var group = 0; group < 8; group++)
        {
            var (scale, least) = group < 4
                ? (block[4 + group] & 63, block[8 + group] & 63)
                : ((block[8 + group] & 15) | ((block[group] >> 6) << 4), (block[8 + group] >> 4) | ((block[4 + group] >> 6) << 4));
            for (var i = 0; i < 32; i++)
            {
                var codes = block[16 + group / 2 * 32 + i];
                yield return Half(block, 0) * scale * (group % 2 == 0 ? codes & 15 : codes >> 4) - Half(block, 2) * least;
            }
        }
    }

    static IEnumerable<float> Q6K(byte[] block)
    {
        for (var i = 0; i < 256; i++)
        {
            var (half, quarter, at) = (i / 128, i % 128 / 32, i % 32);
            var low = block[half * 64 + quarter % 2 * 32 + at] >> (quarter / 2 * 4) & 15;
            var high = block[128 + half * 32 + at] >> (quarter * 2) & 3;
            yield return Half(block, 208) * (sbyte)block[192 + i / 16] * ((low | high << 4) - 32);
        }
    }

    static float Half(byte[] block, int at) => (float)BinaryPrimitives.ReadHalfLittleEndian(block.AsSpan(at));
}
