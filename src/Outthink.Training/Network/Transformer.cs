using System.Collections.Immutable;
using Outthink.Evaluation.Suites;
using Outthink.Training.Kernels;

namespace Outthink.Training.Network;

/// <summary>
/// A llama network with tied embeddings whose input is scaled by √d: loss and gradients of a packed batch. Not
/// thread-safe; one network belongs to one thread.
/// </summary>
internal sealed unsafe class Transformer
{
    private readonly ImmutableArray<Block> _blocks;
    private readonly FloatBuffer _weights, _transposed, _gradients;
    private readonly FloatBuffer _x = new(), _dx = new(), _dxBefore = new(), _normed = new(), _inverse = new(), _logits = new();
    private readonly float _embeddingScale;

    internal Transformer(NetworkShape shape, ulong seed)
    {
        Shape = shape;
        Layout = new ParameterLayout(shape);
        _weights = new FloatBuffer(Layout.Count);
        _transposed = new FloatBuffer(Layout.Count);
        _gradients = new FloatBuffer(Layout.Count);
        _embeddingScale = MathF.Sqrt(shape.Width);
        var workspace = new Workspace(shape);
        _blocks = [.. Layout.Layers.Select(layer => new Block(shape, layer, workspace))];
        Initialise(seed);
    }

    internal NetworkShape Shape { get; }

    internal ParameterLayout Layout { get; }

    internal Span<float> Weights => new(_weights.Pointer, Layout.Count);

    internal Span<float> Gradients => new(_gradients.Pointer, Layout.Count);

    /// <summary>Must follow every change of the weights.</summary>
    internal void WeightsChanged()
    {
        foreach (var tensor in Layout.Tensors)
            if (!tensor.IsNorm)
                Transposition.Transpose(tensor.Rows, tensor.Columns, _weights.Pointer + tensor.Offset, tensor.Columns, _transposed.Pointer + tensor.Offset, tensor.Rows);
    }

    /// <summary>Mean cross-entropy of the targets, in nats; the gradients are replaced.</summary>
    internal double LossAndGradients(PackedBatch batch)
    {
        var logits = Logits(batch, out var last);
        var loss = LossAndLogitGradients(batch, logits);
        float* weights = _weights.Pointer, gradients = _gradients.Pointer, normed = _normed.Pointer;
        foreach (var tensor in Layout.Tensors)
            if (tensor.IsNorm) Gradients.Slice(tensor.Offset, tensor.Count).Clear();
        int d = Shape.Width, vocabulary = Shape.PaddedVocabulary, active = batch.ActiveToRow.Count, rows = batch.Tokens.Count;
        Gemm.Multiply(vocabulary, d, active, logits, 1, vocabulary, normed, d, gradients + Layout.Embedding.Offset, d);
        Gemm.Multiply(active, d, vocabulary, logits, vocabulary, 1, weights + Layout.Embedding.Offset, d, normed, d);
        float* from = _dx.Ensure(rows, d), to = _dxBefore.Ensure(rows, d);
        new Span<float>(from, active * d).Clear();
        Pointwise.RmsNormBackward(active, d, last, weights + Layout.OutputNorm.Offset, _inverse.Pointer, normed, from, from, gradients + Layout.OutputNorm.Offset);
        for (var i = _blocks.Length - 1; i >= 0; i--)
        {
            _blocks[i].Backward(weights, _transposed.Pointer, gradients, from, to);
            var swap = from;
            from = to;
            to = swap;
        }
        for (var row = 0; row < rows; row++)
            Pointwise.AddScaled(d, from + row * d, _embeddingScale, gradients + Layout.Embedding.Offset + batch.Tokens[row] * d);
        return loss / batch.TargetCount;
    }

