using System.Diagnostics;
using Outthink.Engine.Cache;
using Outthink.Engine.Kernels;
using Outthink.Engine.Measuring;

namespace Outthink.Engine.Bench;

/// <summary>
/// Attention of one layer over cached blocks on one thread, as a share of the peak measured beside each line: 64 rows
/// that share a prompt of 512 tokens and have 64 of their own, rows with nothing shared, and a piece of a prompt. Each
/// try is one group of queries, short enough that most are not interrupted on a busy machine.
/// </summary>
internal static class AttentionComparison
{
    sealed record Shape(string Name, int Heads, int KvHeads, int HeadDim);

    static readonly Shape[] Shapes = [new("qwen2.5-0.5b", 14, 2, 64), new("llama3.2-1b", 32, 8, 64), new("tiny-132k", 2, 2, 32)];

    public static void Run()
    {
        Console.WriteLine($"{"shape",14} {"rows",22} {"type",5} {"GFLOP/s",8} {"peak",6} {"share",6}");
        foreach (var shape in Shapes)
        {
            foreach (var type in (KvType[])[KvType.F32, KvType.F16])
            {
                Measure(shape, type, "64 on a shared 512", Siblings(64, 512, 64));
                Measure(shape, type, "64, nothing shared", Siblings(64, 0, 160));
                Measure(shape, type, "256 of one prompt", [(null, [.. Enumerable.Range(256, 256)])]);
            }
        }
    }

    /// <summary>Sequences of one new row each: tokens shared with the others, then tokens of their own.</summary>
    static (int? Shared, int[] Positions)[] Siblings(int count, int shared, int own) => [.. Enumerable.Repeat(((int?)shared, new[] { shared + own - 1 }), count)];

    static void Measure(Shape shape, KvType type, string name, (int? Shared, int[] Positions)[] sequences)
    {
        var layout = new KvLayout(1, shape.KvHeads, shape.HeadDim, type);
        using var memory = new BlockMemory(layout.FloatsPerBlock);
        var index = new RowIndex();
        var (next, longest) = (sequences.Max(s => s.Shared ?? 0) / 16, 0);
        memory.Grow(next + sequences.Sum(s => s.Positions[^1] / 16 + 1));
        foreach (var (shared, positions) in sequences)
        {
            int[] blocks = [.. Enumerable.Range(0, positions[^1] / 16 + 1).Select(b => b < shared / 16 ? b : next++)];
            index.Add(blocks, memory, positions[0], positions.Length);
            longest = Math.Max(longest, positions[^1] + 1);
        }
        var stride = shape.Heads * shape.HeadDim;
        using var q = new NativeBuffer(index.Count * (long)stride);
        using var output = new NativeBuffer(index.Count * (long)stride);
        using var scratch = new NativeBuffer(AttentionBatch.ScratchFor(longest, layout.ValueStride));
        q.Span(0, index.Count * stride).Fill(0.5f);
        var kernels = KernelSet.Of(VectorPaths.Widest);
        var batch = new AttentionBatch(index, 0, index.Count, longest, layout, 0, shape.Heads);
        var queries = Math.Min(batch.QueryCount, batch.Together);
        var flops = 0d;
        for (var i = 0; i < queries; i++)
        {
            batch.Locate(i, out var row, out _, out _);
            flops += 4.0 * shape.HeadDim * (batch.PositionOf(row) + 1);
        }
        var ticks = new long[300];
        for (var i = -40; i < ticks.Length; i++)
        {
            var start = Stopwatch.GetTimestamp();
            kernels.Attend(batch, Rows.Of(q, stride, index.Count), Rows.Of(output, stride, index.Count), 0, queries, scratch);
            ticks[Math.Max(i, 0)] = Stopwatch.GetTimestamp() - start;
        }
        Array.Sort(ticks);
        var (rate, peak) = (flops * Stopwatch.Frequency / ticks[ticks.Length / 10], PeakProbe.Measure());
        Console.WriteLine($"{shape.Name,14} {name,22} {type,5} {rate / 1e9,8:F1} {peak / 1e9,6:F0} {rate / peak,6:P0}");
    }
}
