using Outthink.Engine.Cache;
using Outthink.Engine.Kernels;

namespace Outthink.Engine.Models;

/// <summary>
/// The forward pass of the llama family over rows of many sequences: RMS norm, rotary embedding of neighbouring pairs,
/// grouped-query attention over cached blocks, SwiGLU; biases and norms of heads where an <see cref="Architecture"/>
/// has them. A row is one token at one position of one sequence. Rows meet only in attention, so each row's result is
/// the same whatever rows stand beside it.
/// </summary>
internal sealed class Llama(LlamaWeights weights, KernelSet kernels) : IDisposable
{
    readonly RotaryTable angles = new(weights);

    public LlamaWeights Weights => weights;

    public KernelSet Kernels => kernels;

    public KvLayout Layout { get; } = new(weights.Config.Layers, weights.Config.KvHeads, weights.Config.HeadDim);

    /// <summary>Prepares for contexts of this many tokens. Not while a pass runs.</summary>
    public void Reach(int tokens) => angles.Reach(tokens);

    /// <summary>
    /// Runs rows [first, first + count) of a pass through all layers; afterwards the workspace's stream holds their
    /// last states, not yet normed, and their keys and values are in their blocks. All parts of a crew call this
    /// together; the rows of a sequence before these must have been run.
    /// </summary>
    public void Forward(ReadOnlySpan<int> tokens, RowIndex index, int first, int maxTokens, Workspace space, Scratch scratch, Crew crew)
    {
        var (config, count) = (weights.Config, tokens.Length);
        var (x, h) = (space.Stream(count), space.Normed(count));
        var (q, k, v, attended) = (space.Queries(count), space.Keys(count), space.Values(count), space.Attended(count));
        var (gate, up) = (space.Gate(count), space.Up(count));
        var (from, to) = crew.Share(count);
        scratch.Attention.Reserve(AttentionBatch.ScratchFor(maxTokens, Layout.ValueStride));

        for (var row = from; row < to; row++)
        {
            weights.Embedding.CopyColumn(tokens[row], x[row]);
            x[row][config.Width..].Clear();
        }
        for (var i = 0; i < weights.Layers.Length; i++)
        {
            var layer = weights.Layers[i];
            var attention = new AttentionBatch(index, first, count, maxTokens, Layout, i, config.Heads);

            kernels.RmsNorm(x.Part(from, to), layer.AttentionNorm, config.Width, config.NormEpsilon, h.Part(from, to));
            crew.Meet();
            Multiply(h, layer.Query, q, false, scratch, crew);
            Multiply(h, layer.Key, k, false, scratch, crew);
            Multiply(h, layer.Value, v, false, scratch, crew);
            crew.Meet();
            q.Part(from, to).Add(layer.QueryBias);
            k.Part(from, to).Add(layer.KeyBias);
            v.Part(from, to).Add(layer.ValueBias);
            for (var row = from; row < to; row++)
            {
                NormHeads(q.Heads(row, config.Heads, config.HeadDim), layer.QueryNorm);
                NormHeads(k.Heads(row, config.KvHeads, config.HeadDim), layer.KeyNorm);
                kernels.Rotate(q, row, config.Heads, config.HeadDim, angles.Angles, attention.PositionOf(row));
                kernels.Rotate(k, row, config.KvHeads, config.HeadDim, angles.Angles, attention.PositionOf(row));
            }
            attention.Store(k, v, from, to);
            crew.Meet();
            var (firstQuery, lastQuery) = crew.Share(attention.QueryCount);
            kernels.Attend(attention, q, attended, firstQuery, lastQuery, scratch.Attention);
            crew.Meet();
            Multiply(attended, layer.Output, x, true, scratch, crew);
            crew.Meet();

            kernels.RmsNorm(x.Part(from, to), layer.FeedForwardNorm, config.Width, config.NormEpsilon, h.Part(from, to));
            crew.Meet();
            Multiply(h, layer.Gate, gate, false, scratch, crew);
            Multiply(h, layer.Up, up, false, scratch, crew);
            crew.Meet();
            kernels.SwiGlu(gate.Part(from, to), up.Part(from, to));
            crew.Meet();
            Multiply(gate, layer.Down, x, true, scratch, crew);
            crew.Meet();
        }
    }

    /// <summary>The final norm of one row of the stream: what the output layer, or a sequence that waits, needs.</summary>
    public void Normalize(Workspace space, int row, int hiddenRow) =>
        kernels.RmsNorm(space.Stream(row + 1).Part(row, row + 1), weights.FinalNorm, weights.Config.Width, weights.Config.NormEpsilon, space.Hidden(hiddenRow + 1).Part(hiddenRow, hiddenRow + 1));

    /// <summary>Logits of the hidden rows [from, from + logits.Count).</summary>
    public void Project(Workspace space, int from, Rows logits, Scratch scratch, Crew crew) =>
        Multiply(space.Hidden(from + logits.Count).Part(from, from + logits.Count), weights.Output, logits, false, scratch, crew);

    /// <summary>The reward head's outputs for the hidden rows [from, from + outputs.Count).</summary>
    public void Judge(Workspace space, int from, Rows outputs, Scratch scratch, Crew crew)
    {
        var head = weights.Head!;
        var input = space.Hidden(from + outputs.Count).Part(from, from + outputs.Count);
        var (first, last) = crew.Share(outputs.Count);
        if (head.Hidden is { } layer)
        {
            var hidden = space.HeadHidden(outputs.Count);
            Multiply(input, layer, hidden, false, scratch, crew);
            crew.Meet();
            hidden.Part(first, last).Add(head.HiddenBias);
            for (var row = first; row < last; row++)
            {
                foreach (ref var value in hidden[row])
                    value = value < 0 ? 0 : value; // a NaN stays one
            }
            crew.Meet();
            input = hidden;
        }
        Multiply(input, head.Output, outputs, false, scratch, crew);
        crew.Meet();
        outputs.Part(first, last).Add(head.OutputBias);
    }

    public void Dispose()
    {
        angles.Dispose();
        weights.Dispose();
    }

    void NormHeads(Rows heads, NativeBuffer? norm)
    {
        if (norm is not null)
            kernels.RmsNorm(heads, norm, weights.Config.HeadDim, weights.Config.NormEpsilon, heads);
    }

    void Multiply(Rows x, PackedMatrix w, Rows y, bool accumulate, Scratch scratch, Crew crew)
    {
        var (from, to) = crew.Share(w.PanelCount);
        kernels.MatMul(x, w, y, from, to, accumulate, scratch.MatMul);
    }
}
