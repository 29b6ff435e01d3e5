using System.Runtime.CompilerServices;

namespace Outthink.Engine.Kernels.Integers;

/// <summary>The integer product on what intrinsics offer: panel by panel, three rows at a time on each slice of columns.</summary>
/// <typeparam name="S">Sums of the dot product.</typeparam>
/// <typeparam name="D">The dot product.</typeparam>
/// <typeparam name="V">Vectors of floats.</typeparam>
/// <typeparam name="L">Their operations.</typeparam>
internal sealed unsafe class VectorIntegerKernel<S, D, V, L> : IntegerKernel where S : struct where D : struct, IByteDot<S> where V : struct where L : struct, ILanes<V>
{
    const int Columns = CodeFormat.Columns;
    const int VectorBytes = Columns * 4;

    protected override int MostPanels(CodeFormat format) => 1;

    protected override void Expand(PanelScales scales, int panel, int block, int count, float* to) => ScaleExpansion<V, L>.Run(scales, panel, block, count, to);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected override void Multiply(in TileWork work)
    {
        var (format, rows) = (work.Format, work.Rows);
        byte* activations = work.Activations, codes = work.Codes;
        var scales = (float*)work.Scales;
        var spread = stackalloc byte[CodeFormat.Block * Columns];
        var sums = stackalloc int[ActivationTile.Rows * Columns];
        var steps = format.Group / 4;
        for (var block = 0; block < work.Blocks; block++)
        {
            var bytes = format.Bits == 8 ? codes : Spread(format, codes, spread);
            for (var group = 0; group < format.Groups; group++)
            {
                var first = group * steps;
                Dot(bytes + first * VectorBytes, steps, activations + first * rows * 4, rows,
                    (int*)(activations + ActivationTile.Sums(rows, format.Groups, group)), format.OffsetShift, sums);
                var rowScales = (float*)(activations + ActivationTile.Scales(rows));
                var rowSums = (float*)(activations + ActivationTile.ScaledSums(rows, format.Groups, group));
                for (var row = 0; row < rows; row++)
                    Scale(sums + row * Columns, scales + group * Columns, rowScales[row],
                        format.HasMinimum ? scales + (format.Groups + group) * Columns : null, rowSums[row], work.Output + row * (long)work.OutputStride);
            }
            activations += rows * ActivationTile.RowBytes;
            codes += format.BlockBytes;
            scales += format.ScaleFloats;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void Dot(byte* codes, int steps, byte* activations, int rows, int* negatedSums, int offsetShift, int* to)
    {
        var stride = rows * 4;
        for (var column = 0; column < Columns; column += D.Columns)
        {
            var slice = codes + column * 4;
            var row = 0;
            for (; row + 3 <= rows; row += 3)
            {
                S a = default, b = default, c = default;
                var at = activations + row * 4;
                for (var step = 0; step < steps; step++, at += stride)
                {
                    var values = D.Codes(slice + step * VectorBytes);
                    a = D.Add(a, values, at);
                    b = D.Add(b, values, at + 4);
                    c = D.Add(c, values, at + 8);
                }
                D.Store(a, Start(negatedSums[row], offsetShift), to + row * Columns + column);
                D.Store(b, Start(negatedSums[row + 1], offsetShift), to + (row + 1) * Columns + column);
                D.Store(c, Start(negatedSums[row + 2], offsetShift), to + (row + 2) * Columns + column);
            }
            for (; row < rows; row++)
            {
                S sum = default;
                var at = activations + row * 4;
                for (var step = 0; step < steps; step++, at += stride)
                    sum = D.Add(sum, D.Codes(slice + step * VectorBytes), at);
                D.Store(sum, Start(negatedSums[row], offsetShift), to + row * Columns + column);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static int Start(int negatedSum, int offsetShift) => offsetShift < 0 ? 0 : negatedSum << offsetShift;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void Scale(int* sums, float* scales, float scale, float* minima, float scaledSum, float* y)
    {
        for (var lane = 0; lane < Columns; lane += L.Count)
        {
            var sum = L.MultiplyAdd(L.ConvertInt32(sums + lane), L.Multiply(L.Load(scales + lane), L.Broadcast(scale)), L.Load(y + lane));
            if (minima != null)
                sum = L.MultiplyAdd(L.Load(minima + lane), L.Broadcast(scaledSum), sum);
            L.Store(y + lane, sum);
        }
    }

    /// <summary>Codes of 4 or 6 bits as bytes, vectors of four values after each other.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static byte* Spread(CodeFormat format, byte* codes, byte* to)
    {
        for (var step = 0; step < CodeFormat.Block / 4; step++)
        {
            var low = (ulong*)(codes + step / 2 * VectorBytes);
            var high = (ulong*)(codes + 4 * VectorBytes + step / 4 * VectorBytes);
            var bytes = (ulong*)(to + step * VectorBytes);
            for (var i = 0; i < VectorBytes / sizeof(ulong); i++)
            {
                bytes[i] = low[i] >> (step % 2 * 4) & 0x0F0F0F0F0F0F0F0F;
                if (format.Bits == 6)
                    bytes[i] |= (high[i] >> (step % 4 * 2) & 0x0303030303030303) << 4;
            }
        }
        return to;
    }
}
