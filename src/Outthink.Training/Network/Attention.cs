using System.Runtime.CompilerServices;
using Outthink.Training.Kernels;

namespace Outthink.Training.Network;

/// <summary>
/// Causal attention of each document over itself, one head at a time, in blocks of 16 queries: a block's score matrix
/// reaches as far as its last query may see. The probabilities are kept for the way back.
/// </summary>
internal sealed unsafe class Attention(NetworkShape shape)
{
    private const int QueryBlock = 16;
    private readonly int _width = shape.Width;
    private readonly int _headDim = shape.HeadDim;
    private readonly int _heads = shape.Heads;
    private readonly FloatBuffer _transposed = new();
    private readonly FloatBuffer _gradient = new();
    private float Scale => 1 / MathF.Sqrt(_headDim);

    /// <summary>One document's queries: its keys' rows and its queries' rows, which differ in the last block.</summary>
    /// <param name="KeyStart">First row of the keys.</param>
    /// <param name="Keys">Rows of keys, fillers included.</param>
    /// <param name="QueryStart">First row of the queries.</param>
    /// <param name="Queries">Rows of queries, fillers included.</param>
    /// <param name="Offset">Position of the first query.</param>
    internal readonly record struct Span(int KeyStart, int Keys, int QueryStart, int Queries, int Offset)
    {
        /// <summary>Width of the score matrix.</summary>
        internal int Stride => (Keys + 15) / 16 * 16;

        /// <summary>How many keys the queries of a block may reach, rounded up to whole vectors.</summary>
        internal int Reach(int firstQuery) => Math.Min(Stride, (Offset + firstQuery + QueryBlock + 15) / 16 * 16);
    }

    /// <summary>How many probabilities a batch needs.</summary>
    internal int ProbabilityCount(List<Span> spans)
    {
        var count = 0;
        foreach (var span in spans) count += span.Queries * span.Stride * _heads;
        return count;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal void Forward(List<Span> spans, float* q, float* k, float* v, float* probabilities, float* output)
    {
        foreach (var span in spans)
            for (var head = 0; head < _heads; head++)
            {
                int stride = span.Stride, column = head * _headDim;
                var keys = Transposed(span, k + column);
                for (var row = 0; row < span.Queries; row += QueryBlock)
                {
                    var rows = Math.Min(QueryBlock, span.Queries - row);
                    var reach = span.Reach(row);
                    var scores = probabilities + row * stride;
                    var queryRow = (nint)(span.QueryStart + row) * _width + column;
                    Gemm.Multiply(rows, reach, _headDim, q + queryRow, _width, 1, keys, stride, scores, stride, false);
                    for (var i = 0; i < rows; i++)
                        Pointwise.Softmax(scores + i * stride, Math.Min(span.Offset + row + i + 1, span.Keys), reach, Scale);
                    Gemm.Multiply(rows, _headDim, Math.Min(reach, span.Keys), scores, stride, 1, v + (nint)span.KeyStart * _width + column, _width, output + queryRow, _width, false);
                }
                probabilities += span.Queries * stride;
            }
    }

    /// <summary>Writes the gradients of queries, keys and values; the probabilities become those of the scores.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal void Backward(List<Span> spans, float* q, float* k, float* v, float* probabilities, float* dOutput, float* dq, float* dk, float* dv)
    {
        foreach (var span in spans)
            for (var head = 0; head < _heads; head++)
            {
                int stride = span.Stride, column = head * _headDim;
                float* values = Transposed(span, v + column);
                nint keyRow = (nint)span.KeyStart * _width + column, queryRow = (nint)span.QueryStart * _width + column;
                KeySums(span, probabilities, dOutput + queryRow, dv + keyRow);
                var gradient = _gradient.Ensure(QueryBlock * stride);
                for (var row = 0; row < span.Queries; row += QueryBlock)
                {
                    var rows = Math.Min(QueryBlock, span.Queries - row);
                    var reach = span.Reach(row);
                    Gemm.Multiply(rows, reach, _headDim, dOutput + queryRow + (nint)row * _width, _width, 1, values, stride, gradient, stride, false);
                    for (var i = 0; i < rows; i++)
                        Pointwise.SoftmaxBackward(probabilities + (row + i) * stride, gradient + i * stride, reach, Scale);
                    Gemm.Multiply(rows, _headDim, Math.Min(reach, span.Keys), probabilities + row * stride, stride, 1, k + keyRow, _width, dq + queryRow + (nint)row * _width, _width, false);
                }
                KeySums(span, probabilities, q + queryRow, dk + keyRow);
                probabilities += span.Queries * stride;
            }
    }

    /// <summary>target[key] = Σ over the queries that may see the key of weight[query, key]·source[query].</summary>
    private void KeySums(in Span span, float* weights, float* source, float* target)
    {
        int stride = span.Stride;
        for (var key = 0; key < span.Keys; key += QueryBlock)
        {
            var first = Math.Max(0, key - span.Offset) / QueryBlock * QueryBlock;
            var rows = Math.Min(QueryBlock, span.Keys - key);
            Gemm.Multiply(rows, _headDim, Math.Max(0, span.Queries - first), weights + first * stride + key, 1, stride, source + (nint)first * _width, _width, target + (nint)key * _width, _width, false);
        }
    }

    private float* Transposed(in Span span, float* source)
    {
        var target = _transposed.Ensure(_headDim * span.Stride);
        Gemm.Transpose(span.Keys, _headDim, source + (nint)span.KeyStart * _width, _width, target, span.Stride);
        for (var column = span.Keys; column < span.Stride; column++)
            for (var i = 0; i < _headDim; i++) target[i * span.Stride + column] = 0;
        return target;
    }
}
