using System.Runtime.InteropServices;
using Outthink.Engine.Weights;

namespace Outthink.Engine.Bench;

/// <summary>A llama model of a given shape with random weights and no end token: it runs, it says nothing.</summary>
internal sealed record SyntheticModel(string Name, int Width, int Layers, int Heads, int KvHeads, int HeadDim, int FeedForward, int Vocabulary, int Context)
{
    public void Write(string path)
    {
        var random = new Random(1);
        var writer = new GgufWriter()
            .Add("general.architecture", "llama")
            .Add("llama.context_length", (uint)Context).Add("llama.block_count", (uint)Layers)
            .Add("llama.embedding_length", (uint)Width).Add("llama.feed_forward_length", (uint)FeedForward)
            .Add("llama.attention.head_count", (uint)Heads).Add("llama.attention.head_count_kv", (uint)KvHeads)
            .Add("llama.attention.key_length", (uint)HeadDim).Add("llama.attention.value_length", (uint)HeadDim)
            .Add("llama.attention.layer_norm_rms_epsilon", 1e-5f).Add("llama.rope.freq_base", 10000f).Add("llama.rope.dimension_count", (uint)HeadDim)
            .Add("tokenizer.ggml.model", "gpt2").Add("tokenizer.ggml.pre", "gpt-2").Add("tokenizer.ggml.unknown_token_id", 0u)
            .AddArray("tokenizer.ggml.tokens", [.. Enumerable.Range(0, Vocabulary).Select(i => "t" + i)])
            .AddArray("tokenizer.ggml.token_type", [.. Enumerable.Repeat(1, Vocabulary)])
            .AddArray<string>("tokenizer.ggml.merges");
        Matrix("token_embd.weight", Width, Vocabulary);
        Norm("output_norm.weight");
        for (var i = 0; i < Layers; i++)
        {
            Norm($"blk.{i}.attn_norm.weight");
            Norm($"blk.{i}.ffn_norm.weight");
            Matrix($"blk.{i}.attn_q.weight", Width, Heads * HeadDim);
            Matrix($"blk.{i}.attn_k.weight", Width, KvHeads * HeadDim);
            Matrix($"blk.{i}.attn_v.weight", Width, KvHeads * HeadDim);
            Matrix($"blk.{i}.attn_output.weight", Heads * HeadDim, Width);
            Matrix($"blk.{i}.ffn_gate.weight", Width, FeedForward);
            Matrix($"blk.{i}.ffn_up.weight", Width, FeedForward);
            Matrix($"blk.{i}.ffn_down.weight", FeedForward, Width);
        }
        writer.Write(path);

        void Norm(string name) => writer.AddTensor(name, TensorType.F32, [Width], MemoryMarshal.AsBytes<float>([.. Enumerable.Repeat(1f, Width)]).ToArray());

        void Matrix(string name, int depth, int columns)
        {
            var values = new float[depth * columns];
            foreach (ref var value in values.AsSpan())
                value = (float)((random.NextDouble() - 0.5) * 2 / Math.Sqrt(depth));
            writer.AddTensor(name, TensorType.F32, [depth, columns], MemoryMarshal.AsBytes(values.AsSpan()).ToArray());
        }
    }
}
