using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Outthink.Engine.Kernels;

/// <summary>
/// Attention's products for queries that share no block: y[c] = start + Σ over k ascending of x[k]·w[k, c] for each row
/// with columns of its own, each step one fused multiply-add, at the end times a factor. Four rows go side by side, not
/// to read anything once but so that their chains of additions overlap: with small heads a row alone is a single chain.
/// </summary>
internal static unsafe class ApartTile<V, L> where V : struct where L : struct, ILanes<V>
{
    public const int Rows = 4;

    public struct Row
    {
        public float* X;
        public float* W;
        public float* Y;
        public int Depth;
    }

    /// <summary>
    /// The products of up to four rows for <paramref name="vectors"/> vectors of columns side by side; w goes on
    /// <paramref name="step"/> floats further for each k. With <paramref name="accumulate"/> the sums start at y, else at zero.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply(Row* rows, int count, int vectors, long step, float factor, bool accumulate)
    {
        // Where a row is missing the last one stands in: it is computed again and stored again.
        var (r0, r1, r2, r3) = (rows[0], rows[Math.Min(1, count - 1)], rows[Math.Min(2, count - 1)], rows[count - 1]);
        var common = Math.Min(Math.Min(r0.Depth, r1.Depth), Math.Min(r2.Depth, r3.Depth));
        var (zero, f) = (L.Broadcast(0), L.Broadcast(factor));
        for (var column = 0; column < vectors * L.Count; column += L.Count)
        {
            float* x0 = r0.X, x1 = r1.X, x2 = r2.X, x3 = r3.X;
            float* w0 = r0.W + column, w1 = r1.W + column, w2 = r2.W + column, w3 = r3.W + column;
            V a0, a1, a2, a3;
            if (accumulate)
                (a0, a1, a2, a3) = (L.Load(r0.Y + column), L.Load(r1.Y + column), L.Load(r2.Y + column), L.Load(r3.Y + column));
            else
                a0 = a1 = a2 = a3 = zero;
            var offset = 0L;
            for (var k = 0; k < common; k++, offset += step)
            {
                a0 = L.MultiplyAdd(L.Broadcast(x0[k]), L.Load(w0 + offset), a0);
                a1 = L.MultiplyAdd(L.Broadcast(x1[k]), L.Load(w1 + offset), a1);
                a2 = L.MultiplyAdd(L.Broadcast(x2[k]), L.Load(w2 + offset), a2);
                a3 = L.MultiplyAdd(L.Broadcast(x3[k]), L.Load(w3 + offset), a3);
            }
            a0 = Rest(r0, column, common, step, a0);
            a1 = Rest(r1, column, common, step, a1);
            a2 = Rest(r2, column, common, step, a2);
            a3 = Rest(r3, column, common, step, a3);
            L.Store(r0.Y + column, L.Multiply(a0, f));
            L.Store(r1.Y + column, L.Multiply(a1, f));
            L.Store(r2.Y + column, L.Multiply(a2, f));
            L.Store(r3.Y + column, L.Multiply(a3, f));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static V Rest(in Row row, int column, int from, long step, V sum)
    {
        for (var k = from; k < row.Depth; k++)
            sum = L.MultiplyAdd(L.Broadcast(row.X[k]), L.Load(row.W + column + k * step), sum);
        return sum;
    }

    /// <summary>Asks for memory that is needed soon; the processor follows longer stretches by itself.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Prefetch(float* from, int floats)
    {
        if (Sse.IsSupported)
        {
            for (var i = 0; i < Math.Min(floats, 256); i += 16)
                Sse.Prefetch0(from + i);
        }
    }
}
