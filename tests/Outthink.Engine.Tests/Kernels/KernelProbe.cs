using Outthink.Engine.Cache;
using Outthink.Engine.Kernels;
using Outthink.Engine.Kernels.Integers;
using Outthink.Engine.Tests.Models;
using Outthink.Engine.Weights;

namespace Outthink.Engine.Tests.Kernels;

/// <summary>Runs kernels on random input that depends on the arguments only, and returns everything they wrote.</summary>
internal static unsafe class KernelProbe
{
    public static float[] MatMul(KernelSet kernels, TensorType type, int rows, int columns, int depth, bool accumulate, int panelFrom = 0, int? panelTo = null)
    {
        var random = new Random((((int)type * 31 + rows) * 1009 + columns) * 1013 + depth);
        fixed (byte* bytes = RandomBlocks.Types.Contains(type) ? RandomBlocks.Of(type, columns * depth, random) : Quantized.Bytes(Random(random, columns * depth), type))
        {
            using var matrix = PackedMatrix.Pack(type, columns, depth, bytes);
            using var x = Fill(Random(random, rows * Pad(depth)));
            using var y = Fill(Random(random, rows * matrix.PaddedColumns));
            using var scratch = new NativeBuffer(KernelSet.MatMulScratch);
            using var quantized = new QuantizedRows(rows, depth);
            if (matrix is IntegerPanels)
                kernels.Quantize(Rows.Of(x, Pad(depth), rows), 0, rows, depth, quantized);
            kernels.MatMul(Rows.Of(x, Pad(depth), rows), quantized, matrix, Rows.Of(y, matrix.PaddedColumns, rows), panelFrom, panelTo ?? matrix.PanelCount, accumulate, scratch);
            return y.Span(0, rows * matrix.PaddedColumns).ToArray();
        }
    }

    public static float[] RmsNorm(KernelSet kernels, int rows, int length)
    {
        var random = new Random(length);
        using var x = Padded(random, rows, length);
        using var weight = Padded(random, 1, length);
        using var y = Fill(Random(random, rows * Pad(length)));
        kernels.RmsNorm(Rows.Of(x, Pad(length), rows), weight, length, 1e-5f, Rows.Of(y, Pad(length), rows));
        return y.Span(0, rows * Pad(length)).ToArray();
    }

    public static float[] SwiGlu(KernelSet kernels, int rows, int length)
    {
        var random = new Random(length);
        using var gate = Fill([.. Random(random, rows * Pad(length)).Select((v, i) => i % 7 == 0 ? v * 100 : v * 4)]);
        using var up = Fill(Random(random, rows * Pad(length)));
        kernels.SwiGlu(Rows.Of(gate, Pad(length), rows), Rows.Of(up, Pad(length), rows));
        return gate.Span(0, rows * Pad(length)).ToArray();
    }

    public static float[] Rotate(KernelSet kernels, int heads, int headDim)
    {
        var random = new Random(headDim);
        using var x = Fill(Random(random, Pad(heads * headDim)));
        using var table = Fill(Random(random, 4 * headDim));
        kernels.Rotate(Rows.Of(x, Pad(heads * headDim), 1), 0, heads, headDim, table, 1);
        return x.Span(0, Pad(heads * headDim)).ToArray();
    }

    /// <summary>Attention of rows at the given positions; the first blocks are the same for all rows, as siblings' are.</summary>
    public static float[] Attend(KernelSet kernels, int[] positions, int kvHeads, int headsPerKv, int headDim, int from = 0, int? to = null)
    {
        var random = new Random(((positions.Length * 31 + kvHeads) * 37 + headsPerKv) * 101 + headDim);
        var layout = new KvLayout(2, kvHeads, headDim);
        using var memory = new BlockMemory(layout.FloatsPerBlock);
        var index = new RowIndex();
        var next = 2;
        memory.Grow(2 + positions.Sum(p => p / 16 + 1));
        for (var block = 0; block < 2 + positions.Sum(p => p / 16 + 1); block++)
            Random(random, (int)layout.FloatsPerBlock).CopyTo(new Span<float>((float*)memory.AddressOf(block), (int)layout.FloatsPerBlock));
        foreach (var position in positions)
        {
            var blocks = Enumerable.Range(0, position / 16 + 1).Select(b => b < 2 && b < position / 16 ? b : next++).ToArray();
            // What lies behind a row's last token must not matter.
            for (var slot = position % 16 + 1; slot < 16; slot++)
                Poison(memory.AddressOf(blocks[^1]), layout, slot);
            index.Add(blocks, memory, position, 1);
        }
        var stride = Pad(kvHeads * headsPerKv * headDim);
        using var q = Fill(Random(random, positions.Length * stride));
        using var output = new NativeBuffer(positions.Length * stride);
        var longest = positions.Max() + 1;
        using var scratch = new NativeBuffer(AttentionBatch.ScratchFor(longest, layout.ValueStride));
        var batch = new AttentionBatch(index, 0, positions.Length, longest, layout, 1, kvHeads * headsPerKv);
        kernels.Attend(batch, Rows.Of(q, stride, positions.Length), Rows.Of(output, stride, positions.Length), from, to ?? batch.QueryCount, scratch);
        return output.Span(0, positions.Length * stride).ToArray();
    }

    public static float[] Exponentials(KernelSet kernels, int length, float scale)
    {
        var values = Random(new Random(length), Pad(length)).Select(v => v * 20).ToArray();
        var to = new float[Pad(length)];
        to.AsSpan().Fill(7);
        var max = kernels.Max(values.AsSpan(0, length));
        var sum = kernels.Exponentials(values, length, max, scale, to);
        return [max, sum, .. to];
    }

    static void Poison(nint block, KvLayout layout, int slot)
    {
        var start = (float*)block + layout.KeyOffset(1);
        for (var i = 0; i < layout.KvHeads * layout.HeadDim; i++)
            start[i * 16 + slot] = float.NaN;
        start = (float*)block + layout.ValueOffset(1);
        for (var head = 0; head < layout.KvHeads; head++)
            new Span<float>(start + (head * 16 + slot) * layout.ValueStride, layout.ValueStride).Fill(float.NaN);
    }

    static float[] Random(Random random, int count) => [.. Enumerable.Range(0, count).Select(_ => (float)(random.NextDouble() * 2 - 1))];

    static NativeBuffer Padded(Random random, int rows, int length)
    {
        var buffer = new NativeBuffer(rows * Pad(length));
        for (var row = 0; row < rows; row++)
            Random(random, length).CopyTo(buffer.Span(row * Pad(length), length));
        return buffer;
    }

    static NativeBuffer Fill(float[] values)
    {
        var buffer = new NativeBuffer(values.Length);
        values.CopyTo(buffer.Span(0, values.Length));
        return buffer;
    }

    static int Pad(int length) => (length + 15) / 16 * 16;
}
