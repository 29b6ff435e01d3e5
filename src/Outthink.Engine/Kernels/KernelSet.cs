using Outthink.Engine.Kernels.Integers;

namespace Outthink.Engine.Kernels;

/// <summary>
/// The arithmetic of a forward pass. Rows are padded with zeros to a multiple of 16 floats, so no kernel has a tail;
/// the order of every sum is fixed (docs/numerics.md), so each implementation gives the same bits.
/// Pointers must be valid for the stated shapes; nothing is checked here.
/// </summary>
internal abstract unsafe class KernelSet(VectorPath path)
{
    readonly IntegerKernel integers = IntegerKernels.Of(path);

    /// <summary>Rows of the depth of a matrix that are widened at a time.</summary>
    public const int DepthChunk = 256;

    /// <summary>Floats of scratch that a matrix product needs.</summary>
    public static int MatMulScratch => Math.Max(4 * DepthChunk * PackedMatrix.PanelColumns, IntegerKernel.Scratch);

    public VectorPath Path => path;

    /// <summary>The kernels of one path.</summary>
    public static KernelSet Of(VectorPath path) => path switch
    {
        VectorPath.Scalar => new ScalarKernels(),
        VectorPath.Vector128 => new VectorKernels<System.Runtime.Intrinsics.Vector128<float>, Lanes128>(path),
        VectorPath.Vector256 => new VectorKernels<System.Runtime.Intrinsics.Vector256<float>, Lanes256>(path),
        VectorPath.Vector512 => new VectorKernels<System.Runtime.Intrinsics.Vector512<float>, Lanes512>(path),
        _ => throw new ArgumentOutOfRangeException(nameof(path)),
    };

    /// <summary>
    /// y[r, c] = start + Σ over k ascending of x[r, k]·W[c, k], each step one fused multiply-add, for the columns of
    /// the panels [panelFrom, panelTo); other columns are left alone. With <paramref name="accumulate"/> the sum starts
    /// at y (a residual), else at zero. <paramref name="scratch"/> is <see cref="MatMulScratch"/> floats.
    /// </summary>
    protected abstract void MatMul(float* x, int xStride, int rows, FloatPanels w, float* y, int yStride, int panelFrom, int panelTo, bool accumulate, float* scratch);

    /// <summary>
    /// Quantises rows [from, to) of x for the products with <see cref="IntegerPanels"/> of this depth; <paramref name="from"/> is a
    /// multiple of 6, and so is <paramref name="to"/> unless it ends the rows. <paramref name="into"/> has room for them.
    /// </summary>
    public abstract void Quantize(Rows x, int from, int to, int depth, QuantizedRows into);

    /// <summary>
    /// y[r] = x[r] / sqrt(mean(x[r]²) + epsilon) · weight; the mean over <paramref name="length"/> values, the weight
    /// padded with zeros as rows are.
    /// </summary>
    protected abstract void RmsNorm(float* x, int xStride, int rows, int length, float* weight, float epsilon, float* y, int yStride);

    /// <summary>gate = gate · sigmoid(gate) · up over <paramref name="length"/> floats (a multiple of 16).</summary>
    protected abstract void SwiGlu(float* gate, float* up, long length);

    /// <summary>
    /// Rotates neighbouring pairs of each head: x = x·cosines + swapped(x)·sines, where sines alternate −sin, +sin.
    /// <paramref name="headDim"/> is even, and the length of both tables.
    /// </summary>
    protected abstract void Rotate(float* x, int heads, int headDim, float* cosines, float* sines);

    /// <summary>Causal attention of the queries [from, to) of a batch.</summary>
    protected abstract void Attend(in AttentionBatch batch, float* q, int qStride, float* output, int outputStride, int from, int to, float* scratch);

    /// <summary>
    /// to[i] = exp((from[i] − max) · scale) over <paramref name="length"/> floats, and their sum: lane i % 16
    /// of 16 sums its i ascending, then the lanes are added. <paramref name="to"/> has room for whole groups of 16,
    /// and receives zero beyond the length.
    /// </summary>
    /// <returns>The lanes' sum, halves added first (8, 4, 2, 1).</returns>
    internal abstract float Exponentials(float* from, int length, float max, float scale, float* to);

    /// <summary>The largest value, NaN ignored; negative infinity when there is none.</summary>
    internal abstract float Max(float* from, int length);

    // The same for rooms without pointers.

    /// <summary>
    /// y = W·x for all rows and the panels [panelFrom, panelTo). Float weights read x; quantised ones read
    /// <paramref name="quantized"/>, where <see cref="Quantize"/> has put x (<see cref="IntegerKernel"/> says how they sum).
    /// </summary>
    public void MatMul(Rows x, QuantizedRows quantized, PackedMatrix w, Rows y, int panelFrom, int panelTo, bool accumulate, NativeBuffer scratch)
    {
        if (x.Count == 0 || panelFrom >= panelTo)
            return;
        if (w is FloatPanels floats)
            MatMul(x.Start, x.Stride, x.Count, floats, y.Start, y.Stride, panelFrom, panelTo, accumulate, scratch.Pointer);
        else
            integers.Run(quantized, x.Count, (IntegerPanels)w, y.Start, y.Stride, panelFrom, panelTo, accumulate, scratch.Pointer);
    }

    public void RmsNorm(Rows x, NativeBuffer weight, int length, float epsilon, Rows y) =>
        RmsNorm(x.Start, x.Stride, x.Count, length, weight.Pointer, epsilon, y.Start, y.Stride);

    public void SwiGlu(Rows gate, Rows up) => SwiGlu(gate.Start, up.Start, gate.Count * (long)gate.Stride);

    /// <summary>Rotates every head of a row by the angles of its position; a table row holds cosines, then sines.</summary>
    public void Rotate(Rows x, int row, int heads, int headDim, NativeBuffer table, int position)
    {
        var angles = table.Pointer + position * 2L * headDim;
        Rotate(x.Start + row * (long)x.Stride, heads, headDim, angles, angles + headDim);
    }

    public void Attend(in AttentionBatch batch, Rows q, Rows output, int from, int to, NativeBuffer scratch) =>
        Attend(batch, q.Start, q.Stride, output.Start, output.Stride, from, to, scratch.Pointer);

    /// <summary>As above, over spans with room for whole groups of 16.</summary>
    public float Exponentials(ReadOnlySpan<float> from, int length, float max, float scale, Span<float> to)
    {
        var room = (length + 15) / 16 * 16;
        ArgumentOutOfRangeException.ThrowIfLessThan(from.Length, room);
        ArgumentOutOfRangeException.ThrowIfLessThan(to.Length, room);
        fixed (float* source = from, target = to)
            return Exponentials(source, length, max, scale, target);
    }

    public float Max(ReadOnlySpan<float> values)
    {
        fixed (float* source = values)
            return Max(source, values.Length);
    }
}
