using Outthink.Engine.Kernels.Integers;
using Outthink.Engine.Weights;

namespace Outthink.Engine.Kernels;

/// <summary>The oracle: the same operations in the same order as the vector kernels, one float at a time.</summary>
internal sealed unsafe class ScalarKernels() : KernelSet(VectorPath.Scalar)
{
    const int Lanes = 16;

    protected override void MatMul(float* x, int xStride, int rows, FloatPanels w, float* y, int yStride, int panelFrom, int panelTo, bool accumulate, float* scratch)
    {
        for (var panel = panelFrom; panel < panelTo; panel++)
        {
            for (var r = 0; r < rows; r++)
            {
                var sums = y + r * (long)yStride + panel * PackedMatrix.PanelColumns;
                if (!accumulate)
                    new Span<float>(sums, PackedMatrix.PanelColumns).Clear();
                for (var k = 0; k < w.Depth; k++)
                {
                    for (var c = 0; c < PackedMatrix.PanelColumns; c++)
                        sums[c] = MathF.FusedMultiplyAdd(x[r * (long)xStride + k], Weight(w, panel, k, c), sums[c]);
                }
            }
        }
    }

    public override void Quantize(Rows x, int from, int to, int depth, QuantizedRows into)
    {
        const int Half = CodeFormat.Block / 2;
        var sums = stackalloc int[2];
        for (var row = from; row < to; row++)
        {
            var first = row - (row - from) % ActivationTile.Rows;
            var (rows, slot) = (Math.Min(ActivationTile.Rows, to - first), row - first);
            for (var block = 0; block < depth / CodeFormat.Block; block++)
            {
                var values = x[row].Slice(block * CodeFormat.Block, CodeFormat.Block);
                var largest = 0;
                foreach (var value in values)
                    largest = Math.Max(largest, BitConverter.SingleToInt32Bits(value) & int.MaxValue);
                var (scale, factor) = RowQuantizer.Scale(BitConverter.Int32BitsToSingle(largest));
                var at = into.Tile(first, depth / CodeFormat.Block) + block * (long)rows * ActivationTile.RowBytes;
                sums[0] = sums[1] = 0;
                for (var k = 0; k < CodeFormat.Block; k++)
                {
                    var code = float.IsNaN(scale) ? 0 : RowQuantizer.Code(values[k], factor);
                    ((sbyte*)at)[(k / 4 * rows + slot) * 4 + k % 4] = (sbyte)code;
                    sums[k / Half] += code;
                }
                RowQuantizer.StoreSums(at, slot, rows, scale, sums[0], sums[1]);
            }
        }
    }

    protected override void RmsNorm(float* x, int xStride, int rows, int length, float* weight, float epsilon, float* y, int yStride)
    {
        var lanes = stackalloc float[Lanes];
        for (var r = 0; r < rows; r++, x += xStride, y += yStride)
        {
            new Span<float>(lanes, Lanes).Clear();
            for (var i = 0; i < length; i++)
                lanes[i % Lanes] = MathF.FusedMultiplyAdd(x[i], x[i], lanes[i % Lanes]);
            var scale = 1 / MathF.Sqrt(Reduction.Sum(lanes) / length + epsilon);
            for (var i = 0; i < length; i++)
                y[i] = x[i] * scale * weight[i];
            new Span<float>(y + length, Padding(length)).Clear();
        }
    }

    protected override void SwiGlu(float* gate, float* up, long length)
    {
        for (var i = 0L; i < length; i++)
            gate[i] = gate[i] / (1 + Exponential.Of(0 - gate[i])) * up[i];
    }

    protected override void Rotate(float* x, int heads, int headDim, float* cosines, float* sines)
    {
        for (var head = 0; head < heads; head++, x += headDim)
        {
            for (var i = 0; i < headDim; i += 2)
            {
                var (even, odd) = (x[i], x[i + 1]);
                x[i] = MathF.FusedMultiplyAdd(even, cosines[i], odd * sines[i]);
                x[i + 1] = MathF.FusedMultiplyAdd(odd, cosines[i + 1], even * sines[i + 1]);
            }
        }
    }

    protected override void Attend(in AttentionBatch batch, float* queries, int queryStride, float* output, int outputStride, int from, int to, float* scratch)
    {
        for (var query = from; query < to; query++)
        {
            batch.Locate(query, out var row, out var head, out var kvHead);
            var q = queries + row * (long)queryStride + head * batch.HeadDim;
            var result = output + row * (long)outputStride + head * batch.HeadDim;
            var blocks = batch.BlocksOf(row);
            var first = batch.FirstOf(row);
            var tokens = batch.PositionOf(row) + 1 - first;
            for (var t = 0; t < tokens; t++)
            {
                var (block, place) = Math.DivRem(first + t, AttentionBatch.BlockTokens);
                var score = 0f;
                for (var d = 0; d < batch.HeadDim; d++)
                    score = MathF.FusedMultiplyAdd(q[d], Stored(batch, blocks[block], batch.KeyOffset + (kvHead * (long)batch.HeadDim + d) * AttentionBatch.BlockTokens + place), score);
                scratch[t] = score * batch.Scale;
            }
            var sum = Exponentials(scratch, tokens, Max(scratch, tokens), 1, scratch);
            for (var d = 0; d < batch.HeadDim; d++)
            {
                var value = 0f;
                for (var t = 0; t < tokens; t++)
                {
                    var (block, place) = Math.DivRem(first + t, AttentionBatch.BlockTokens);
                    value = MathF.FusedMultiplyAdd(scratch[t], Stored(batch, blocks[block], batch.ValueOffset + (kvHead * (long)AttentionBatch.BlockTokens + place) * batch.ValueStride + d), value);
                }
                result[d] = value * (1 / sum);
            }
        }
    }

    internal override float Exponentials(float* from, int length, float max, float scale, float* to)
    {
        var lanes = stackalloc float[Lanes];
        for (var i = 0; i < length; i++)
        {
            to[i] = Exponential.Of((from[i] - max) * scale);
            lanes[i % Lanes] += to[i];
        }
        new Span<float>(to + length, Padding(length)).Clear();
        return Reduction.Sum(lanes);
    }

    internal override float Max(float* from, int length)
    {
        var max = float.NegativeInfinity;
        for (var i = 0; i < length; i++)
            max = max < from[i] ? from[i] : max;
        return max;
    }

    static float Stored(in AttentionBatch batch, nint block, long element) =>
        batch.IsHalf ? (float)BitConverter.UInt16BitsToHalf(((ushort*)block)[element]) : ((float*)block)[element];

    static int Padding(int length) => (Lanes - length % Lanes) % Lanes;

    static float Weight(FloatPanels w, int panel, int k, int c) => w.Type switch
    {
        TensorType.F32 => ((float*)w.Values(panel, k))[c],
        TensorType.F16 => (float)BitConverter.UInt16BitsToHalf(((ushort*)w.Values(panel, k))[c]),
        _ => BitConverter.Int32BitsToSingle(((ushort*)w.Values(panel, k))[c] << 16),
    };
}
