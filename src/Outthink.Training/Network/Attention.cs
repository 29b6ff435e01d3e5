using System.Runtime.CompilerServices;
using Outthink.Training.Kernels;

namespace Outthink.Training.Network;

/// <summary>
/// Causal attention of each document over itself, one head at a time, in blocks of 16 queries: a block's score matrix
/// reaches as far as its last query may see. A head's rows are first copied side by side: in the batch they are a
/// power of two apart, and the first-level cache would hold few of them. Of the probabilities only the log of each
/// row's sum is kept; the way back computes them again (Dao et al. 2022, section 3.1).
/// </summary>
internal sealed unsafe class Attention(NetworkShape shape)
{
    private const int QueryBlock = 16;
    private readonly int _width = shape.Width;
    private readonly int _headDim = shape.HeadDim;
    private readonly int _heads = shape.Heads;
    private readonly float _scale = 1 / MathF.Sqrt(shape.HeadDim);
    private readonly FloatBuffer _queries = new(), _keys = new(), _values = new(), _gradients = new();
    private readonly FloatBuffer _keyColumns = new(), _valueColumns = new(), _scores = new(), _scoreGradients = new();
    private readonly FloatBuffer _block = new(QueryBlock * shape.HeadDim);

    /// <summary>One document's queries: its keys' rows and its queries' rows, which differ in the last block.</summary>
    /// <param name="KeyStart">First row of the keys.</param>
    /// <param name="Keys">Rows of keys.</param>
    /// <param name="QueryStart">First row of the queries.</param>
    /// <param name="Queries">Rows of queries.</param>
    /// <param name="Offset">Position of the first query.</param>
    internal readonly record struct Span(int KeyStart, int Keys, int QueryStart, int Queries, int Offset)
    {
        /// <summary>Width of the score matrix.</summary>
        internal int Stride => WholeBlocks(Keys);

        /// <summary>How many keys the queries of a block may reach, rounded up to whole vectors.</summary>
        internal int Reach(int firstQuery) => Math.Min(Stride, WholeBlocks(Offset + firstQuery + QueryBlock));
    }

    /// <summary>Writes output[queries, d] and, for the way back, logSums[queries, heads].</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal void Forward(List<Span> spans, float* q, float* k, float* v, float* logSums, float* output)
    {
        var shares = stackalloc float[QueryBlock];
        foreach (var span in spans)
            for (var head = 0; head < _heads; head++)
            {
                int stride = span.Stride, column = head * _headDim;
                float* queries = Packed(_queries, q + column, span.QueryStart, span.Queries);
                float* keys = Columns(_keyColumns, Packed(_keys, k + column, span.KeyStart, span.Keys), stride);
                float* values = Packed(_values, v + column, span.KeyStart, span.Keys);
                var scores = _scores.Ensure(QueryBlock * stride);
                for (var row = 0; row < span.Queries; row += QueryBlock)
                {
                    int rows = Math.Min(QueryBlock, span.Queries - row), reach = span.Reach(row);
                    Gemm.Multiply(rows, reach, _headDim, queries + row * _headDim, _headDim, 1, keys, stride, scores, stride);
                    for (var i = 0; i < rows; i++)
                        (logSums[(span.QueryStart + row + i) * _heads + head], shares[i]) = Pointwise.Exponentials(scores + i * stride, span.Offset + row + i + 1, reach, _scale);
                    Gemm.Multiply(rows, _headDim, Math.Min(reach, span.Keys), scores, stride, 1, values, _headDim, _block.Pointer, _headDim);
                    for (var i = 0; i < rows; i++)
                        Pointwise.Scale(_headDim, _block.Pointer + i * _headDim, shares[i], output + (nint)(span.QueryStart + row + i) * _width + column);
                }
            }
    }

