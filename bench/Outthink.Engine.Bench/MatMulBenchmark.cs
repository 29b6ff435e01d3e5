using BenchmarkDotNet.Attributes;
using Outthink.Engine.Kernels;
using Outthink.Engine.Kernels.Integers;
using Outthink.Engine.Weights;

namespace Outthink.Engine.Bench;

/// <summary>Rows times a packed matrix, by path, type and shape. Operations per second = 2 · rows · depth · columns / time.</summary>
public class MatMulBenchmark : IDisposable
{
    KernelSet kernels = null!;
    PackedMatrix matrix = null!;
    NativeBuffer x = null!, y = null!, scratch = null!;
    QuantizedRows quantized = null!;

    [Params("Scalar", "Vector256", "Vector512")]
    public string Path { get; set; } = "";

    [Params(TensorType.F32, TensorType.Q8_0, TensorType.Q4_0, TensorType.Q4_K, TensorType.Q6_K)]
    public TensorType Type { get; set; }

    [Params(1, 48, 256)]
    public int Rows { get; set; }

    [Params("256x176", "1024x4864")]
    public string Shape { get; set; } = "";

    [GlobalSetup]
    public unsafe void Setup()
    {
        var (depth, columns) = Shape == "256x176" ? (256, 176) : (1024, 4864);
        kernels = KernelSet.Of(Enum.Parse<VectorPath>(Path));
        var bytes = new byte[TensorLayout.Of(Type)!.Value.BytesOf([depth, columns])!.Value];
        fixed (byte* source = bytes)
            matrix = PackedMatrix.Pack(Type, columns, depth, source);
        (x, y, scratch) = (new(Rows * (long)depth), new(Rows * (long)matrix.PaddedColumns), new(KernelSet.MatMulScratch));
        quantized = new(Rows, depth);
    }

    [GlobalCleanup]
    public void Dispose()
    {
        GC.SuppressFinalize(this);
        foreach (var item in (IDisposable[])[matrix, x, y, scratch, quantized])
            item.Dispose();
    }

    /// <summary>With the quantisation of the rows where the weights are quantised.</summary>
    [Benchmark]
    public void Multiply()
    {
        var rows = Kernels.Rows.Of(x, matrix.Depth, Rows);
        if (matrix is IntegerPanels)
            kernels.Quantize(rows, 0, Rows, matrix.Depth, quantized);
        kernels.MatMul(rows, quantized, matrix, Kernels.Rows.Of(y, matrix.PaddedColumns, Rows), 0, matrix.PanelCount, false, scratch);
    }
}
