using System.Runtime.InteropServices;
using Outthink.Engine.Tests.Text;
using Outthink.Engine.Weights;

namespace Outthink.Engine.Tests.Weights;

/// <summary>A complete llama model of two layers with random weights and the sample vocabulary, some 100 KB.</summary>
static class SampleModel
{
    const int Width = 32, Heads = 4, KvHeads = 2, Hidden = 64, Layers = 2;

    public static GgufWriter Writer(TensorType type = TensorType.F32)
    {
        var random = new Random(1);
        var vocabulary = SampleVocabulary.Kinds.Length;
        var writer = SampleVocabulary.Writer().WithSpecials()
            .Add("general.architecture", "llama")
            .Add("llama.context_length", 128u).Add("llama.embedding_length", (uint)Width).Add("llama.block_count", (uint)Layers)
            .Add("llama.feed_forward_length", (uint)Hidden).Add("llama.attention.head_count", (uint)Heads)
            .Add("llama.attention.head_count_kv", (uint)KvHeads).Add("llama.attention.layer_norm_rms_epsilon", 1e-5f)
            .Add("llama.rope.freq_base", 10000f).Add("llama.rope.dimension_count", (uint)(Width / Heads)).Add("llama.vocab_size", (uint)vocabulary);
        Matrix("token_embd.weight", Width, vocabulary);
        Norm("output_norm.weight");
        for (var layer = 0; layer < Layers; layer++)
        {
            Norm($"blk.{layer}.attn_norm.weight");
            Matrix($"blk.{layer}.attn_q.weight", Width, Width);
            Matrix($"blk.{layer}.attn_k.weight", Width, Width / Heads * KvHeads);
            Matrix($"blk.{layer}.attn_v.weight", Width, Width / Heads * KvHeads);
            Matrix($"blk.{layer}.attn_output.weight", Width, Width);
            Norm($"blk.{layer}.ffn_norm.weight");
            Matrix($"blk.{layer}.ffn_gate.weight", Width, Hidden);
            Matrix($"blk.{layer}.ffn_up.weight", Width, Hidden);
            Matrix($"blk.{layer}.ffn_down.weight", Hidden, Width);
        }
        return writer;

        void Norm(string name) => writer.AddTensor(name, TensorType.F32, [Width], MemoryMarshal.AsBytes<float>([.. Enumerable.Repeat(1f, Width)]).ToArray());

        void Matrix(string name, int columns, int rows)
        {
            float[] values = [.. Enumerable.Range(0, columns * rows).Select(_ => (float)(random.NextDouble() - 0.5))];
            writer.AddTensor(name, type, [columns, rows], type switch
            {
                TensorType.F32 => MemoryMarshal.AsBytes<float>(values).ToArray(),
                TensorType.F16 => MemoryMarshal.AsBytes<Half>([.. values.Select(v => (Half)v)]).ToArray(),
                _ => throw new ArgumentException($"The sample model has no {type} weights.", nameof(type)),
            });
        }
    }
}
