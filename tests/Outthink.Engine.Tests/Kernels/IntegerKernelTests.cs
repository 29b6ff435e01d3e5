using Outthink.Engine.Kernels;
using Outthink.Engine.Kernels.Integers;
using Outthink.Engine.Kernels.MachineCode;
using Outthink.Engine.Weights;
using Outthink.Engine.Weights.Quantization;

namespace Outthink.Engine.Tests.Kernels;

/// <summary>Quantised products: every kernel that runs here against the oracle, and the oracle against plain arithmetic.</summary>
public sealed unsafe class IntegerKernelTests
{
    public static TheoryData<string, TensorType> KernelsAndTypes
    {
        get
        {
            TheoryData<string, TensorType> all = [];
            foreach (var (name, _) in IntegerKernels.Supported())
                foreach (var type in RandomBlocks.Types)
                    all.Add(name, type);
            return all;
        }
    }

    public static TheoryData<TensorType> Types => [.. RandomBlocks.Types];

    [Theory, MemberData(nameof(KernelsAndTypes))]
    public void Every_kernel_gives_the_oracles_bits(string name, TensorType type)
    {
        var kernel = IntegerKernels.Supported().Single(k => k.Name == name).Kernel;
        foreach (var (rows, columns, depth) in ((int, int, int)[])[(1, 16, 256), (2, 33, 512), (3, 48, 256), (4, 17, 256), (5, 1, 256), (6, 64, 512), (7, 50, 4608), (13, 31, 256)])
        {
            foreach (var accumulate in (bool[])[false, true])
                Assert.Equal(Product(new ScalarIntegerKernel(), type, rows, columns, depth, accumulate), Product(kernel, type, rows, columns, depth, accumulate));
        }
    }

    /// <summary>Its memory is never given back, so that it must not grow with the number of engines.</summary>
    [Fact]
    public void Machine_code_is_written_once_a_process()
    {
        if (!GeneratedIntegerKernel.IsSupported)
            Assert.Skip("The processor has no AVX-512 VNNI.");
        Assert.Same(IntegerKernels.Of(VectorPath.Vector512), IntegerKernels.Of(VectorPath.Vector512));
    }

    [Theory, MemberData(nameof(Types))]
    public void The_oracle_is_the_product_of_what_codes_and_scales_mean(TensorType type)
    {
        const int Rows = 5, Columns = 20, Depth = 512;
        var random = new Random((int)type);
        fixed (byte* bytes = RandomBlocks.Of(type, Columns * Depth, random))
        {
            using var matrix = PackedMatrix.Pack(type, Columns, Depth, bytes);
            using var x = Random(random, Rows * Depth);
            using var quantized = Quantize(new ScalarKernels(), x, Rows, Depth);
            var y = Product(new ScalarIntegerKernel(), (IntegerPanels)matrix, quantized, Rows, new float[Rows * matrix.PaddedColumns], false);
            var weights = new float[Depth];
            for (var column = 0; column < Columns; column++)
            {
                matrix.CopyColumn(column, weights);
                for (var row = 0; row < Rows; row++)
                {
                    var (expected, magnitude) = (0d, 0d);
                    for (var k = 0; k < Depth; k++)
                    {
                        var term = weights[k] * ActivationAt(quantized, row, k, Rows, Depth);
                        expected += term;
                        magnitude += Math.Abs(term);
                    }
                    Assert.Equal(expected, y[row * matrix.PaddedColumns + column], 1e-5 * magnitude);
                }
            }
        }
    }

    [Theory, MemberData(nameof(Types))]
    public void Packed_weights_mean_what_the_blocks_do(TensorType type)
    {
        const int Columns = 19, Depth = 768;
        var stored = RandomBlocks.Of(type, Columns * Depth, new(5));
        fixed (byte* bytes = stored)
        {
            using var matrix = PackedMatrix.Pack(type, Columns, Depth, bytes);
            float[] packed = new float[Depth], decoded = new float[Columns * Depth];
            Dequantizer.Decode(type, stored, decoded);
            for (var column = 0; column < Columns; column++)
            {
                matrix.CopyColumn(column, packed);
                Assert.Equal(decoded[(column * Depth)..((column + 1) * Depth)], packed);
            }
        }
    }