    /// <summary>The sum of the targets' cross-entropies; the logits are replaced by the gradients of their mean.</summary>
    private double LossAndLogitGradients(PackedBatch batch, float* logits)
    {
        double loss = 0;
        var vocabulary = Shape.PaddedVocabulary;
        var weight = 1f / batch.TargetCount;
        for (var i = 0; i < batch.Targets.Count; i++, logits += vocabulary)
        {
            var target = batch.Targets[i];
            if (target < 0)
            {
                new Span<float>(logits, vocabulary).Clear();
                continue;
            }
            var logit = logits[target];
            var (logSum, share) = Pointwise.Exponentials(logits, Shape.Vocabulary, vocabulary, 1);
            loss += logSum - logit;
            Pointwise.Scale(vocabulary, logits, weight * share, logits);
            logits[target] -= weight;
        }
        return loss;
    }

    /// <summary>
    /// The log-probability of each target, in nats, in the order of the active rows, 0 where there is none; and whether
    /// no other token is as probable.
    /// </summary>
    internal float[] TargetLogProbabilities(PackedBatch batch, out bool[] isMostProbable)
    {
        var logits = Logits(batch, out _);
        var result = new float[batch.ActiveToRow.Count];
        isMostProbable = new bool[result.Length];
        for (var i = 0; i < result.Length; i++)
        {
            if (batch.Targets[i] < 0) continue;
            var line = logits + i * Shape.PaddedVocabulary;
            var logit = line[batch.Targets[i]];
            isMostProbable[i] = true;
            for (var j = 0; j < Shape.Vocabulary; j++) isMostProbable[i] &= j == batch.Targets[i] || line[j] < logit;
            result[i] = logit - Pointwise.Exponentials(line, Shape.Vocabulary, Shape.PaddedVocabulary, 1).LogSum;
        }
        return result;
    }

    /// <summary>logits[active, vocabulary], and the last block's result[active, d].</summary>
    private float* Logits(PackedBatch batch, out float* last)
    {
        int d = Shape.Width, rows = batch.Tokens.Count, active = batch.ActiveToRow.Count;
        var x = _x.Ensure(rows, d);
        for (var row = 0; row < rows; row++)
            Pointwise.Scale(d, _weights.Pointer + Layout.Embedding.Offset + batch.Tokens[row] * d, _embeddingScale, x + row * d);
        for (var i = 0; i < _blocks.Length; i++) x = _blocks[i].Forward(batch, onlyActive: i == _blocks.Length - 1, _weights.Pointer, x);
        last = x;
        var normed = _normed.Ensure(active, d);
        Pointwise.RmsNorm(active, d, x, _weights.Pointer + Layout.OutputNorm.Offset, normed, _inverse.Ensure(active));
        var logits = _logits.Ensure(active, Shape.PaddedVocabulary);
        Gemm.Multiply(active, Shape.PaddedVocabulary, d, normed, d, 1, _transposed.Pointer + Layout.Embedding.Offset, Shape.PaddedVocabulary, logits, Shape.PaddedVocabulary);
        return logits;
    }

    /// <summary>Normal numbers of deviation 1/√fan-in; what ends a residual branch is further divided by √(2·layers).</summary>
    private void Initialise(ulong seed)
    {
        var random = new SplitMix64(seed);
        var branch = 1 / MathF.Sqrt(2 * Shape.Layers);
        foreach (var tensor in Layout.Tensors)
        {
            var values = Weights.Slice(tensor.Offset, tensor.Count);
            if (tensor.IsNorm)
            {
                values.Fill(1);
                continue;
            }
            var isEmbedding = tensor == Layout.Embedding;
            var deviation = 1 / MathF.Sqrt(isEmbedding ? Shape.Width : tensor.Rows);
            if (tensor.Name.EndsWith("output", StringComparison.Ordinal) || tensor.Name.EndsWith("down", StringComparison.Ordinal)) deviation *= branch;
            if (isEmbedding) values = values[..(Shape.Vocabulary * Shape.Width)];
            foreach (ref var value in values) value = deviation * Normal(ref random);
        }
        WeightsChanged();
    }

    private static float Normal(ref SplitMix64 random)
    {
        var radius = Math.Sqrt(-2 * Math.Log(1 - (random.Next() >> 11) * (1.0 / (1UL << 53))));
        return (float)(radius * Math.Cos(2 * Math.PI * random.Fraction()));
    }
}
