using Outthink.Engine.Kernels;
using Outthink.Engine.Kernels.Integers;
using Outthink.Engine.Weights;

namespace Outthink.Engine.Tests.Kernels;

/// <summary>Every vector path against the scalar oracle, bit for bit, at lengths around every boundary.</summary>
public sealed class KernelTests
{
    static readonly KernelSet Oracle = KernelSet.Of(VectorPath.Scalar);

    // Wider paths than the processor's still compute the same, in software.
    public static TheoryData<int> Paths => [(int)VectorPath.Vector128, (int)VectorPath.Vector256, (int)VectorPath.Vector512];

    [Theory, MemberData(nameof(Paths))]
    public void Matrix_products_agree(int path)
    {
        var kernels = KernelSet.Of((VectorPath)path);
        foreach (var columns in (int[])[1, 15, 16, 17, 33, 48, 64, 65, 112])
        {
            foreach (var (rows, depth) in ((int, int)[])[(1, 1), (2, 31), (5, 33), (6, 64), (7, 255), (13, 256), (3, 257), (1, 300)])
            {
                foreach (var accumulate in (bool[])[false, true])
                    Same(k => KernelProbe.MatMul(k, TensorType.F32, rows, columns, depth, accumulate), kernels, $"{rows}×{depth}×{columns}");
            }
        }
    }

    [Theory, MemberData(nameof(Paths))]
    public void Matrix_products_of_every_type_agree(int path)
    {
        foreach (var type in (TensorType[])[TensorType.F16, TensorType.BF16, .. RandomBlocks.Types])
        {
            foreach (var (rows, columns, depth) in ((int, int, int)[])[(1, 17, 256), (7, 80, 256), (2, 64, 512), (13, 100, 4608)])
                Same(k => KernelProbe.MatMul(k, type, rows, columns, depth, rows % 2 == 0), KernelSet.Of((VectorPath)path), $"{type} {rows}×{depth}×{columns}");
        }
    }

    [Theory, MemberData(nameof(Paths))]
    public void A_share_of_the_panels_leaves_the_other_columns_alone(int path)
    {
        for (var from = 0; from < 7; from++)
        {
            for (var to = from; to <= 7; to++)
                Same(k => KernelProbe.MatMul(k, TensorType.F32, 7, 110, 20, false, from, to), KernelSet.Of((VectorPath)path), $"panels {from}…{to}");
        }
    }

    [Theory, MemberData(nameof(Paths))]
    public void Norms_gates_and_rotations_agree(int path)
    {
        var kernels = KernelSet.Of((VectorPath)path);
        foreach (var length in (int[])[1, 2, 7, 15, 16, 17, 31, 32, 33, 48, 100, 257])
        {
            Same(k => KernelProbe.RmsNorm(k, 3, length), kernels, $"norm {length}");
            Same(k => KernelProbe.SwiGlu(k, 3, length), kernels, $"gate {length}");
        }
        foreach (var headDim in (int[])[2, 4, 6, 8, 10, 16, 18, 24, 32, 34, 64, 66])
            Same(k => KernelProbe.Rotate(k, 3, headDim), kernels, $"rotation {headDim}");
    }

    [Theory, MemberData(nameof(Paths))]
    public void Attention_agrees(int path)
    {
        var kernels = KernelSet.Of((VectorPath)path);
        int[][] schedules = [[0], [15], [16], [17, 17, 17, 17], [3, 40, 0, 33, 16, 31, 32, 64, 5], [.. Enumerable.Range(20, 17)], [100, 2, 100]];
        foreach (var positions in schedules)
        {
            foreach (var (kvHeads, shared, dim) in ((int, int, int)[])[(1, 1, 2), (2, 2, 6), (3, 1, 16), (2, 3, 18), (1, 2, 64)])
                Same(k => KernelProbe.Attend(k, positions, kvHeads, shared, dim), kernels, $"[{string.Join(' ', positions)}] {kvHeads}·{shared}·{dim}");
        }
        Same(k => KernelProbe.Attend(k, [40, 50, 60], 2, 2, 8, 3, 10), kernels, "a share of the queries");
    }

    [Theory, MemberData(nameof(Paths))]
    public void Attention_over_halves_windows_and_large_groups_agrees(int path)
    {
        var kernels = KernelSet.Of((VectorPath)path);
        int[][] schedules = [[15], [17, 17, 17, 17], [3, 40, 0, 33, 16, 31, 32, 64, 5], [.. Enumerable.Range(58, 23)], [100, 2, 100]];
        foreach (var positions in schedules)
        {
            foreach (var (kvHeads, shared, dim) in ((int, int, int)[])[(1, 1, 2), (3, 1, 16), (2, 7, 18), (1, 4, 64), (1, 2, 272)])
            {
                foreach (var (type, window) in ((KvType, int)[])[(KvType.F16, 0), (KvType.F32, 17), (KvType.F16, 48), (KvType.F32, 1)])
                    Same(k => KernelProbe.Attend(k, positions, kvHeads, shared, dim, type: type, window: window, shared: 5), kernels, $"[{string.Join(' ', positions)}] {kvHeads}·{shared}·{dim} {type} window {window}");
            }
        }
        // More queries than walk together, and contexts so long that few do.
        foreach (var type in (KvType[])[KvType.F32, KvType.F16])
        {
            Same(k => KernelProbe.Attend(k, [.. Enumerable.Range(0, 70).Select(i => 60 + i % 9)], 1, 6, 16, type: type, shared: 3), kernels, $"420 queries {type}");
            Same(k => KernelProbe.Attend(k, [.. Enumerable.Repeat(9000, 5), 8999], 1, 2, 2, type: type, shared: 500), kernels, $"9000 tokens {type}");
        }
    }

