using System.Runtime.InteropServices;
using Outthink.Engine.Weights;
using Outthink.Training.Kernels;
using Outthink.Training.Network;
using Outthink.Training.Text;

namespace Outthink.Training.Family;

/// <summary>
/// Writes a network as a plain llama model in F32 with its tokeniser, and reads one back. The input's factor √d is
/// folded into the input embeddings, which unties them from the output layer.
/// </summary>
internal static class GgufExport
{
    internal static void Write(Transformer network, FamilyTokeniser tokeniser, string name, string path)
    {
        var shape = network.Shape;
        var writer = new GgufWriter()
            .Add("general.architecture", "llama")
            .Add("general.name", name)
            .Add("general.license", "mit")
            .Add("general.file_type", 0u)
            .Add("llama.context_length", (uint)NetworkShape.ContextLength)
            .Add("llama.embedding_length", (uint)shape.Width)
            .Add("llama.block_count", (uint)shape.Layers)
            .Add("llama.feed_forward_length", (uint)shape.FeedForward)
            .Add("llama.attention.head_count", (uint)shape.Heads)
            .Add("llama.attention.head_count_kv", (uint)shape.Heads)
            .Add("llama.attention.layer_norm_rms_epsilon", Pointwise.NormEpsilon)
            .Add("llama.rope.dimension_count", (uint)shape.HeadDim)
            .Add("llama.rope.freq_base", RotaryTable.Theta)
            .Add("llama.vocab_size", (uint)shape.Vocabulary);
        AddTokeniser(writer, tokeniser);

        var embedding = Weights(network, network.Layout.Embedding)[..(shape.Vocabulary * shape.Width)];
        var scale = MathF.Sqrt(shape.Width);
        Add(writer, "token_embd", [shape.Width, shape.Vocabulary], [.. embedding.Select(value => value * scale)]);
        Add(writer, "output", [shape.Width, shape.Vocabulary], embedding);
        foreach (var tensor in network.Layout.Tensors)
        {
            if (tensor == network.Layout.Embedding) continue;
            var values = Weights(network, tensor);
            if (tensor.IsNorm) Add(writer, tensor.Name, [tensor.Columns], values);
            else Add(writer, tensor.Name, [tensor.Rows, tensor.Columns], Transposed(values, tensor.Rows, tensor.Columns));
        }
        writer.Write(path);
    }

    /// <summary>The weights of a file that <see cref="Write"/> wrote, into a network of its shape.</summary>
    internal static void Read(string path, Transformer network)
    {
        using var file = GgufFile.Open(path);
        foreach (var tensor in network.Layout.Tensors)
        {
            var isEmbedding = tensor == network.Layout.Embedding;
            var values = MemoryMarshal.Cast<byte, float>(file.Tensor((isEmbedding ? "output" : tensor.Name) + ".weight").Data).ToArray();
            if (!tensor.IsNorm && !isEmbedding) values = Transposed(values, tensor.Columns, tensor.Rows);
            values.CopyTo(network.Weights.Slice(tensor.Offset, tensor.Count));
        }
        network.WeightsChanged();
    }

    private static void AddTokeniser(GgufWriter writer, FamilyTokeniser tokeniser) => writer
        .Add("tokenizer.ggml.model", "gpt2")
        .Add("tokenizer.ggml.pre", "gpt-2")
        .AddArray<string>("tokenizer.ggml.tokens", [.. tokeniser.Tokens])
        .AddArray<int>("tokenizer.ggml.token_type", [.. tokeniser.TokenTypes])
        .AddArray<string>("tokenizer.ggml.merges", [.. tokeniser.Merges.Select(merge => $"{merge.Left} {merge.Right}")])
        .Add("tokenizer.ggml.bos_token_id", (uint)FamilyTokeniser.Bos)
        .Add("tokenizer.ggml.eos_token_id", (uint)FamilyTokeniser.Eos)
        .Add("tokenizer.ggml.add_bos_token", true)
        .Add("tokenizer.ggml.add_eos_token", false);

    private static void Add(GgufWriter writer, string name, long[] shape, float[] values)
        => writer.AddTensor(name + ".weight", TensorType.F32, shape, MemoryMarshal.AsBytes(values.AsSpan()).ToArray());

    private static float[] Weights(Transformer network, ParameterLayout.Tensor tensor)
        => network.Weights.Slice(tensor.Offset, tensor.Count).ToArray();

    /// <summary>values[rows, columns] as [columns, rows].</summary>
    private static float[] Transposed(float[] values, int rows, int columns)
    {
        var result = new float[values.Length];
        for (var row = 0; row < rows; row++)
            for (var column = 0; column < columns; column++)
                result[column * rows + row] = values[row * columns + column];
        return result;
    }
}