    /// <summary>Writes the gradients of queries, keys and values, given what <see cref="Forward"/> wrote and the gradient of its output.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal void Backward(List<Span> spans, float* q, float* k, float* v, float* logSums, float* output, float* dOutput, float* dq, float* dk, float* dv)
    {
        foreach (var span in spans)
            for (var head = 0; head < _heads; head++)
            {
                int stride = span.Stride, column = head * _headDim;
                float* queries = Packed(_queries, q + column, span.QueryStart, span.Queries);
                float* gradients = Packed(_gradients, dOutput + column, span.QueryStart, span.Queries);
                float* keys = Packed(_keys, k + column, span.KeyStart, span.Keys);
                float* keyColumns = Columns(_keyColumns, keys, stride);
                float* valueColumns = Columns(_valueColumns, Packed(_values, v + column, span.KeyStart, span.Keys), stride);
                float* scores = _scores.Ensure(span.Queries, stride), scoreGradients = _scoreGradients.Ensure(span.Queries, stride);
                for (var row = 0; row < span.Queries; row += QueryBlock)
                {
                    int rows = Math.Min(QueryBlock, span.Queries - row), reach = span.Reach(row), first = row * _headDim;
                    Gemm.Multiply(rows, reach, _headDim, queries + first, _headDim, 1, keyColumns, stride, scores + row * stride, stride);
                    Gemm.Multiply(rows, reach, _headDim, gradients + first, _headDim, 1, valueColumns, stride, scoreGradients + row * stride, stride);
                    for (var i = 0; i < rows; i++)
                    {
                        var dot = Pointwise.Dot(_headDim, gradients + first + i * _headDim, output + (nint)(span.QueryStart + row + i) * _width + column);
                        Pointwise.SoftmaxBackward(
                            scores + (row + i) * stride, scoreGradients + (row + i) * stride, span.Offset + row + i + 1, reach, _scale,
                            logSums[(span.QueryStart + row + i) * _heads + head], dot);
                    }
                    Gemm.Multiply(rows, _headDim, Math.Min(reach, span.Keys), scoreGradients + row * stride, stride, 1, keys, _headDim, _block.Pointer, _headDim);
                    Unpack(rows, dq + column, span.QueryStart + row);
                }
                KeySums(span, scores, gradients, dv + column);
                KeySums(span, scoreGradients, queries, dk + column);
            }
    }

    /// <summary>target[key] = Σ over the queries that may see the key of weight[query, key]·source[query].</summary>
    private void KeySums(in Span span, float* weights, float* source, float* target)
    {
        for (var key = 0; key < span.Keys; key += QueryBlock)
        {
            var first = Math.Max(0, key - span.Offset) / QueryBlock * QueryBlock;
            var rows = Math.Min(QueryBlock, span.Keys - key);
            Gemm.Multiply(rows, _headDim, span.Queries - first, weights + first * span.Stride + key, 1, span.Stride, source + first * _headDim, _headDim, _block.Pointer, _headDim);
            Unpack(rows, target, span.KeyStart + key);
        }
    }

    private static int WholeBlocks(int rows) => (rows + QueryBlock - 1) / QueryBlock * QueryBlock;

    /// <summary>One head's rows side by side, and zeros to whole blocks.</summary>
    private float* Packed(FloatBuffer buffer, float* source, int start, int rows)
    {
        var target = buffer.Ensure(WholeBlocks(rows) * _headDim);
        for (nint row = 0; row < rows; row++) Pointwise.Copy(_headDim, source + (start + row) * _width, target + row * _headDim);
        new Span<float>(target + rows * _headDim, (WholeBlocks(rows) - rows) * _headDim).Clear();
        return target;
    }

    private void Unpack(int rows, float* target, int start)
    {
        for (nint row = 0; row < rows; row++) Pointwise.Copy(_headDim, _block.Pointer + row * _headDim, target + (start + row) * _width);
    }

    private float* Columns(FloatBuffer buffer, float* packed, int rows)
    {
        var target = buffer.Ensure(rows * _headDim);
        Transposition.Transpose(rows, _headDim, packed, _headDim, target, rows);
        return target;
    }
}
