using Outthink.Engine.Kernels;
using Outthink.Engine.Kernels.Integers;
using Outthink.Engine.Weights;

namespace Outthink.Engine.Measuring;

/// <summary>
/// What the Q8_0 matrix product reaches on one core: 64 rows times a matrix of the feed-forward shape of a model with
/// half a billion parameters, the kernel that models run on and nothing around it.
/// </summary>
internal static class Int8Probe
{
    const int Depth = 896, Columns = 4864, RowCount = 64, Tries = 60;

    /// <summary>Operations per second, a multiplication and an addition being two.</summary>
    public static double Measure()
    {
        var kernels = KernelSet.Of(VectorPaths.Widest);
        using var matrix = RandomMatrix();
        using var x = new NativeBuffer(RowCount * (long)Depth);
        using var y = new NativeBuffer(RowCount * (long)matrix.PaddedColumns);
        using var scratch = new NativeBuffer(KernelSet.MatMulScratch);
        var random = new RandomWeights(seed: 2);
        random.FillUniform(x.Span(0, RowCount * Depth), spread: 1);
        using var quantized = new QuantizedRows(RowCount, Depth);
        kernels.Quantize(Rows.Of(x, Depth, RowCount), 0, RowCount, Depth, quantized);
        var seconds = FastestTenth.Seconds(Tries, () =>
            kernels.MatMul(Rows.Of(x, Depth, RowCount), quantized, matrix, Rows.Of(y, matrix.PaddedColumns, RowCount), 0, matrix.PanelCount, false, scratch));
        return 2.0 * RowCount * Depth * Columns / seconds;
    }

    static PackedMatrix RandomMatrix()
    {
        using var bytes = new MemoryStream();
        new GgufWriter().AddTensor("w", TensorType.Q8_0, [Depth, Columns], stream => new RandomWeights(seed: 1).Write(stream, TensorType.Q8_0, Depth, Columns, spread: 0.05f)).Write(bytes);
        using var file = GgufFile.FromMemory(bytes.ToArray(), "a matrix of random weights");
        return PackedMatrix.Pack(file.Tensor("w"), Columns, Depth);
    }
}
