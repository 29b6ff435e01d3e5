using System.Runtime.InteropServices;
using Outthink.Engine.Weights;

namespace Outthink.Peers;

/// <summary>
/// A llama model with random weights: says nothing sensible, but shows whether two engines agree about the file
/// format, the tokeniser, the order of rotary pairs and grouped heads, before any model is trained.
/// </summary>
static class RandomModel
{
    const int Width = 64, Heads = 4, KvHeads = 2, Hidden = 160, Layers = 3, Context = 512;

    static readonly string[] Merges =
    [
        "Ġ t", "h e", "Ġt he", "i n", "e r", "Ġ a", "a n", "Ġ s", "o n", "Ġ h", "e n", "Ġ b", "o r", "Ġ m", "a s", "Ġ 1", "Ġ 2", "Ġ 3",
        "Ġa n", "Ġan d", "in g", "Ġh as", "m an", "Ġ man", "Ġman y", "Ġ =", "Ġ +", "S t", "e p", "St ep", "Ġ Ġ", "ĠĠ ĠĠ", "Ã ¤",
    ];

    public static void Write(string path, TensorType type, bool tied, int seed)
    {
        var random = new Random(seed);
        string[] tokens = ["<s>", "</s>", "\n\n", .. Enumerable.Range(0, 256).Select(b => Character((byte)b).ToString()), .. Merges.Select(m => m.Remove(m.IndexOf(' '), 1))];
        int[] kinds = [3, 3, 4, .. Enumerable.Repeat(1, tokens.Length - 3)];
        var writer = new GgufWriter()
            .Add("general.architecture", "llama").Add("general.name", $"random {type}")
            .Add("llama.context_length", (uint)Context).Add("llama.embedding_length", (uint)Width).Add("llama.block_count", (uint)Layers)
            .Add("llama.feed_forward_length", (uint)Hidden).Add("llama.attention.head_count", (uint)Heads).Add("llama.attention.head_count_kv", (uint)KvHeads)
            .Add("llama.attention.layer_norm_rms_epsilon", 1e-5f).Add("llama.rope.freq_base", 10000f)
            .Add("llama.rope.dimension_count", (uint)(Width / Heads)).Add("llama.vocab_size", (uint)tokens.Length)
            .Add("tokenizer.ggml.model", "gpt2").Add("tokenizer.ggml.pre", tied ? "gpt-2" : "default")
            .AddArray<string>("tokenizer.ggml.tokens", tokens).AddArray<int>("tokenizer.ggml.token_type", kinds).AddArray<string>("tokenizer.ggml.merges", Merges)
            .Add("tokenizer.ggml.bos_token_id", 0u).Add("tokenizer.ggml.eos_token_id", 1u).Add("tokenizer.ggml.add_bos_token", true);
        WordMatrix("token_embd.weight");
        Norm("output_norm.weight");
        if (!tied)
            WordMatrix("output.weight");
        for (var layer = 0; layer < Layers; layer++)
        {
            Norm($"blk.{layer}.attn_norm.weight");
            Matrix($"blk.{layer}.attn_q.weight", Width, Width, gain: 2);
            Matrix($"blk.{layer}.attn_k.weight", Width, Width / Heads * KvHeads, gain: 2);
            Matrix($"blk.{layer}.attn_v.weight", Width, Width / Heads * KvHeads, gain: 2);
            Matrix($"blk.{layer}.attn_output.weight", Width, Width, gain: 2);
            Norm($"blk.{layer}.ffn_norm.weight");
            Matrix($"blk.{layer}.ffn_gate.weight", Width, Hidden, gain: 2);
            Matrix($"blk.{layer}.ffn_up.weight", Width, Hidden, gain: 2);
            Matrix($"blk.{layer}.ffn_down.weight", Hidden, Width, gain: 2);
        }
        writer.Write(path);

        void Norm(string name) => writer.AddTensor(name, TensorType.F32, [Width], Bytes(Numbers(Width, 0.1f, 1)));
        void Matrix(string name, int columns, int rows, float gain) =>
            writer.AddTensor(name, type, [columns, rows], Encode(type, Numbers(columns * rows, gain / MathF.Sqrt(columns), 0)));

        // Tokens outside ASCII get zero rows, so that they never win: llama-server refuses to answer with broken UTF-8.
        void WordMatrix(string name)
        {
            var rows = Numbers(Width * tokens.Length, 3 / MathF.Sqrt(Width), 0);
            for (var id = 0; id < tokens.Length; id++)
            {
                if (!tokens[id].All(c => c is (> ' ' and < '\x7f') or 'Ġ' or '\n'))
                    rows.AsSpan(id * Width, Width).Clear();
            }
            writer.AddTensor(name, type, [Width, tokens.Length], Encode(type, rows));
        }

        float[] Numbers(int count, float spread, float centre) => [.. Enumerable.Range(0, count).Select(_ => centre + (spread * 1.7f * (float)((2 * random.NextDouble()) - 1)))];
    }

    static byte[] Encode(TensorType type, float[] values) => type switch
    {
        TensorType.F32 => Bytes(values),
        TensorType.F16 => Bytes<Half>([.. values.Select(v => (Half)v)]),
        TensorType.BF16 => Bytes<ushort>([.. values.Select(v => (ushort)(BitConverter.SingleToUInt32Bits(v) >> 16))]),
        TensorType.Q8_0 => [.. values.Chunk(32).SelectMany(Quantise)],
        _ => throw new ArgumentException($"No random weights of type {type}.", nameof(type)),
    };

    static byte[] Quantise(float[] block)
    {
        var scale = (Half)(block.Max(MathF.Abs) / 127);
        return [.. BitConverter.GetBytes(scale), .. block.Select(v => (byte)(sbyte)Math.Clamp(MathF.Round(v / (float)scale), -127, 127))];
    }

    static byte[] Bytes<T>(T[] values) where T : unmanaged => MemoryMarshal.AsBytes<T>(values).ToArray();

    // GPT-2's byte alphabet, as vocabularies are written in it.
    static char Character(byte value)
    {
        static bool Visible(int b) => b is (>= 33 and <= 126) or (>= 161 and <= 172) or >= 174;
        return Visible(value) ? (char)value : (char)(256 + Enumerable.Range(0, value).Count(b => !Visible(b)));
    }
}
