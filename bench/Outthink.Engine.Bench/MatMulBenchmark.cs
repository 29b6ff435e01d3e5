using BenchmarkDotNet.Attributes;
using Outthink.Engine.Kernels;
using Outthink.Engine.Weights;

namespace Outthink.Engine.Bench;

/// <summary>Rows times a packed matrix, by path, type and shape. Operations per second = 2 · rows · depth · columns / time.</summary>
public class MatMulBenchmark
{
    KernelSet kernels = null!;
    PackedMatrix matrix = null!;
    NativeBuffer x = null!, y = null!, scratch = null!;

    [Params("Scalar", "Vector256", "Vector512")]
    public string Path { get; set; } = "";

    [Params(TensorType.F32, TensorType.Q8_0)]
    public TensorType Type { get; set; }

    [Params(1, 48, 256)]
    public int Rows { get; set; }

    [Params("64x176", "896x4864")]
    public string Shape { get; set; } = "";

    [GlobalSetup]
    public unsafe void Setup()
    {
        var (depth, columns) = Shape == "64x176" ? (64, 176) : (896, 4864);
        kernels = KernelSet.Of(Enum.Parse<VectorPath>(Path));
        var bytes = new byte[TensorLayout.Of(Type)!.Value.BytesOf([depth, columns])!.Value];
        fixed (byte* source = bytes)
            matrix = PackedMatrix.Pack(Type, columns, depth, source);
        (x, y, scratch) = (new(Rows * (long)depth), new(Rows * (long)matrix.PaddedColumns), new(KernelSet.MatMulScratch));
    }

    [GlobalCleanup]
    public void Cleanup()
    {
        foreach (var item in (IDisposable[])[matrix, x, y, scratch])
            item.Dispose();
    }

    [Benchmark]
    public void Multiply() => kernels.MatMul(Kernels.Rows.Of(x, matrix.Depth, Rows), matrix, Kernels.Rows.Of(y, matrix.PaddedColumns, Rows), 0, matrix.PanelCount, false, scratch);
}
