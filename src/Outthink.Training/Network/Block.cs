using Outthink.Training.Kernels;

namespace Outthink.Training.Network;

/// <summary>
/// One llama block over a packed batch. Keys and values are computed for all rows, everything else for the rows
/// listed as active (all of them but in the last block). The activations stay in the block for the way back.
/// </summary>
internal sealed unsafe class Block(NetworkShape shape, ParameterLayout.Layer layout, RotaryTable rotary)
{
    private readonly Attention _attention = new(shape);
    private readonly List<Attention.Span> _spans = [];
    private readonly FloatBuffer _input = new(), _normed = new(), _inverse = new(), _activeNormed = new();
    private readonly FloatBuffer _query = new(), _key = new(), _value = new(), _probabilities = new(), _attended = new();
    private readonly FloatBuffer _middle = new(), _middleNormed = new(), _middleInverse = new();
    private readonly FloatBuffer _gate = new(), _up = new(), _product = new();
    private readonly FloatBuffer _narrow = new(), _narrow2 = new(), _keyGradient = new(), _valueGradient = new(), _wide = new();
    private int _rows, _active;
    private List<int>? _activeToRow;

    /// <summary>
    /// Reads x[rows, d]; writes the block's result for the active rows to <paramref name="result"/>. With
    /// <paramref name="onlyActive"/> false all rows are active.
    /// </summary>
    internal void Forward(PackedBatch batch, bool onlyActive, float* weights, float* x, float* result)
    {
        int d = shape.Width, ff = shape.FeedForward;
        _rows = batch.Tokens.Count;
        _activeToRow = onlyActive ? batch.ActiveToRow : null;
        _active = onlyActive ? batch.ActiveToRow.Count : _rows;
        _spans.Clear();
        foreach (var document in batch.Documents)
            _spans.Add(onlyActive
                ? new Attention.Span(document.Start, document.Rows, document.ActiveStart, document.ActiveRows, document.FirstActive)
                : new Attention.Span(document.Start, document.Rows, document.Start, document.Rows, 0));

        var input = _input.Ensure(_rows * d);
        new ReadOnlySpan<float>(x, _rows * d).CopyTo(new Span<float>(input, _rows * d));
        var normed = _normed.Ensure(_rows * d);
        Pointwise.RmsNorm(_rows, d, input, weights + layout.AttentionNorm.Offset, normed, _inverse.Ensure(_rows));
        var activeNormed = Gathered(normed, _activeNormed);
        float* query = _query.Ensure(_active * d), key = _key.Ensure(_rows * d), value = _value.Ensure(_rows * d);
        Gemm.Multiply(_active, d, d, activeNormed, d, 1, weights + layout.Query.Offset, d, query, d, false);
        Gemm.Multiply(_rows, d, d, normed, d, 1, weights + layout.Key.Offset, d, key, d, false);
        Gemm.Multiply(_rows, d, d, normed, d, 1, weights + layout.Value.Offset, d, value, d, false);
        Rotate(query, key, 1);
        var attended = _attended.Ensure(_active * d);
        _attention.Forward(_spans, query, key, value, _probabilities.Ensure(_attention.ProbabilityCount(_spans)), attended);

        var middle = _middle.Ensure(_active * d);
        Gather(input, middle);
        Gemm.Multiply(_active, d, d, attended, d, 1, weights + layout.Output.Offset, d, middle, d, true);
        var middleNormed = _middleNormed.Ensure(_active * d);
        Pointwise.RmsNorm(_active, d, middle, weights + layout.FeedForwardNorm.Offset, middleNormed, _middleInverse.Ensure(_active));
        float* gate = _gate.Ensure(_active * ff), up = _up.Ensure(_active * ff), product = _product.Ensure(_active * ff);
        Gemm.Multiply(_active, ff, d, middleNormed, d, 1, weights + layout.Gate.Offset, ff, gate, ff, false);
        Gemm.Multiply(_active, ff, d, middleNormed, d, 1, weights + layout.Up.Offset, ff, up, ff, false);
        Pointwise.SwiGlu(_active * ff, gate, up, product);
        new ReadOnlySpan<float>(middle, _active * d).CopyTo(new Span<float>(result, _active * d));
        Gemm.Multiply(_active, d, ff, product, ff, 1, weights + layout.Down.Offset, d, result, d, true);
    }