    [Theory]
    [InlineData(KvType.F32)]
    [InlineData(KvType.F16)]
    public void Attention_of_a_row_does_not_depend_on_its_company(KvType type)
    {
        var kernels = KernelSet.Of(VectorPaths.Widest);
        int[] positions = [.. Enumerable.Range(0, 40).Select(i => 70 + i * 7 % 30)];
        var together = KernelProbe.Attend(kernels, positions, 2, 3, 24, type: type, shared: 4);
        for (var split = 1; split < 240; split += 37)
        {
            var parts = KernelProbe.Attend(kernels, positions, 2, 3, 24, 0, split, type, shared: 4).Zip(KernelProbe.Attend(kernels, positions, 2, 3, 24, split, type: type, shared: 4), (a, b) => a + b);
            Assert.Equal(together, parts);
        }
    }

    [Fact]
    public void Halves_are_stored_rounded_to_nearest_even()
    {
        var exact = Enumerable.Range(0, 65536).Select(bits => (float)BitConverter.UInt16BitsToHalf((ushort)bits)).Where(float.IsFinite).Order().Distinct().ToArray();
        var random = new Random(3);
        float[] row = [.. Enumerable.Range(0, 2000).SelectMany(_ =>
        {
            var at = random.Next(exact.Length - 1);
            var middle = exact[at] / 2 + exact[at + 1] / 2;
            return (float[])[exact[at], middle, MathF.BitIncrement(middle), MathF.BitDecrement(middle)];
        }), 65519.996f, 65520, -1e30f, 1e-30f];
        // The reference: of the two neighbours the nearer, of equally near ones that with an even last bit.
        float Nearest(float value)
        {
            if (Math.Abs(value) >= 65520)
                return value < 0 ? float.NegativeInfinity : float.PositiveInfinity;
            var above = Array.BinarySearch(exact, value);
            if (above >= 0)
                return value;
            var (high, low) = ((double)exact[Math.Min(~above, exact.Length - 1)], (double)exact[~above - 1]);
            if (high - value == value - low)
                return (BitConverter.HalfToUInt16Bits((Half)(float)low) & 1) == 0 ? (float)low : (float)high;
            return (float)(high - value < value - low ? high : low);
        }
        var stored = KernelProbe.StoredHalves(row, 1, row.Length);
        Assert.Equal(row.Select(Nearest), stored[..row.Length]);
        Assert.Equal(row.Reverse().Select(Nearest), stored[row.Length..]);
    }

    [Theory, MemberData(nameof(Paths))]
    public void Exponentials_and_maxima_agree(int path)
    {
        for (var length = 1; length < 70; length++)
            Same(k => KernelProbe.Exponentials(k, length, length % 3 == 0 ? 1 : 0.37f), KernelSet.Of((VectorPath)path), $"length {length}");
    }

    [Theory, MemberData(nameof(Paths))]
    public unsafe void Every_half_is_widened_exactly(int path)
    {
        var halves = Enumerable.Range(0, 65536).Select(i => (ushort)i).Where(bits => !Half.IsNaN(BitConverter.UInt16BitsToHalf(bits))).ToArray();
        fixed (ushort* source = halves)
        {
            using var matrix = PackedMatrix.Pack(TensorType.F16, halves.Length, 1, (byte*)source);
            using var x = new NativeBuffer(16);
            using var y = new NativeBuffer(matrix.PaddedColumns);
            using var scratch = new NativeBuffer(KernelSet.MatMulScratch);
            x.Span(0, 1)[0] = 1;
            using var quantized = new QuantizedRows(1, 1);
            KernelSet.Of((VectorPath)path).MatMul(Rows.Of(x, 16, 1), quantized, matrix, Rows.Of(y, matrix.PaddedColumns, 1), 0, matrix.PanelCount, false, scratch);
            Assert.Equal(halves.Select(bits => (float)BitConverter.UInt16BitsToHalf(bits)), y.Span(0, halves.Length).ToArray());
        }
    }

    [Fact]
    public void The_exponential_is_within_its_stated_error()
    {
        var worst = 0d;
        for (var x = -87f; x <= 88; x += 0.00731f)
            worst = Math.Max(worst, Math.Abs(Exponential.Of(x) / Math.Exp(x) - 1));
        Assert.InRange(worst, 0, Math.Pow(2, -22));
        Assert.Equal(1, Exponential.Of(0));
        Assert.Equal(0, Exponential.Of(float.NegativeInfinity));
        Assert.Equal(0, Exponential.Of(-87.1f));
        Assert.Equal(Exponential.Of(88), Exponential.Of(float.PositiveInfinity));
        Assert.True(float.IsNaN(Exponential.Of(float.NaN)));
    }

    static void Same(Func<KernelSet, float[]> probe, KernelSet kernels, string what)
    {
        var (expected, actual) = (probe(Oracle), probe(kernels));
        for (var i = 0; i < expected.Length; i++)
        {
            if (BitConverter.SingleToInt32Bits(expected[i]) != BitConverter.SingleToInt32Bits(actual[i]))
                Assert.Fail($"{what}: value {i} is {actual[i]:R}, the oracle's {expected[i]:R}");
        }
        Assert.DoesNotContain(expected, float.IsNaN);
    }
}
