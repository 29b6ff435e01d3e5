using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Outthink.Engine.Kernels.Integers;

namespace Outthink.Engine.Kernels;

/// <summary>The kernels for one vector width; lanes lie across columns, tokens or dimensions, never along a sum of a dot product.</summary>
internal sealed unsafe class VectorKernels<V, L>(VectorPath path) : KernelSet(path) where V : struct where L : struct, ILanes<V>
{
    const int Group = 16;

    protected override void MatMul(float* x, int xStride, int rows, FloatPanels w, float* y, int yStride, int panelFrom, int panelTo, bool accumulate, float* scratch) =>
        MatMulKernel<V, L>.Run(x, xStride, rows, w, y, yStride, panelFrom, panelTo, accumulate, scratch);

    public override void Quantize(Rows x, int from, int to, int depth, QuantizedRows into) => RowQuantizer.Run(x, from, to, depth, into);

    protected override void Attend(in AttentionBatch batch, float* queries, int queryStride, float* output, int outputStride, int from, int to, float* scratch) =>
        AttentionKernel<V, L>.Run(batch, queries, queryStride, output, outputStride, from, to, scratch, this);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected override void RmsNorm(float* x, int xStride, int rows, int length, float* weight, float epsilon, float* y, int yStride)
    {
        var lanes = stackalloc float[Group];
        var padded = (length + Group - 1) / Group * Group;
        for (var r = 0; r < rows; r++, x += xStride, y += yStride)
        {
            for (var lane = 0; lane < Group; lane += L.Count)
            {
                var sum = L.Broadcast(0);
                for (var i = lane; i < padded; i += Group)
                {
                    var value = L.Load(x + i);
                    sum = L.MultiplyAdd(value, value, sum);
                }
                L.Store(lanes + lane, sum);
            }
            var scale = L.Broadcast(1 / MathF.Sqrt(Reduction.Sum(lanes) / length + epsilon));
            for (var i = 0; i < padded; i += L.Count)
                L.Store(y + i, L.Multiply(L.Multiply(L.Load(x + i), scale), L.Load(weight + i)));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected override void SwiGlu(float* gate, float* up, long length)
    {
        for (var i = 0L; i < length; i += L.Count)
        {
            var g = L.Load(gate + i);
            var decay = Exponential.Of<V, L>(L.Subtract(L.Broadcast(0), g));
            L.Store(gate + i, L.Multiply(L.Divide(g, L.Add(L.Broadcast(1), decay)), L.Load(up + i)));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected override void Rotate(float* x, int heads, int headDim, float* cosines, float* sines)
    {
        var whole = headDim / L.Count * L.Count;
        for (var head = 0; head < heads; head++, x += headDim)
        {
            for (var i = 0; i < whole; i += L.Count)
            {
                var value = L.Load(x + i);
                L.Store(x + i, L.MultiplyAdd(value, L.Load(cosines + i), L.Multiply(L.SwapPairs(value), L.Load(sines + i))));
            }
            for (var i = whole; i < headDim; i += 2)
            {
                var (even, odd) = (x[i], x[i + 1]);
                x[i] = MathF.FusedMultiplyAdd(even, cosines[i], odd * sines[i]);
                x[i + 1] = MathF.FusedMultiplyAdd(odd, cosines[i + 1], even * sines[i + 1]);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal override float Exponentials(float* from, int length, float max, float scale, float* to)
    {
        var lanes = stackalloc float[Group];
        var (top, factor) = (L.Broadcast(max), L.Broadcast(scale));
        var whole = length / Group * Group;
        // A group of 16 is one vector of 16 lanes, two of 8 or four of 4: each has a sum of its own.
        var (a, b, c, d) = (L.Broadcast(0), L.Broadcast(0), L.Broadcast(0), L.Broadcast(0));
        for (var i = 0; i < whole; i += Group)
        {
            a = L.Add(a, StoreExponential(from + i, to + i, top, factor));
            if (L.Count < Group)
                b = L.Add(b, StoreExponential(from + i + L.Count, to + i + L.Count, top, factor));
            if (L.Count < Group / 2)
            {
                c = L.Add(c, StoreExponential(from + i + 2 * L.Count, to + i + 2 * L.Count, top, factor));
                d = L.Add(d, StoreExponential(from + i + 3 * L.Count, to + i + 3 * L.Count, top, factor));
            }
        }
        if (whole < length)
        {
            from += whole;
            to += whole;
            length -= whole;
            a = L.Add(a, StoreFirst(from, to, top, factor, length, 0));
            if (L.Count < Group)
                b = L.Add(b, StoreFirst(from, to, top, factor, length, L.Count));
            if (L.Count < Group / 2)
            {
                c = L.Add(c, StoreFirst(from, to, top, factor, length, 2 * L.Count));
                d = L.Add(d, StoreFirst(from, to, top, factor, length, 3 * L.Count));
            }
        }
        L.Store(lanes, a);
        if (L.Count < Group)
            L.Store(lanes + L.Count, b);
        if (L.Count < Group / 2)
        {
            L.Store(lanes + 2 * L.Count, c);
            L.Store(lanes + 3 * L.Count, d);
        }
        return Reduction.Sum(lanes);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static V StoreExponential(float* from, float* to, V max, V scale)
    {
        var value = Exponential.Of<V, L>(L.Multiply(L.Subtract(L.Load(from), max), scale));
        L.Store(to, value);
        return value;
    }

    /// <summary>Exponentials of the places lane, lane + 1, … that lie below <paramref name="length"/>; zero for the others.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static V StoreFirst(float* from, float* to, V max, V scale, int length, int lane)
    {
        var value = Exponential.Of<V, L>(L.Multiply(L.Subtract(L.Load(from + lane), max), scale));
        fixed (float* places = Places)
            value = L.SelectLess(L.Load(places + lane), L.Broadcast(length), value, L.Broadcast(0));
        L.Store(to + lane, value);
        return value;
    }

    static ReadOnlySpan<float> Places => [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15];

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal override float Max(float* from, int length)
    {
        var lanes = stackalloc float[Group];
        var least = L.Broadcast(float.NegativeInfinity);
        var (a, b, c, d) = (least, least, least, least);
        var four = length / (4 * L.Count) * 4 * L.Count;
        for (var i = 0; i < four; i += 4 * L.Count)
        {
            a = Larger(a, from + i);
            b = Larger(b, from + i + L.Count);
            c = Larger(c, from + i + 2 * L.Count);
            d = Larger(d, from + i + 3 * L.Count);
        }
        var maximum = L.SelectLess(a, b, b, a);
        var other = L.SelectLess(c, d, d, c);
        maximum = L.SelectLess(maximum, other, other, maximum);
        var whole = length / L.Count * L.Count;
        for (var i = four; i < whole; i += L.Count)
            maximum = Larger(maximum, from + i);
        // What is left over is seen together with some that were seen already.
        if (whole < length && whole > 0)
            maximum = Larger(maximum, from + length - L.Count);
        L.Store(lanes, maximum);
        var highest = Vector128.Load(lanes);
        for (var lane = 4; lane < L.Count; lane += 4)
            highest = Lanes128.SelectLess(highest, Vector128.Load(lanes + lane), Vector128.Load(lanes + lane), highest);
        var max = float.NegativeInfinity;
        for (var lane = 0; lane < 4; lane++)
            max = max < highest[lane] ? highest[lane] : max;
        for (var i = 0; whole == 0 && i < length; i++)
            max = max < from[i] ? from[i] : max;
        return max;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static V Larger(V maximum, float* from)
    {
        var value = L.Load(from);
        return L.SelectLess(maximum, value, value, maximum);
    }
}
