using System.Runtime.InteropServices;
using System.Text;
using Outthink.Engine.Weights;

namespace Outthink.Backends.Tests.Models;

/// <summary>A model of random weights whose vocabulary is the 256 bytes, the special tokens of the families, and the labels and markers of their reward models.</summary>
internal sealed class SyntheticModel : IDisposable
{
    private const int Width = 16, Heads = 2, Hidden = 32;

    private static readonly string[] Control =
    [
        "<s>", "</s>", "<|endoftext|>", "<|im_start|>", "<|im_end|>", "<|begin_of_text|>", "<|start_header_id|>", "<|end_header_id|>", "<|eot_id|>",
        "<｜begin▁of▁sentence｜>", "<｜User｜>", "<｜Assistant｜>", "<｜end▁of▁sentence｜>",
    ];

    private static readonly string[] UserDefined = ["<extra_0>", "<think>", "</think>"];

    /// <summary>Never encoded to, since nothing merges to them; found by name.</summary>
    private static readonly string[] Whole = [" +", " -", " ки", " \n\n\n\n\n", "\n\n"];

    public SyntheticModel(
        string architecture, int headOutputs = 0, string? template = null, string begin = "<s>", string end = "</s>", int context = 16384, string? leaveOut = null, string? name = null)
    {
        string[] tokens = [.. Enumerable.Range(0, 256).Select(ByteSymbol), .. Control.Concat(UserDefined).Where(t => t != leaveOut), .. Whole.Select(Spell)];
        Ids = tokens.Index().ToDictionary(t => t.Item, t => t.Index);
        Random random = new(7);
        GgufWriter writer = new GgufWriter()
            .Add("general.architecture", architecture)
            .Add($"{architecture}.context_length", (uint)context).Add($"{architecture}.embedding_length", (uint)Width).Add($"{architecture}.block_count", 1u)
            .Add($"{architecture}.feed_forward_length", (uint)Hidden).Add($"{architecture}.attention.head_count", (uint)Heads)
            .Add($"{architecture}.attention.layer_norm_rms_epsilon", 1e-5f)
            .Add("tokenizer.ggml.model", "gpt2").Add("tokenizer.ggml.pre", "default")
            .AddArray("tokenizer.ggml.tokens", tokens)
            .AddArray("tokenizer.ggml.token_type", [.. tokens.Select(t => Control.Contains(t) ? 3 : UserDefined.Contains(t) ? 4 : 1)])
            .AddArray<string>("tokenizer.ggml.merges")
            .Add("tokenizer.ggml.bos_token_id", (uint)Ids[begin]).Add("tokenizer.ggml.eos_token_id", (uint)Ids[end]).Add("tokenizer.ggml.add_bos_token", false);
        if (template is not null) writer.Add("tokenizer.chat_template", template);
        if (name is not null) writer.Add("general.name", name);
        Matrix("token_embd.weight", Width, tokens.Length);
        Matrix("output.weight", Width, tokens.Length);
        Norm("output_norm.weight");
        Norm("blk.0.attn_norm.weight");
        foreach (string part in (string[])["attn_q", "attn_k", "attn_v", "attn_output"]) Matrix($"blk.0.{part}.weight", Width, Width);
        if (architecture == "qwen2")
            foreach (string part in (string[])["attn_q", "attn_k", "attn_v"]) Add($"blk.0.{part}.bias", [Width], Random(Width));
        Norm("blk.0.ffn_norm.weight");
        Matrix("blk.0.ffn_gate.weight", Width, Hidden);
        Matrix("blk.0.ffn_up.weight", Width, Hidden);
        Matrix("blk.0.ffn_down.weight", Hidden, Width);
        if (headOutputs > 0)
        {
            Matrix("cls.output.weight", Width, headOutputs);
            Add("cls.output.bias", [headOutputs], Random(headOutputs));
        }
        writer.Write(Path);

        void Norm(string tensor) => Add(tensor, [Width], [.. Enumerable.Repeat(1f, Width)]);

        void Matrix(string tensor, int columns, int rows) => Add(tensor, [columns, rows], Random(columns * rows));

        float[] Random(int count) => [.. Enumerable.Range(0, count).Select(_ => (float)(random.NextDouble() - 0.5))];

        void Add(string tensor, long[] shape, float[] values) => writer.AddTensor(tensor, TensorType.F32, shape, MemoryMarshal.AsBytes<float>(values).ToArray());
    }

    public string Path { get; } = System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"outthink-synthetic-{Guid.NewGuid():N}.gguf");

    private Dictionary<string, int> Ids { get; }

    /// <summary>Token ids written as text: what is a token of its own (between ⟦ and ⟧), and the bytes of all else.</summary>
    public int[] Tokens(string text)
    {
        List<int> ids = [];
        foreach (string part in text.Split('⟦'))
        {
            string[] halves = part.Split('⟧');
            if (halves.Length == 2) ids.Add(Ids.TryGetValue(halves[0], out int id) ? id : Ids[Spell(halves[0])]);
            ids.AddRange(Encoding.UTF8.GetBytes(halves[^1]).Select(b => Ids[ByteSymbol(b)]));
        }
        return [.. ids];
    }

    public void Dispose() => File.Delete(Path);

    /// <summary>A text as byte-level vocabularies spell it.</summary>
    private static string Spell(string text) => string.Concat(Encoding.UTF8.GetBytes(text).Select(b => ByteSymbol(b)));

    /// <summary>Printable bytes are spelled as themselves, the others from U+0100 on.</summary>
    private static string ByteSymbol(int value)
    {
        if (IsPrintable(value)) return ((char)value).ToString();
        int others = Enumerable.Range(0, value).Count(v => !IsPrintable(v));
        return ((char)(256 + others)).ToString();
    }

    private static bool IsPrintable(int value) => value is (>= '!' and <= '~') or (>= 0xA1 and <= 0xAC) or (>= 0xAE and <= 0xFF);
}
