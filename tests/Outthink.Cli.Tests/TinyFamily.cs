using System.Runtime.InteropServices;
using Outthink.Cli.Tests;
using Outthink.Engine.Weights;

[assembly: AssemblyFixture(typeof(TinyFamily))]

namespace Outthink.Cli.Tests;

/// <summary>
/// A folder with two random policies and a reward model that reads one of them. Their output layers favour a few whole
/// steps and answers, so that searches branch, score, finish and disagree as those of trained models do.
/// </summary>
public sealed class TinyFamily : IDisposable
{
    const int Width = 16, Heads = 2, Hidden = 32, Context = 512;

    static readonly string[] Phrases = ["\n\n", "Take 3.", "Add 4.", "Lose 1.", "The answer is \\boxed{3}.", "The answer is \\boxed{7}.", "</s>"];

    public TinyFamily()
    {
        Write("small.gguf", layers: 1, seed: 1);
        Write("large.gguf", layers: 2, seed: 2);
        Card("small", """{"name":"small","role":"policy","file":"small.gguf","default":true,"parameters":1000}""");
        Card("large", """{"name":"large","role":"policy","file":"large.gguf","parameters":2000}""");
        Card("judge", """{"name":"judge","role":"prm","file":"large.gguf","default":true,"parameters":2000,"readOut":"likelihood","auc":0.75}""");
    }

    public string Folder { get; } = Directory.CreateTempSubdirectory("outthink-tests-").FullName;

    /// <summary>A path in the folder, for a test's own files.</summary>
    public string PathOf(string name) => Path.Combine(Folder, name);

    /// <summary>Runs the program on this family.</summary>
    public Task<Run> OutthinkAsync(params string[] arguments) => Run.OutthinkAsync([.. arguments, "--models", Folder]);

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    void Card(string name, string json) => File.WriteAllText(PathOf(name + ".json"), json);

    void Write(string name, int layers, int seed)
    {
        string[] tokens = [.. Enumerable.Range(0, 256).Select(ByteSymbol), "<s>", .. Phrases];
        Random random = new(seed);
        GgufWriter writer = new GgufWriter()
            .Add("general.architecture", "llama")
            .Add("llama.context_length", (uint)Context).Add("llama.embedding_length", (uint)Width).Add("llama.block_count", (uint)layers)
            .Add("llama.feed_forward_length", (uint)Hidden).Add("llama.attention.head_count", (uint)Heads)
            .Add("llama.attention.layer_norm_rms_epsilon", 1e-5f)
            .Add("tokenizer.ggml.model", "gpt2").Add("tokenizer.ggml.pre", "default")
            .AddArray("tokenizer.ggml.tokens", tokens)
            .AddArray("tokenizer.ggml.token_type", [.. tokens.Select(t => t is "<s>" or "</s>" ? 3 : Phrases.Contains(t) ? 4 : 1)])
            .AddArray<string>("tokenizer.ggml.merges")
            .Add("tokenizer.ggml.bos_token_id", 256u).Add("tokenizer.ggml.eos_token_id", (uint)(tokens.Length - 1)).Add("tokenizer.ggml.add_bos_token", true);
        // The first coordinate is the same for every token, and the output layer reads from it which tokens are phrases.
        Matrix("token_embd.weight", Width, tokens.Length, (_, column) => column == 0 ? 4 : null);
        Matrix("output.weight", Width, tokens.Length, (row, column) => column == 0 ? (row > 256 ? 3 : -3) : null);
        Norm("output_norm.weight");
        for (int layer = 0; layer < layers; layer++)
        {
            Norm($"blk.{layer}.attn_norm.weight");
            foreach (string part in (string[])["attn_q", "attn_k", "attn_v", "attn_output"]) Matrix($"blk.{layer}.{part}.weight", Width, Width);
            Norm($"blk.{layer}.ffn_norm.weight");
            Matrix($"blk.{layer}.ffn_gate.weight", Width, Hidden);
            Matrix($"blk.{layer}.ffn_up.weight", Width, Hidden);
            Matrix($"blk.{layer}.ffn_down.weight", Hidden, Width);
        }
        writer.Write(PathOf(name));

        void Norm(string tensor) => Add(tensor, [Width], [.. Enumerable.Repeat(1f, Width)]);

        void Matrix(string tensor, int columns, int rows, Func<int, int, float?>? fix = null) =>
            Add(tensor, [columns, rows], [.. Enumerable.Range(0, columns * rows).Select(i => fix?.Invoke(i / columns, i % columns) ?? (float)(random.NextDouble() - 0.5))]);

        void Add(string tensor, long[] shape, float[] values) => writer.AddTensor(tensor, TensorType.F32, shape, MemoryMarshal.AsBytes<float>(values).ToArray());
    }

    /// <summary>How byte-level vocabularies spell a byte: printable ones as themselves, the others from U+0100 on.</summary>
    static string ByteSymbol(int value)
    {
        if (IsPrintable(value)) return ((char)value).ToString();
        int others = Enumerable.Range(0, value).Count(v => !IsPrintable(v));
        return ((char)(256 + others)).ToString();
    }

    static bool IsPrintable(int value) => value is (>= '!' and <= '~') or (>= 0xA1 and <= 0xAC) or (>= 0xAE and <= 0xFF);
}
