using System.Collections.Immutable;

namespace Outthink.Training.Network;

/// <summary>Where each tensor lies in the one array of parameters. Weights are stored [in, out].</summary>
internal sealed record ParameterLayout
{
    internal sealed record Tensor(string Name, int Offset, int Rows, int Columns, bool IsNorm = false)
    {
        internal int Count => Rows * Columns;
    }

    internal sealed record Layer(Tensor AttentionNorm, Tensor Query, Tensor Key, Tensor Value, Tensor Output, Tensor FeedForwardNorm, Tensor Gate, Tensor Up, Tensor Down);

    internal ParameterLayout(NetworkShape shape)
    {
        var tensors = ImmutableArray.CreateBuilder<Tensor>();
        Tensor Next(string name, int rows, int columns, bool isNorm = false)
        {
            var tensor = new Tensor(name, Count, rows, columns, isNorm);
            Count += tensor.Count;
            tensors.Add(tensor);
            return tensor;
        }
        int d = shape.Width, ff = shape.FeedForward;
        Embedding = Next("embedding", shape.PaddedVocabulary, d);
        Layers = [.. Enumerable.Range(0, shape.Layers).Select(i => new Layer(
            Next($"blk.{i}.attn_norm", 1, d, isNorm: true), Next($"blk.{i}.attn_q", d, d), Next($"blk.{i}.attn_k", d, d),
            Next($"blk.{i}.attn_v", d, d), Next($"blk.{i}.attn_output", d, d), Next($"blk.{i}.ffn_norm", 1, d, isNorm: true),
            Next($"blk.{i}.ffn_gate", d, ff), Next($"blk.{i}.ffn_up", d, ff), Next($"blk.{i}.ffn_down", ff, d)))];
        OutputNorm = Next("output_norm", 1, d, isNorm: true);
        Tensors = tensors.ToImmutable();
    }

    internal int Count { get; private set; }

    internal Tensor Embedding { get; }

    internal ImmutableArray<Layer> Layers { get; }

    internal Tensor OutputNorm { get; }

    internal ImmutableArray<Tensor> Tensors { get; }
}
