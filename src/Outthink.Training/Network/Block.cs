using System.Runtime.InteropServices;
using Outthink.Training.Kernels;

namespace Outthink.Training.Network;

/// <summary>
/// One llama block over a packed batch. Keys and values are computed for all rows, everything else for the rows
/// listed as active (all of them but in the last block). The activations stay in the block for the way back.
/// </summary>
internal sealed unsafe class Block(NetworkShape shape, ParameterLayout.Layer layout, Workspace workspace)
{
    private readonly List<Attention.Span> _spans = [];
    private readonly FloatBuffer _normed = new(), _inverse = new(), _activeInput = new(), _activeNormed = new();
    private readonly FloatBuffer _query = new(), _key = new(), _value = new(), _logSums = new(), _attended = new();
    private readonly FloatBuffer _middle = new(), _middleNormed = new(), _middleInverse = new(), _gate = new(), _up = new(), _result = new();
    private float* _input;
    private int _rows, _active;
    private List<int>? _activeToRow;

    /// <summary>
    /// Reads input[rows, d], which must stay until the way back is done; returns the block's result for the active
    /// rows. With <paramref name="onlyActive"/> false all rows are active.
    /// </summary>
    internal float* Forward(PackedBatch batch, bool onlyActive, float* weights, float* input)
    {
        _input = input;
        _rows = batch.Tokens.Count;
        _activeToRow = onlyActive ? batch.ActiveToRow : null;
        _active = onlyActive ? batch.ActiveToRow.Count : _rows;
        _spans.Clear();
        foreach (var document in batch.Documents)
            _spans.Add(onlyActive
                ? new Attention.Span(document.Start, document.Length, document.ActiveStart, document.ActiveLength, document.FirstActive)
                : new Attention.Span(document.Start, document.Length, document.Start, document.Length, 0));

        AttentionForward(weights);
        return FeedForwardForward(weights);
    }

    /// <summary>
    /// Turns the gradient of the result (active rows), which it overwrites, into that of the input, written to
    /// <paramref name="dx"/> (all rows; must not overlap), and writes the weights' gradients, adding those of the norms.
    /// <paramref name="transposed"/> holds the weights' transposes.
    /// </summary>
    internal void Backward(float* weights, float* transposed, float* gradients, float* dResult, float* dx)
    {
        FeedForwardBackward(weights, transposed, gradients, dResult);
        AttentionBackward(weights, transposed, gradients, dResult, dx);
    }

    private void AttentionForward(float* weights)
    {
        var d = shape.Width;
        var normed = _normed.Ensure(_rows, d);
        Pointwise.RmsNorm(_rows, d, _input, weights + layout.AttentionNorm.Offset, normed, _inverse.Ensure(_rows));
        float* query = _query.Ensure(_active, d), key = _key.Ensure(_rows, d), value = _value.Ensure(_rows, d);
        Gemm.Multiply(_active, d, d, Active(normed, _activeNormed), d, 1, weights + layout.Query.Offset, d, query, d);
        Gemm.Multiply(_rows, d, d, normed, d, 1, weights + layout.Key.Offset, d, key, d);
        Gemm.Multiply(_rows, d, d, normed, d, 1, weights + layout.Value.Offset, d, value, d);
        Rotate(query, key, 1);
        var attended = _attended.Ensure(_active, d);
        workspace.Attention.Forward(_spans, query, key, value, _logSums.Ensure(_active * shape.Heads), attended);
        Gemm.Multiply(_active, d, d, attended, d, 1, weights + layout.Output.Offset, d, _middle.Ensure(_active, d), d, Active(_input, _activeInput));
    }

    private float* FeedForwardForward(float* weights)
    {
        int d = shape.Width, ff = shape.FeedForward;
        float* middle = _middle.Pointer, normed = _middleNormed.Ensure(_active, d);
        float* gate = _gate.Ensure(_active, ff), up = _up.Ensure(_active, ff), product = workspace.Product.Ensure(_active, ff);
        Pointwise.RmsNorm(_active, d, middle, weights + layout.FeedForwardNorm.Offset, normed, _middleInverse.Ensure(_active));
        Gemm.Multiply(_active, ff, d, normed, d, 1, weights + layout.Gate.Offset, ff, gate, ff);
        Gemm.Multiply(_active, ff, d, normed, d, 1, weights + layout.Up.Offset, ff, up, ff);
        Pointwise.SwiGlu(_active * ff, gate, up, product);
        var result = _result.Ensure(_active, d);
        Gemm.Multiply(_active, d, ff, product, ff, 1, weights + layout.Down.Offset, d, result, d, middle);
        return result;
    }