    [Fact]
    public void Activations_lose_at_most_half_a_step()
    {
        const int Rows = 7, Depth = 96;
        using var x = Random(new(3), Rows * Depth);
        x.Span(32, 32).Clear();
        x.Span(64, 32).Fill(1e-39f);
        using var quantized = Quantize(KernelSet.Of(VectorPaths.Widest), x, Rows, Depth);
        for (var row = 0; row < Rows; row++)
        {
            for (var k = 0; k < Depth; k++)
            {
                var largest = x.Span(row * Depth + k / 32 * 32, 32).ToArray().Max(Math.Abs);
                Assert.Equal(x.Span(row * Depth + k, 1)[0], ActivationAt(quantized, row, k, Rows, Depth), largest / 127 * 0.5001 + 1e-38);
            }
        }
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(float.NegativeInfinity)]
    public void What_is_no_number_stays_none(float value)
    {
        var random = new Random(1);
        foreach (var kernels in (KernelSet[])[KernelSet.Of(VectorPath.Scalar), KernelSet.Of(VectorPaths.Widest)])
        {
            using var x = Random(random, 64);
            x.Span(40, 1)[0] = value;
            using var quantized = Quantize(kernels, x, 1, 64);
            fixed (byte* bytes = RandomBlocks.Of(TensorType.Q8_0, 16 * 64, random))
            {
                using var matrix = PackedMatrix.Pack(TensorType.Q8_0, 16, 64, bytes);
                Assert.All(Product(new ScalarIntegerKernel(), (IntegerPanels)matrix, quantized, 1, new float[16], false), v => Assert.True(float.IsNaN(v)));
            }
        }
    }

    [Theory, MemberData(nameof(Types))]
    public void Packed_weights_take_little_more_room_than_the_file(TensorType type)
    {
        fixed (byte* bytes = RandomBlocks.Of(type, 64 * 2048, new(1)))
        {
            using var matrix = PackedMatrix.Pack(type, 64, 2048, bytes);
            var allowed = type switch
            {
                TensorType.Q2_K => 2, // two bits lie in four
                TensorType.Q3_K => 1.35, // three bits lie in four
                TensorType.Q5_0 or TensorType.Q5_1 or TensorType.Q5_K => 1.21, // five bits lie in six
                TensorType.IQ4_NL => 1.9, // codes lie as the bytes that they stand for
                _ => 1.1,
            };
            Assert.InRange(matrix.ByteLength / (double)TensorLayout.Of(type)!.Value.BytesOf([2048, 64])!.Value, 1, allowed);
        }
    }

    static float[] Product(IntegerKernel kernel, TensorType type, int rows, int columns, int depth, bool accumulate)
    {
        var random = new Random(rows * 7919 + columns);
        fixed (byte* bytes = RandomBlocks.Of(type, columns * depth, random))
        {
            using var matrix = PackedMatrix.Pack(type, columns, depth, bytes);
            using var x = Random(random, rows * depth);
            using var quantized = Quantize(new ScalarKernels(), x, rows, depth);
            var y = new float[rows * matrix.PaddedColumns];
            for (var i = 0; i < y.Length; i++)
                y[i] = random.NextSingle();
            return Product(kernel, (IntegerPanels)matrix, quantized, rows, y, accumulate);
        }
    }

    static float[] Product(IntegerKernel kernel, IntegerPanels matrix, QuantizedRows x, int rows, float[] y, bool accumulate)
    {
        using var scratch = new NativeBuffer(IntegerKernel.Scratch);
        fixed (float* to = y)
            kernel.Run(x, rows, matrix, to, matrix.PaddedColumns, 0, matrix.PanelCount, accumulate, scratch.Pointer);
        return y;
    }

    static QuantizedRows Quantize(KernelSet kernels, NativeBuffer x, int rows, int depth)
    {
        var quantized = new QuantizedRows(rows, depth);
        kernels.Quantize(Rows.Of(x, depth, rows), 0, rows, depth, quantized);
        return quantized;
    }

    static double ActivationAt(QuantizedRows quantized, int row, int k, int rows, int depth)
    {
        var first = row / ActivationTile.Rows * ActivationTile.Rows;
        var tileRows = Math.Min(ActivationTile.Rows, rows - first);
        var block = quantized.Tile(first, depth / 32) + k / 32 * tileRows * ActivationTile.RowBytes;
        return ((float*)(block + ActivationTile.Scales(tileRows)))[row - first] * (double)((sbyte*)block)[(k % 32 / 4 * tileRows + row - first) * 4 + k % 4];
    }

    static NativeBuffer Random(Random random, int count)
    {
        var buffer = new NativeBuffer(count);
        foreach (ref var value in buffer.Span(0, count))
            value = (float)(random.NextDouble() * 2 - 1);
        return buffer;
    }
}