    /// <summary>
    /// Turns the gradient of the result (active rows) into that of the input, written to <paramref name="dx"/> (all
    /// rows; must not overlap), and adds the weights' gradients. <paramref name="transposed"/> holds the weights' transposes.
    /// </summary>
    internal void Backward(float* weights, float* transposed, float* gradients, float* dResult, float* dx)
    {
        int d = shape.Width, ff = shape.FeedForward;
        float* gate = _gate.Pointer, up = _up.Pointer, middle = _middle.Pointer;
        Gemm.Multiply(ff, d, _active, _product.Pointer, 1, ff, dResult, d, gradients + layout.Down.Offset, d, true);
        var wide = _wide.Ensure(_active * ff);
        Gemm.Multiply(_active, ff, d, dResult, d, 1, transposed + layout.Down.Offset, ff, wide, ff, false);
        Pointwise.SwiGluBackward(_active * ff, gate, up, wide);
        Gemm.Multiply(d, ff, _active, _middleNormed.Pointer, 1, d, gate, ff, gradients + layout.Gate.Offset, ff, true);
        Gemm.Multiply(d, ff, _active, _middleNormed.Pointer, 1, d, up, ff, gradients + layout.Up.Offset, ff, true);
        var narrow = _narrow.Ensure(_active * d);
        Gemm.Multiply(_active, d, ff, gate, ff, 1, transposed + layout.Gate.Offset, d, narrow, d, false);
        Gemm.Multiply(_active, d, ff, up, ff, 1, transposed + layout.Up.Offset, d, narrow, d, true);
        Pointwise.RmsNormBackward(_active, d, middle, weights + layout.FeedForwardNorm.Offset, _middleInverse.Pointer, narrow, dResult, gradients + layout.FeedForwardNorm.Offset);

        Gemm.Multiply(d, d, _active, _attended.Pointer, 1, d, dResult, d, gradients + layout.Output.Offset, d, true);
        Gemm.Multiply(_active, d, d, dResult, d, 1, transposed + layout.Output.Offset, d, narrow, d, false);
        float* dQuery = _narrow2.Ensure(_active * d), dKey = _keyGradient.Ensure(_rows * d), dValue = _valueGradient.Ensure(_rows * d);
        _attention.Backward(_spans, _query.Pointer, _key.Pointer, _value.Pointer, _probabilities.Pointer, narrow, dQuery, dKey, dValue);
        Rotate(dQuery, dKey, -1);
        var activeNormed = _activeToRow is null ? _normed.Pointer : _activeNormed.Pointer;
        Gemm.Multiply(d, d, _active, activeNormed, 1, d, dQuery, d, gradients + layout.Query.Offset, d, true);
        Gemm.Multiply(d, d, _rows, _normed.Pointer, 1, d, dKey, d, gradients + layout.Key.Offset, d, true);
        Gemm.Multiply(d, d, _rows, _normed.Pointer, 1, d, dValue, d, gradients + layout.Value.Offset, d, true);
        var dNormed = _wide.Ensure(_rows * d);
        Gemm.Multiply(_rows, d, d, dKey, d, 1, transposed + layout.Key.Offset, d, dNormed, d, false);
        Gemm.Multiply(_rows, d, d, dValue, d, 1, transposed + layout.Value.Offset, d, dNormed, d, true);
        Gemm.Multiply(_active, d, d, dQuery, d, 1, transposed + layout.Query.Offset, d, narrow, d, false);
        Scatter(narrow, dNormed, clear: false);
        Scatter(dResult, dx, clear: true);
        Pointwise.RmsNormBackward(_rows, d, _input.Pointer, weights + layout.AttentionNorm.Offset, _inverse.Pointer, dNormed, dx, gradients + layout.AttentionNorm.Offset);
    }

    private void Rotate(float* query, float* key, float direction)
    {
        foreach (var span in _spans)
        {
            for (var i = 0; i < span.Queries; i++) rotary.Rotate(query + (span.QueryStart + i) * shape.Width, shape.Heads, span.Offset + i, direction);
            for (var i = 0; i < span.Keys; i++) rotary.Rotate(key + (span.KeyStart + i) * shape.Width, shape.Heads, i, direction);
        }
    }

    private float* Gathered(float* rows, FloatBuffer buffer)
    {
        if (_activeToRow is null) return rows;
        var target = buffer.Ensure(_active * shape.Width);
        Gather(rows, target);
        return target;
    }

    private void Gather(float* rows, float* target)
    {
        var d = shape.Width;
        for (var i = 0; i < _active; i++)
        {
            var line = new Span<float>(target + i * d, d);
            var row = _activeToRow is null ? i : _activeToRow[i];
            if (row < 0) line.Clear();
            else new ReadOnlySpan<float>(rows + row * d, d).CopyTo(line);
        }
    }

    /// <summary>Adds active rows to their places among all rows.</summary>
    private void Scatter(float* active, float* rows, bool clear)
    {
        var d = shape.Width;
        if (clear) new Span<float>(rows, _rows * d).Clear();
        for (var i = 0; i < _active; i++)
        {
            var row = _activeToRow is null ? i : _activeToRow[i];
            if (row >= 0) Pointwise.Add(d, active + i * d, rows + row * d);
        }
    }
}
