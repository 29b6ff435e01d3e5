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

    /// <summary>
    /// Attention of rows at the given positions; the first blocks are the same for all rows, as siblings' are, and
    /// <paramref name="shared"/> says how many of them at most.
    /// </summary>
    public static float[] Attend(KernelSet kernels, int[] positions, int kvHeads, int headsPerKv, int headDim, int from = 0, int? to = null, KvType type = KvType.F32, int window = 0, int shared = 2)
    {
        var random = new Random(((positions.Length * 31 + kvHeads) * 37 + headsPerKv) * 101 + headDim);
        var layout = new KvLayout(2, kvHeads, headDim, type);
        using var memory = new BlockMemory(layout.FloatsPerBlock);
        var index = new RowIndex();
        var next = shared;
        var count = shared + positions.Sum(p => p / 16 + 1);
        memory.Grow(count);
        var elements = (int)(layout.BytesPerBlock / layout.ElementBytes);
        for (var block = 0; block < count; block++)
        {
            var values = Random(random, elements);
            if (type == KvType.F32)
                values.CopyTo(new Span<float>((float*)memory.AddressOf(block), elements));
            else
                values.Select(v => BitConverter.HalfToUInt16Bits((Half)v)).ToArray().CopyTo(new Span<ushort>((ushort*)memory.AddressOf(block), elements));
        }
        foreach (var position in positions)
        {
            var blocks = Enumerable.Range(0, position / 16 + 1).Select(b => b < shared && b < position / 16 ? b : next++).ToArray();
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
        var batch = new AttentionBatch(index, 0, positions.Length, longest, layout, 1, kvHeads * headsPerKv, window);
        kernels.Attend(batch, Rows.Of(q, stride, positions.Length), Rows.Of(output, stride, positions.Length), from, to ?? batch.QueryCount, scratch);
        return output.Span(0, positions.Length * stride).ToArray();
    }

    /// <summary>Stores two rows in a block of halves and returns the keys and values it then holds, token by token.</summary>
    public static float[] StoredHalves(float[] row, int kvHeads, int headDim)
    {
        var layout = new KvLayout(1, kvHeads, headDim, KvType.F16);
        using var memory = new BlockMemory(layout.FloatsPerBlock);
        memory.Grow(1);
        var index = new RowIndex();
        index.Add([0], memory, 4, 2);
        var stride = Pad(kvHeads * headDim);
        using var keys = Fill([.. row, .. new float[stride - row.Length], .. row.Reverse(), .. new float[stride - row.Length]]);
        new AttentionBatch(index, 0, 2, 6, layout, 0, kvHeads).Store(Rows.Of(keys, stride, 2), Rows.Of(keys, stride, 2), 0, 2);
        var block = (ushort*)memory.AddressOf(0);
        float At(long element) => (float)BitConverter.UInt16BitsToHalf(block[element]);
        return
        [
            .. Enumerable.Range(0, kvHeads * headDim).Select(i => At(layout.KeyOffset(0) + i * 16 + 4)),
            .. Enumerable.Range(0, kvHeads * headDim).Select(i => At(layout.ValueOffset(0) + (i / headDim * 16 + 5) * layout.ValueStride + i % headDim)),
        ];
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
        for (var i = 0; i < layout.KvHeads * layout.HeadDim; i++)
            SetNaN(layout.KeyOffset(1) + i * 16 + slot);
        for (var i = 0; i < layout.KvHeads * layout.ValueStride; i++)
            SetNaN(layout.ValueOffset(1) + (i / layout.ValueStride * 16 + slot) * layout.ValueStride + i % layout.ValueStride);

        void SetNaN(long element)
        {
            if (layout.Type == KvType.F32)
                ((float*)block)[element] = float.NaN;
            else
                ((ushort*)block)[element] = BitConverter.HalfToUInt16Bits(Half.NaN);
        }
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
