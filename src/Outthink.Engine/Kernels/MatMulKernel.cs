using System.Runtime.CompilerServices;
using Outthink.Engine.Weights;

namespace Outthink.Engine.Kernels;

/// <summary>
/// Rows times panels. A register tile is 6 rows by up to 4 vectors: 4 panels at 512 bits, 1 at 256 (two vectors) and
/// at 128 (four). Weights that are not F32 are widened a chunk of the depth at a time into scratch that stays in the
/// second-level cache; between chunks the sums rest in y, which changes no bit of them.
/// </summary>
internal static unsafe class MatMulKernel<V, L> where V : struct where L : struct, ILanes<V>
{
    const int PanelColumns = PackedMatrix.PanelColumns;
    const int TileRows = 6;

    public static void Run(float* x, int xStride, int rows, FloatPanels w, float* y, int yStride, int panelFrom, int panelTo, bool accumulate, float* scratch)
    {
        var vectorsPerPanel = PanelColumns / L.Count;
        for (int panel = panelFrom, panels; panel < panelTo; panel += panels)
        {
            panels = vectorsPerPanel > 1 ? 1 : panelTo - panel >= 4 ? 4 : panelTo - panel >= 2 ? 2 : 1;
            var vectors = panels * vectorsPerPanel;
            for (var k = 0; k < w.Depth; k += KernelSet.DepthChunk)
            {
                var depth = Math.Min(KernelSet.DepthChunk, w.Depth - k);
                float* weights;
                long panelStride;
                if (w.Type == TensorType.F32)
                {
                    weights = (float*)w.Values(panel, k);
                    panelStride = (long)w.Depth * PanelColumns;
                }
                else
                {
                    weights = scratch;
                    panelStride = (long)depth * PanelColumns;
                    for (var i = 0; i < panels; i++)
                        Widen(w, panel + i, k, depth, scratch + i * panelStride);
                }
                Rows(x + k, xStride, rows, depth, weights, vectorsPerPanel > 1 ? L.Count : panelStride, vectors, y + panel * PanelColumns, yStride, accumulate || k > 0);
            }
        }
    }

    /// <summary><paramref name="step"/> is the floats from a vector of the tile to the next: within a panel, or from panel to panel.</summary>
    static void Rows(float* x, int xStride, int rows, int depth, float* w, long step, int vectors, float* y, int yStride, bool accumulate)
    {
        for (var r = 0; r < rows; r += TileRows)
        {
            var left = Math.Min(TileRows, rows - r);
            var xr = x + r * (long)xStride;
            var yr = y + r * (long)yStride;
            switch (vectors)
            {
                case 4 when left == 1: One4(xr, depth, w, step, yr, accumulate); break;
                case 4: Six4(xr, xStride, left - 1, depth, w, step, yr, yStride, accumulate); break;
                case 2 when left == 1: One2(xr, depth, w, step, yr, accumulate); break;
                case 2: Six2(xr, xStride, left - 1, depth, w, step, yr, yStride, accumulate); break;
                default: Six1(xr, xStride, left - 1, depth, w, yr, yStride, accumulate); break;
            }
        }
    }

