using FsCheck.Xunit;
using Outthink.Engine.Weights;
using Outthink.Engine.Weights.Quantization;

namespace Outthink.Engine.Tests.Weights.Quantization;

public sealed class QuantizerTests
{
    [Fact]
    public void Every_row_is_encoded_to_the_golden_bytes()
    {
        var blocks = GoldenBlock.All.Where(b => b.Direction == "encode").ToList();
        Assert.Equal(12, blocks.Count);
        foreach (var block in blocks)
            Assert.Equal(block.Bytes, Encode(block.Type, block.Values));
    }

    [Fact]
    public void Halves_are_rounded_to_the_nearest_even()
    {
        Assert.Equal([0x80, 0x3F, 0x80, 0x3F, 0x82, 0x3F, 0xC0, 0x7F], Encode(TensorType.BF16,
            [1, BitConverter.UInt32BitsToSingle(0x3F808000), BitConverter.UInt32BitsToSingle(0x3F818000), BitConverter.UInt32BitsToSingle(0x7F800001)]));
        Assert.Equal([0x00, 0x3C, 0x00, 0x3C, 0x02, 0x3C], Encode(TensorType.F16, [1, 1 + 1 / 2048f, 1 + 3 / 2048f]));
    }

    [Theory]
    [InlineData(TensorType.Q8_0, 1 / 127f)]
    [InlineData(TensorType.Q4_0, 1 / 8f)]
    public void What_is_encoded_decodes_to_within_a_step(TensorType type, float step)
    {
        var random = new Random(3);
        for (var n = 0; n < 200; n++)
        {
            var scale = MathF.Pow(10, random.Next(-3, 4));
            float[] row = [.. Enumerable.Range(0, 64).Select(_ => (random.NextSingle() * 2 - 1) * scale)];
            var decoded = new float[row.Length];
            Dequantizer.Decode(type, Encode(type, row), decoded);
            for (var i = 0; i < row.Length; i++)
                Assert.InRange(decoded[i], row[i] - step * scale * 1.01f, row[i] + step * scale * 1.01f);
        }
    }

    [Property]
    public void Every_block_of_any_bits_is_encoded_or_refused(uint[] bits)
    {
        var row = new float[32];
        for (var i = 0; i < row.Length; i++)
            row[i] = bits.Length == 0 ? 0 : BitConverter.UInt32BitsToSingle(bits[i % bits.Length]);
        foreach (var type in (TensorType[])[TensorType.F32, TensorType.F16, TensorType.BF16, TensorType.Q8_0, TensorType.Q4_0])
        {
            try
            {
                var decoded = new float[row.Length];
                Dequantizer.Decode(type, Encode(type, row), decoded);
                Assert.Equal(type is TensorType.F32 or TensorType.BF16 ? row.Count(float.IsNaN) : 0, decoded.Count(float.IsNaN));
            }
            catch (NotFiniteNumberException)
            {
                Assert.Contains(row, v => !(Math.Abs(v) < 65504));
            }
        }
    }

    [Fact]
    public void Lengths_and_types_that_do_not_fit_are_refused()
    {
        Assert.Contains("33 values", Assert.Throws<ArgumentException>(() => Quantizer.Encode(TensorType.Q8_0, new float[33], new byte[34])).Message);
        Assert.Contains("stored as Q4_K", Assert.Throws<ArgumentException>(() => Quantizer.Encode(TensorType.Q4_K, new float[256], new byte[144])).Message);
    }

    static byte[] Encode(TensorType type, float[] row)
    {
        var bytes = new byte[TensorLayout.Of(type)!.Value.BytesOf([row.Length])!.Value];
        Quantizer.Encode(type, row, bytes);
        return bytes;
    }
}
