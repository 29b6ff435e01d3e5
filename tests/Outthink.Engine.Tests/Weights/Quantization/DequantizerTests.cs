using Outthink.Engine.Weights;
using Outthink.Engine.Weights.Quantization;

namespace Outthink.Engine.Tests.Weights.Quantization;

public sealed class DequantizerTests
{
    [Fact]
    public void Every_block_decodes_to_the_golden_bits()
    {
        var blocks = GoldenBlock.All.Where(b => b.Direction == "decode").ToList();
        Assert.Equal(11, blocks.Select(b => b.Type).Distinct().Count());
        foreach (var block in blocks)
        {
            var values = new float[block.Values.Length];
            Dequantizer.Decode(block.Type, block.Bytes, values);
            Assert.Equal(block.Values.Select(BitConverter.SingleToUInt32Bits), values.Select(BitConverter.SingleToUInt32Bits));
        }
    }

    [Fact]
    public void A_row_is_its_blocks_one_after_another()
    {
        foreach (var pair in GoldenBlock.All.Where(b => b.Direction == "decode").GroupBy(b => b.Type))
        {
            var values = new float[pair.Sum(b => b.Values.Length)];
            Dequantizer.Decode(pair.Key, pair.SelectMany(b => b.Bytes).ToArray(), values);
            Assert.Equal(pair.SelectMany(b => b.Values), values);
        }
    }

    [Fact]
    public void Unquantised_types_are_widened_exactly()
    {
        float[] values = [0, 1, -2.5f, 0.099975586f, 6.1035156e-5f, -5.9604645e-8f, 65504, float.PositiveInfinity];
        var halves = values.SelectMany(v => BitConverter.GetBytes((Half)v)).ToArray();
        var decoded = new float[values.Length];
        Dequantizer.Decode(TensorType.F16, halves, decoded);
        Assert.Equal(values, decoded);
        Dequantizer.Decode(TensorType.F32, values.SelectMany(BitConverter.GetBytes).ToArray(), decoded);
        Assert.Equal(values, decoded);
        Dequantizer.Decode(TensorType.BF16, [0x80, 0x3F, 0x01, 0x00], decoded.AsSpan(0, 2));
        Assert.Equal([1, BitConverter.Int32BitsToSingle(0x10000)], decoded[..2]);
    }

    [Fact]
    public void Lengths_and_types_that_do_not_fit_are_refused()
    {
        Assert.Contains("not 32 values", Assert.Throws<ArgumentException>(() => Dequantizer.Decode(TensorType.Q8_0, new byte[33], new float[32])).Message);
        Assert.Contains("not 31 values", Assert.Throws<ArgumentException>(() => Dequantizer.Decode(TensorType.Q4_0, new byte[18], new float[31])).Message);
        Assert.Contains("IQ1_S cannot be decoded", Assert.Throws<ArgumentException>(() => Dequantizer.Decode(TensorType.IQ1_S, new byte[50], new float[256])).Message);
        Assert.Contains("99 cannot be decoded", Assert.Throws<ArgumentException>(() => Dequantizer.Decode((TensorType)99, [], [])).Message);
    }
}