    // Where fewer than six rows are left, the last one stands in for the missing: it is computed and stored again.

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void Six4(float* x, long xStride, int last, int depth, float* w, long step, float* y, long yStride, bool accumulate)
    {
        var x1 = x + Math.Min(1, last) * xStride;
        var x2 = x + Math.Min(2, last) * xStride;
        var x3 = x + Math.Min(3, last) * xStride;
        var x4 = x + Math.Min(4, last) * xStride;
        var x5 = x + last * xStride;
        var y1 = y + Math.Min(1, last) * yStride;
        var y2 = y + Math.Min(2, last) * yStride;
        var y3 = y + Math.Min(3, last) * yStride;
        var y4 = y + Math.Min(4, last) * yStride;
        var y5 = y + last * yStride;
        // Vectors of the output lie side by side whatever the step in the weights is.
        var n = L.Count;
        V a0, a1, a2, a3, b0, b1, b2, b3, c0, c1, c2, c3, d0, d1, d2, d3, e0, e1, e2, e3, f0, f1, f2, f3;
        if (accumulate)
        {
            (a0, a1, a2, a3) = (L.Load(y), L.Load(y + n), L.Load(y + 2 * n), L.Load(y + 3 * n));
            (b0, b1, b2, b3) = (L.Load(y1), L.Load(y1 + n), L.Load(y1 + 2 * n), L.Load(y1 + 3 * n));
            (c0, c1, c2, c3) = (L.Load(y2), L.Load(y2 + n), L.Load(y2 + 2 * n), L.Load(y2 + 3 * n));
            (d0, d1, d2, d3) = (L.Load(y3), L.Load(y3 + n), L.Load(y3 + 2 * n), L.Load(y3 + 3 * n));
            (e0, e1, e2, e3) = (L.Load(y4), L.Load(y4 + n), L.Load(y4 + 2 * n), L.Load(y4 + 3 * n));
            (f0, f1, f2, f3) = (L.Load(y5), L.Load(y5 + n), L.Load(y5 + 2 * n), L.Load(y5 + 3 * n));
        }
        else
        {
            a0 = a1 = a2 = a3 = b0 = b1 = b2 = b3 = c0 = c1 = c2 = c3 = L.Broadcast(0);
            d0 = d1 = d2 = d3 = e0 = e1 = e2 = e3 = f0 = f1 = f2 = f3 = L.Broadcast(0);
        }
        float* w1 = w + step, w2 = w1 + step, w3 = w2 + step;
        for (var k = 0; k < depth; k++)
        {
            V v0 = L.Load(w + k * PanelColumns), v1 = L.Load(w1 + k * PanelColumns), v2 = L.Load(w2 + k * PanelColumns), v3 = L.Load(w3 + k * PanelColumns);
            var r = L.Broadcast(x[k]);
            a0 = L.MultiplyAdd(r, v0, a0);
            a1 = L.MultiplyAdd(r, v1, a1);
            a2 = L.MultiplyAdd(r, v2, a2);
            a3 = L.MultiplyAdd(r, v3, a3);
            r = L.Broadcast(x1[k]);
            b0 = L.MultiplyAdd(r, v0, b0);
            b1 = L.MultiplyAdd(r, v1, b1);
            b2 = L.MultiplyAdd(r, v2, b2);
            b3 = L.MultiplyAdd(r, v3, b3);
            r = L.Broadcast(x2[k]);
            c0 = L.MultiplyAdd(r, v0, c0);
            c1 = L.MultiplyAdd(r, v1, c1);
            c2 = L.MultiplyAdd(r, v2, c2);
            c3 = L.MultiplyAdd(r, v3, c3);
            r = L.Broadcast(x3[k]);
            d0 = L.MultiplyAdd(r, v0, d0);
            d1 = L.MultiplyAdd(r, v1, d1);
            d2 = L.MultiplyAdd(r, v2, d2);
            d3 = L.MultiplyAdd(r, v3, d3);
            r = L.Broadcast(x4[k]);
            e0 = L.MultiplyAdd(r, v0, e0);
            e1 = L.MultiplyAdd(r, v1, e1);
            e2 = L.MultiplyAdd(r, v2, e2);
            e3 = L.MultiplyAdd(r, v3, e3);
            r = L.Broadcast(x5[k]);
            f0 = L.MultiplyAdd(r, v0, f0);
            f1 = L.MultiplyAdd(r, v1, f1);
            f2 = L.MultiplyAdd(r, v2, f2);
            f3 = L.MultiplyAdd(r, v3, f3);
        }
        Store4(y, a0, a1, a2, a3);
        Store4(y1, b0, b1, b2, b3);
        Store4(y2, c0, c1, c2, c3);
        Store4(y3, d0, d1, d2, d3);
        Store4(y4, e0, e1, e2, e3);
        Store4(y5, f0, f1, f2, f3);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void Six2(float* x, long xStride, int last, int depth, float* w, long step, float* y, long yStride, bool accumulate)
    {
        var x1 = x + Math.Min(1, last) * xStride;
        var x2 = x + Math.Min(2, last) * xStride;
        var x3 = x + Math.Min(3, last) * xStride;
        var x4 = x + Math.Min(4, last) * xStride;
        var x5 = x + last * xStride;
        var y1 = y + Math.Min(1, last) * yStride;
        var y2 = y + Math.Min(2, last) * yStride;
        var y3 = y + Math.Min(3, last) * yStride;
        var y4 = y + Math.Min(4, last) * yStride;
        var y5 = y + last * yStride;
        var n = L.Count;
        V a0, a1, b0, b1, c0, c1, d0, d1, e0, e1, f0, f1;
        if (accumulate)
        {
            (a0, a1, b0, b1) = (L.Load(y), L.Load(y + n), L.Load(y1), L.Load(y1 + n));
            (c0, c1, d0, d1) = (L.Load(y2), L.Load(y2 + n), L.Load(y3), L.Load(y3 + n));
            (e0, e1, f0, f1) = (L.Load(y4), L.Load(y4 + n), L.Load(y5), L.Load(y5 + n));
        }
        else
        {
            a0 = a1 = b0 = b1 = c0 = c1 = d0 = d1 = e0 = e1 = f0 = f1 = L.Broadcast(0);
        }
        var w1 = w + step;
        for (var k = 0; k < depth; k++)
        {
            V v0 = L.Load(w + k * PanelColumns), v1 = L.Load(w1 + k * PanelColumns);
            var r = L.Broadcast(x[k]);
            a0 = L.MultiplyAdd(r, v0, a0);
            a1 = L.MultiplyAdd(r, v1, a1);
            r = L.Broadcast(x1[k]);
            b0 = L.MultiplyAdd(r, v0, b0);
            b1 = L.MultiplyAdd(r, v1, b1);
            r = L.Broadcast(x2[k]);
            c0 = L.MultiplyAdd(r, v0, c0);
            c1 = L.MultiplyAdd(r, v1, c1);
            r = L.Broadcast(x3[k]);
            d0 = L.MultiplyAdd(r, v0, d0);
            d1 = L.MultiplyAdd(r, v1, d1);
            r = L.Broadcast(x4[k]);
            e0 = L.MultiplyAdd(r, v0, e0);
            e1 = L.MultiplyAdd(r, v1, e1);
            r = L.Broadcast(x5[k]);
            f0 = L.MultiplyAdd(r, v0, f0);
            f1 = L.MultiplyAdd(r, v1, f1);
        }
        Store2(y, a0, a1);
        Store2(y1, b0, b1);
        Store2(y2, c0, c1);
        Store2(y3, d0, d1);
        Store2(y4, e0, e1);
        Store2(y5, f0, f1);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void Six1(float* x, long xStride, int last, int depth, float* w, float* y, long yStride, bool accumulate)
    {
        var x1 = x + Math.Min(1, last) * xStride;
        var x2 = x + Math.Min(2, last) * xStride;
        var x3 = x + Math.Min(3, last) * xStride;
        var x4 = x + Math.Min(4, last) * xStride;
        var x5 = x + last * xStride;
        var y1 = y + Math.Min(1, last) * yStride;
        var y2 = y + Math.Min(2, last) * yStride;
        var y3 = y + Math.Min(3, last) * yStride;
        var y4 = y + Math.Min(4, last) * yStride;
        var y5 = y + last * yStride;
        V a, b, c, d, e, f;
        if (accumulate)
            (a, b, c, d, e, f) = (L.Load(y), L.Load(y1), L.Load(y2), L.Load(y3), L.Load(y4), L.Load(y5));
        else
            a = b = c = d = e = f = L.Broadcast(0);
        for (var k = 0; k < depth; k++)
        {
            var v = L.Load(w + k * PanelColumns);
            a = L.MultiplyAdd(L.Broadcast(x[k]), v, a);
            b = L.MultiplyAdd(L.Broadcast(x1[k]), v, b);
            c = L.MultiplyAdd(L.Broadcast(x2[k]), v, c);
            d = L.MultiplyAdd(L.Broadcast(x3[k]), v, d);
            e = L.MultiplyAdd(L.Broadcast(x4[k]), v, e);
            f = L.MultiplyAdd(L.Broadcast(x5[k]), v, f);
        }
        L.Store(y, a);
        L.Store(y1, b);
        L.Store(y2, c);
        L.Store(y3, d);
        L.Store(y4, e);
        L.Store(y5, f);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void One4(float* x, int depth, float* w, long step, float* y, bool accumulate)
    {
        var n = L.Count;
        V a0, a1, a2, a3;
        if (accumulate)
            (a0, a1, a2, a3) = (L.Load(y), L.Load(y + n), L.Load(y + 2 * n), L.Load(y + 3 * n));
        else
            a0 = a1 = a2 = a3 = L.Broadcast(0);
        float* w1 = w + step, w2 = w1 + step, w3 = w2 + step;
        for (var k = 0; k < depth; k++)
        {
            var r = L.Broadcast(x[k]);
            a0 = L.MultiplyAdd(r, L.Load(w + k * PanelColumns), a0);
            a1 = L.MultiplyAdd(r, L.Load(w1 + k * PanelColumns), a1);
            a2 = L.MultiplyAdd(r, L.Load(w2 + k * PanelColumns), a2);
            a3 = L.MultiplyAdd(r, L.Load(w3 + k * PanelColumns), a3);
        }
        Store4(y, a0, a1, a2, a3);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void One2(float* x, int depth, float* w, long step, float* y, bool accumulate)
    {
        var (a0, a1) = accumulate ? (L.Load(y), L.Load(y + L.Count)) : (L.Broadcast(0), L.Broadcast(0));
        var w1 = w + step;
        for (var k = 0; k < depth; k++)
        {
            var r = L.Broadcast(x[k]);
            a0 = L.MultiplyAdd(r, L.Load(w + k * PanelColumns), a0);
            a1 = L.MultiplyAdd(r, L.Load(w1 + k * PanelColumns), a1);
        }
        Store2(y, a0, a1);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void Store4(float* y, V a, V b, V c, V d)
    {
        L.Store(y, a);
        L.Store(y + L.Count, b);
        L.Store(y + 2 * L.Count, c);
        L.Store(y + 3 * L.Count, d);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void Store2(float* y, V a, V b)
    {
        L.Store(y, a);
        L.Store(y + L.Count, b);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void Widen(FloatPanels w, int panel, int k, int depth, float* to)
    {
        var count = depth * PanelColumns;
        switch (w.Type)
        {
            case TensorType.F16:
                var halves = (ushort*)w.Values(panel, k);
                for (var i = 0; i < count; i += L.Count)
                    L.Store(to + i, L.WidenHalf(halves + i));
                break;
            default:
                var brains = (ushort*)w.Values(panel, k);
                for (var i = 0; i < count; i += L.Count)
                    L.Store(to + i, L.WidenBrainFloat(brains + i));
                break;
        }
    }
}
