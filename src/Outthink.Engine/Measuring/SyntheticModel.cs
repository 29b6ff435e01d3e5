using Outthink.Engine.Text;
using Outthink.Engine.Weights;

namespace Outthink.Engine.Measuring;

/// <summary>
/// Writes a model of a known shape with random weights: it costs what the real one costs, and says nothing. llama.cpp
/// loads it too. Weights have deviations that keep activations and logits in the range of a trained model's.
/// </summary>
public static class SyntheticModel
{
    /// <summary>Deviation of the logits: a distribution about as broad as a real model's, so that sequences soon differ.</summary>
    const float LogitSpread = 2.5f;

    /// <summary>Writes the file, whole or not at all, tensor by tensor: memory does not grow with the model.</summary>
    /// <param name="shape">The shape; <c>shape with { Layers = … }</c> makes it shallower.</param>
    /// <param name="type">The type of every matrix, embedding and output layer included; norms and biases are F32.</param>
    /// <param name="seed">Decides every weight.</param>
    /// <param name="path">The file; one that exists is replaced.</param>
    /// <exception cref="ArgumentException">The shape cannot be written so: <see cref="ModelShape.Problems"/>.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(ModelShape shape, TensorType type, ulong seed, string path)
    {
        ArgumentNullException.ThrowIfNull(shape);
        if (shape.Problems(type) is { IsEmpty: false } problems)
            throw new ArgumentException(string.Join("; ", problems), nameof(type));
        var writer = Header(shape, type);
        var random = new RandomWeights(seed);
        var (width, queries, keys) = (shape.Width, shape.Heads * shape.HeadDim, shape.KvHeads * shape.HeadDim);
        Matrix("token_embd", width, shape.Vocabulary, LogitSpread);
        Norm("output_norm");
        if (!shape.IsOutputTied)
            Matrix("output", width, shape.Vocabulary, LogitSpread);
        for (var layer = 0; layer < shape.Layers; layer++)
        {
            Norm($"blk.{layer}.attn_norm");
            Projection($"blk.{layer}.attn_q", queries);
            Projection($"blk.{layer}.attn_k", keys);
            Projection($"blk.{layer}.attn_v", keys);
            Matrix($"blk.{layer}.attn_output", queries, width);
            Norm($"blk.{layer}.ffn_norm");
            Matrix($"blk.{layer}.ffn_gate", width, shape.FeedForward);
            Matrix($"blk.{layer}.ffn_up", width, shape.FeedForward);
            Matrix($"blk.{layer}.ffn_down", shape.FeedForward, width);
        }
        writer.Write(path);

        void Matrix(string name, int depth, int columns, float gain = 1) =>
            writer.AddTensor(name + ".weight", type, [depth, columns], stream => random.Write(stream, type, depth, columns, gain / MathF.Sqrt(depth)));

        void Norm(string name) => writer.AddTensor(name + ".weight", TensorType.F32, [width], Floats(Enumerable.Repeat(1f, width)));

        void Projection(string name, int columns)
        {
            Matrix(name, width, columns);
            if (shape.Architecture == "qwen2")
                writer.AddTensor(name + ".bias", TensorType.F32, [columns], stream => random.Write(stream, TensorType.F32, columns, 1, 0.1f));
        }
    }

    static GgufWriter Header(ModelShape shape, TensorType type)
    {
        var name = shape.Architecture;
        var writer = new GgufWriter()
            .Add("general.architecture", name).Add("general.name", $"{shape.Name} shape, random {type} weights")
            .Add($"{name}.context_length", (uint)shape.Context).Add($"{name}.block_count", (uint)shape.Layers)
            .Add($"{name}.embedding_length", (uint)shape.Width).Add($"{name}.feed_forward_length", (uint)shape.FeedForward)
            .Add($"{name}.attention.head_count", (uint)shape.Heads).Add($"{name}.attention.head_count_kv", (uint)shape.KvHeads)
            .Add($"{name}.attention.layer_norm_rms_epsilon", shape.NormEpsilon).Add($"{name}.rope.freq_base", shape.RopeBase)
            .Add($"{name}.rope.dimension_count", (uint)shape.HeadDim);
        return AddTokenizer(writer, shape.Vocabulary);
    }

    /// <summary>Byte-level BPE of the real size: every byte, one merge, words that no text contains, and the end token last.</summary>
    static GgufWriter AddTokenizer(GgufWriter writer, int vocabulary)
    {
        string[] bytes = [.. Enumerable.Range(0, 256).Select(b => ByteAlphabet.CharacterOf((byte)b).ToString())];
        var (space, letter) = (bytes[' '], bytes['t']);
        string[] tokens = [.. bytes, space + letter, .. Enumerable.Range(0, vocabulary - 258).Select(i => FormattableString.Invariant($"{space}t{i}")), "<|endoftext|>"];
        int[] kinds = [.. Enumerable.Repeat((int)TokenKind.Normal, vocabulary - 1), (int)TokenKind.Control];
        return writer.Add("tokenizer.ggml.model", "gpt2").Add("tokenizer.ggml.pre", "gpt-2")
            .AddArray("tokenizer.ggml.tokens", tokens).AddArray("tokenizer.ggml.token_type", kinds).AddArray("tokenizer.ggml.merges", $"{space} {letter}")
            .Add("tokenizer.ggml.eos_token_id", (uint)(vocabulary - 1)).Add("tokenizer.ggml.add_bos_token", false);
    }

    static byte[] Floats(IEnumerable<float> values) => System.Runtime.InteropServices.MemoryMarshal.AsBytes<float>(values.ToArray()).ToArray();
}