    /// <summary>Turns the gradient of the result into that of the middle, in place.</summary>
    private void FeedForwardBackward(float* weights, float* transposed, float* gradients, float* dResult)
    {
        int d = shape.Width, ff = shape.FeedForward;
        float* gate = _gate.Pointer, up = _up.Pointer, normed = _middleNormed.Pointer;
        float* product = workspace.Product.Ensure(_active, ff), dNormed = workspace.Normed.Ensure(_active, d);
        Gemm.Multiply(_active, ff, d, dResult, d, 1, transposed + layout.Down.Offset, ff, product, ff);
        Pointwise.SwiGluBackward(_active * ff, gate, up, product);
        Gemm.Multiply(ff, d, _active, product, 1, ff, dResult, d, gradients + layout.Down.Offset, d);
        Gemm.Multiply(d, ff, _active, normed, 1, d, gate, ff, gradients + layout.Gate.Offset, ff);
        Gemm.Multiply(d, ff, _active, normed, 1, d, up, ff, gradients + layout.Up.Offset, ff);
        Gemm.Multiply(_active, d, ff, gate, ff, 1, transposed + layout.Gate.Offset, d, dNormed, d);
        Gemm.Multiply(_active, d, ff, up, ff, 1, transposed + layout.Up.Offset, d, dNormed, d, dNormed);
        Pointwise.RmsNormBackward(_active, d, _middle.Pointer, weights + layout.FeedForwardNorm.Offset, _middleInverse.Pointer, dNormed, dResult, dResult, gradients + layout.FeedForwardNorm.Offset);
    }

    private void AttentionBackward(float* weights, float* transposed, float* gradients, float* dMiddle, float* dx)
    {
        var d = shape.Width;
        float* normed = _normed.Pointer, activeNormed = _activeToRow is null ? normed : _activeNormed.Pointer;
        float* dAttended = workspace.Attended.Ensure(_active, d), dQuery = workspace.Query.Ensure(_active, d);
        float* dKey = workspace.Key.Ensure(_rows, d), dValue = workspace.Value.Ensure(_rows, d), dNormed = workspace.Normed.Ensure(_rows, d);
        Gemm.Multiply(d, d, _active, _attended.Pointer, 1, d, dMiddle, d, gradients + layout.Output.Offset, d);
        Gemm.Multiply(_active, d, d, dMiddle, d, 1, transposed + layout.Output.Offset, d, dAttended, d);
        workspace.Attention.Backward(_spans, _query.Pointer, _key.Pointer, _value.Pointer, _logSums.Pointer, _attended.Pointer, dAttended, dQuery, dKey, dValue);
        Rotate(dQuery, dKey, -1);
        Gemm.Multiply(d, d, _active, activeNormed, 1, d, dQuery, d, gradients + layout.Query.Offset, d);
        Gemm.Multiply(d, d, _rows, normed, 1, d, dKey, d, gradients + layout.Key.Offset, d);
        Gemm.Multiply(d, d, _rows, normed, 1, d, dValue, d, gradients + layout.Value.Offset, d);
        Gemm.Multiply(_rows, d, d, dKey, d, 1, transposed + layout.Key.Offset, d, dNormed, d);
        Gemm.Multiply(_rows, d, d, dValue, d, 1, transposed + layout.Value.Offset, d, dNormed, d, dNormed);
        var residual = dMiddle;
        if (_activeToRow is null)
        {
            Gemm.Multiply(_rows, d, d, dQuery, d, 1, transposed + layout.Query.Offset, d, dNormed, d, dNormed);
        }
        else
        {
            Gemm.Multiply(_active, d, d, dQuery, d, 1, transposed + layout.Query.Offset, d, dAttended, d);
            AddActive(dAttended, dNormed);
            new Span<float>(dx, _rows * d).Clear();
            AddActive(dMiddle, dx);
            residual = dx;
        }
        Pointwise.RmsNormBackward(_rows, d, _input, weights + layout.AttentionNorm.Offset, _inverse.Pointer, dNormed, residual, dx, gradients + layout.AttentionNorm.Offset);
    }

    private void Rotate(float* query, float* key, float direction)
    {
        foreach (ref readonly var span in CollectionsMarshal.AsSpan(_spans))
        {
            for (var i = 0; i < span.Queries; i++) workspace.Rotary.Rotate(query + (span.QueryStart + i) * shape.Width, shape.Heads, span.Offset + i, direction);
            for (var i = 0; i < span.Keys; i++) workspace.Rotary.Rotate(key + (span.KeyStart + i) * shape.Width, shape.Heads, i, direction);
        }
    }

    /// <summary>The active ones of all rows; copied only if they are not all.</summary>
    private float* Active(float* rows, FloatBuffer buffer)
    {
        if (_activeToRow is null) return rows;
        var d = shape.Width;
        var target = buffer.Ensure(_active, d);
        for (var i = 0; i < _active; i++) Pointwise.Copy(d, rows + _activeToRow[i] * d, target + i * d);
        return target;
    }

    /// <summary>Adds active rows to their places among all rows.</summary>
    private void AddActive(float* active, float* rows)
    {
        var d = shape.Width;
        for (var i = 0; i < _active; i++) Pointwise.Add(d, active + i * d, rows + _activeToRow![i] * d);
    }
}
