using System.Diagnostics;
using Outthink.Engine.Kernels;
using Outthink.Engine.Kernels.Integers;
using Outthink.Engine.Measuring;
using Outthink.Engine.Weights;

namespace Outthink.Engine.Bench;

/// <summary>The matrix product on each vector path, in short tries of which the fastest tenth counts: quick, and usable on a busy machine.</summary>
internal static class PathComparison
{
    public static void Run()
    {
        Console.WriteLine($"peak, {PeakProbe.Width} bits: {PeakProbe.Measure() / 1e9:F0} GFLOP/s; the engine would choose {VectorPaths.Widest}");
        foreach (var (depth, columns) in ((int, int)[])[(64, 64), (64, 176), (176, 64), (64, 512), (1024, 1024)])
        {
            foreach (var type in (TensorType[])[TensorType.F32, TensorType.F16, TensorType.Q8_0, TensorType.Q4_0, TensorType.Q4_K, TensorType.Q6_K])
            {
                foreach (var rows in (int[])[1, 6, 48])
                {
                    if (depth % TensorLayout.Of(type)!.Value.Elements != 0)
                        continue;
                    Console.Write($"{depth,4} × {columns,4} {type,5} {rows,3} rows:");
                    foreach (var path in (VectorPath[])[VectorPath.Vector128, VectorPath.Vector256, VectorPath.Vector512])
                        Console.Write($"  {path} {Measure(path, type, rows, depth, columns) / 1e9,6:F1}");
                    Console.WriteLine($"  peak {PeakProbe.Measure() / 1e9,6:F1}");
                }
            }
        }
    }

    static unsafe double Measure(VectorPath path, TensorType type, int rows, int depth, int columns)
    {
        var kernels = KernelSet.Of(path);
        fixed (byte* source = new byte[TensorLayout.Of(type)!.Value.BytesOf([depth, columns])!.Value])
        {
            using var matrix = PackedMatrix.Pack(type, columns, depth, source);
            using var x = new NativeBuffer(rows * (long)depth);
            using var y = new NativeBuffer(rows * (long)matrix.PaddedColumns);
            using var scratch = new NativeBuffer(KernelSet.MatMulScratch);
            using var quantized = new QuantizedRows(rows, depth);
            var ticks = new long[300];
            for (var i = 0; i < ticks.Length; i++)
            {
                var start = Stopwatch.GetTimestamp();
                for (var repeat = 0; repeat < 4; repeat++)
                {
                    if (matrix is IntegerPanels)
                        kernels.Quantize(Rows.Of(x, depth, rows), 0, rows, depth, quantized);
                    kernels.MatMul(Rows.Of(x, depth, rows), quantized, matrix, Rows.Of(y, matrix.PaddedColumns, rows), 0, matrix.PanelCount, false, scratch);
                }
                ticks[i] = Stopwatch.GetTimestamp() - start;
            }
            Array.Sort(ticks);
            return 4 * 2.0 * rows * depth * columns * Stopwatch.Frequency / ticks[ticks.Length / 10];
        }
    }
}
