using System.Runtime.CompilerServices;

namespace Outthink.Engine.Kernels;

/// <summary>
/// The small matrix product of attention: y[r, c] = start + Σ over k ascending of x[r, k]·w[k, c], each step one fused
/// multiply-add, at the end times a factor. Four rows by up to four vectors are in registers at a time; a single row
/// takes up to four vectors, so that its chains of additions overlap. Where rows or vectors are missing the last one
/// stands in: it is computed again and stored again.
/// </summary>
internal static unsafe class AttentionTile<V, L> where V : struct where L : struct, ILanes<V>
{
    const int TileRows = 4;

    /// <summary>Most vectors of a tile: with four rows they and their sums must fit 32 registers of 512 bits, else 16.</summary>
    static int TileVectors
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => L.Count == 16 ? 4 : 2;
    }

    /// <summary>
    /// The product for <paramref name="vectors"/> vectors of columns, of which vector v starts at
    /// <paramref name="w"/>[v] and goes on <paramref name="step"/> floats further for each k; in y they lie side by side.
    /// With <paramref name="accumulate"/> the sums start at y, else at zero.
    /// </summary>
    public static void Multiply(float* x, long xStride, int rows, int depth, nint* w, int vectors, long step, float* y, long yStride, float factor, bool accumulate)
    {
        for (var r = 0; r < rows; r += TileRows)
        {
            var last = Math.Min(TileRows, rows - r) - 1;
            var xr = x + r * xStride;
            var yr = y + r * yStride;
            if (last == 0)
            {
                for (var v = 0; v < vectors; v += 4)
                    One4(xr, depth, w + v, Math.Min(4, vectors - v) - 1, step, yr + v * L.Count, factor, accumulate);
                continue;
            }
            for (int v = 0, width; v < vectors; v += width)
            {
                width = Math.Min(TileVectors, vectors - v);
                if (width > 2)
                    Four4(xr, xStride, last, depth, w + v, width - 1, step, yr + v * L.Count, yStride, factor, accumulate);
                else if (width == 2)
                    Four2(xr, xStride, last, depth, w + v, step, yr + v * L.Count, yStride, factor, accumulate);
                else
                    Four1(xr, xStride, last, depth, w + v, step, yr + v * L.Count, yStride, factor, accumulate);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void Four4(float* x, long xStride, int last, int depth, nint* w, int lastVector, long step, float* y, long yStride, float factor, bool accumulate)
    {
        var x1 = x + Math.Min(1, last) * xStride;
        var x2 = x + Math.Min(2, last) * xStride;
        var x3 = x + last * xStride;
        var y1 = y + Math.Min(1, last) * yStride;
        var y2 = y + Math.Min(2, last) * yStride;
        var y3 = y + last * yStride;
        var a = (float*)w[0];
        var b = (float*)w[1];
        var c = (float*)w[2];
        var d = (float*)w[lastVector];
        var (n, n2, n3) = (L.Count, 2 * L.Count, lastVector * L.Count);
        V a0, a1, a2, a3, b0, b1, b2, b3, c0, c1, c2, c3, d0, d1, d2, d3;
        if (accumulate)
        {
            (a0, b0, c0, d0) = (L.Load(y), L.Load(y + n), L.Load(y + n2), L.Load(y + n3));
            (a1, b1, c1, d1) = (L.Load(y1), L.Load(y1 + n), L.Load(y1 + n2), L.Load(y1 + n3));
            (a2, b2, c2, d2) = (L.Load(y2), L.Load(y2 + n), L.Load(y2 + n2), L.Load(y2 + n3));
            (a3, b3, c3, d3) = (L.Load(y3), L.Load(y3 + n), L.Load(y3 + n2), L.Load(y3 + n3));
        }
        else
        {
            a0 = a1 = a2 = a3 = b0 = b1 = b2 = b3 = c0 = c1 = c2 = c3 = d0 = d1 = d2 = d3 = L.Broadcast(0);
        }
        var offset = 0L;
        for (var k = 0; k < depth; k++, offset += step)
        {
            var (wa, wb, wc, wd) = (L.Load(a + offset), L.Load(b + offset), L.Load(c + offset), L.Load(d + offset));
            var value = L.Broadcast(x[k]);
            a0 = L.MultiplyAdd(value, wa, a0);
            b0 = L.MultiplyAdd(value, wb, b0);
            c0 = L.MultiplyAdd(value, wc, c0);
            d0 = L.MultiplyAdd(value, wd, d0);
            value = L.Broadcast(x1[k]);
            a1 = L.MultiplyAdd(value, wa, a1);
            b1 = L.MultiplyAdd(value, wb, b1);
            c1 = L.MultiplyAdd(value, wc, c1);
            d1 = L.MultiplyAdd(value, wd, d1);
            value = L.Broadcast(x2[k]);
            a2 = L.MultiplyAdd(value, wa, a2);
            b2 = L.MultiplyAdd(value, wb, b2);
            c2 = L.MultiplyAdd(value, wc, c2);
            d2 = L.MultiplyAdd(value, wd, d2);
            value = L.Broadcast(x3[k]);
            a3 = L.MultiplyAdd(value, wa, a3);
            b3 = L.MultiplyAdd(value, wb, b3);
            c3 = L.MultiplyAdd(value, wc, c3);
            d3 = L.MultiplyAdd(value, wd, d3);
        }
        var f = L.Broadcast(factor);
        Store4(y, n, n2, n3, L.Multiply(a0, f), L.Multiply(b0, f), L.Multiply(c0, f), L.Multiply(d0, f));
        Store4(y1, n, n2, n3, L.Multiply(a1, f), L.Multiply(b1, f), L.Multiply(c1, f), L.Multiply(d1, f));
        Store4(y2, n, n2, n3, L.Multiply(a2, f), L.Multiply(b2, f), L.Multiply(c2, f), L.Multiply(d2, f));
        Store4(y3, n, n2, n3, L.Multiply(a3, f), L.Multiply(b3, f), L.Multiply(c3, f), L.Multiply(d3, f));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void Four2(float* x, long xStride, int last, int depth, nint* w, long step, float* y, long yStride, float factor, bool accumulate)
    {
        var x1 = x + Math.Min(1, last) * xStride;
        var x2 = x + Math.Min(2, last) * xStride;
        var x3 = x + last * xStride;
        var y1 = y + Math.Min(1, last) * yStride;
        var y2 = y + Math.Min(2, last) * yStride;
        var y3 = y + last * yStride;
        var a = (float*)w[0];
        var b = (float*)w[1];
        var n = L.Count;
        V a0, a1, a2, a3, b0, b1, b2, b3;
        if (accumulate)
        {
            (a0, b0, a1, b1) = (L.Load(y), L.Load(y + n), L.Load(y1), L.Load(y1 + n));
            (a2, b2, a3, b3) = (L.Load(y2), L.Load(y2 + n), L.Load(y3), L.Load(y3 + n));
        }
        else
        {
            a0 = a1 = a2 = a3 = b0 = b1 = b2 = b3 = L.Broadcast(0);
        }
        var offset = 0L;
        for (var k = 0; k < depth; k++, offset += step)
        {
            var (wa, wb) = (L.Load(a + offset), L.Load(b + offset));
            var value = L.Broadcast(x[k]);
            a0 = L.MultiplyAdd(value, wa, a0);
            b0 = L.MultiplyAdd(value, wb, b0);
            value = L.Broadcast(x1[k]);
            a1 = L.MultiplyAdd(value, wa, a1);
            b1 = L.MultiplyAdd(value, wb, b1);
            value = L.Broadcast(x2[k]);
            a2 = L.MultiplyAdd(value, wa, a2);
            b2 = L.MultiplyAdd(value, wb, b2);
            value = L.Broadcast(x3[k]);
            a3 = L.MultiplyAdd(value, wa, a3);
            b3 = L.MultiplyAdd(value, wb, b3);
        }
        var f = L.Broadcast(factor);
        L.Store(y, L.Multiply(a0, f));
        L.Store(y + n, L.Multiply(b0, f));
        L.Store(y1, L.Multiply(a1, f));
        L.Store(y1 + n, L.Multiply(b1, f));
        L.Store(y2, L.Multiply(a2, f));
        L.Store(y2 + n, L.Multiply(b2, f));
        L.Store(y3, L.Multiply(a3, f));
        L.Store(y3 + n, L.Multiply(b3, f));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void Four1(float* x, long xStride, int last, int depth, nint* w, long step, float* y, long yStride, float factor, bool accumulate)
    {
        var x1 = x + Math.Min(1, last) * xStride;
        var x2 = x + Math.Min(2, last) * xStride;
        var x3 = x + last * xStride;
        var y1 = y + Math.Min(1, last) * yStride;
        var y2 = y + Math.Min(2, last) * yStride;
        var y3 = y + last * yStride;
        var zero = L.Broadcast(0);
        var (a0, a1, a2, a3) = accumulate ? (L.Load(y), L.Load(y1), L.Load(y2), L.Load(y3)) : (zero, zero, zero, zero);
        var a = (float*)w[0];
        for (var k = 0; k < depth; k++, a += step)
        {
            var value = L.Load(a);
            a0 = L.MultiplyAdd(L.Broadcast(x[k]), value, a0);
            a1 = L.MultiplyAdd(L.Broadcast(x1[k]), value, a1);
            a2 = L.MultiplyAdd(L.Broadcast(x2[k]), value, a2);
            a3 = L.MultiplyAdd(L.Broadcast(x3[k]), value, a3);
        }
        var f = L.Broadcast(factor);
        L.Store(y, L.Multiply(a0, f));
        L.Store(y1, L.Multiply(a1, f));
        L.Store(y2, L.Multiply(a2, f));
        L.Store(y3, L.Multiply(a3, f));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void One4(float* x, int depth, nint* w, int lastVector, long step, float* y, float factor, bool accumulate)
    {
        var (second, third) = (Math.Min(1, lastVector), Math.Min(2, lastVector));
        var a = (float*)w[0];
        var b = (float*)w[second];
        var c = (float*)w[third];
        var d = (float*)w[lastVector];
        var (n, n2, n3) = (second * L.Count, third * L.Count, lastVector * L.Count);
        var zero = L.Broadcast(0);
        var (a0, b0, c0, d0) = accumulate ? (L.Load(y), L.Load(y + n), L.Load(y + n2), L.Load(y + n3)) : (zero, zero, zero, zero);
        var offset = 0L;
        for (var k = 0; k < depth; k++, offset += step)
        {
            var value = L.Broadcast(x[k]);
            a0 = L.MultiplyAdd(value, L.Load(a + offset), a0);
            b0 = L.MultiplyAdd(value, L.Load(b + offset), b0);
            c0 = L.MultiplyAdd(value, L.Load(c + offset), c0);
            d0 = L.MultiplyAdd(value, L.Load(d + offset), d0);
        }
        var f = L.Broadcast(factor);
        Store4(y, n, n2, n3, L.Multiply(a0, f), L.Multiply(b0, f), L.Multiply(c0, f), L.Multiply(d0, f));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void Store4(float* y, int n, int n2, int n3, V a, V b, V c, V d)
    {
        L.Store(y, a);
        L.Store(y + n, b);
        L.Store(y + n2, c);
        L.Store(y + n3, d);
    }
}
