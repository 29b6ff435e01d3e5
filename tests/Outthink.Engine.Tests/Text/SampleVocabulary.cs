using System.Text;
using Outthink.Engine.Text;
using Outthink.Engine.Weights;

namespace Outthink.Engine.Tests.Text;

/// <summary>A small byte-level vocabulary: 0 BOS, 1 EOS, 2 a blank line, 3 a longer user token, 256 bytes, and a few merges.</summary>
static class SampleVocabulary
{
    public const int Bos = 0, Eos = 1, Blank = 2, Triple = 3, FirstByte = 4, FirstMerge = FirstByte + 256;

    static readonly string[] Merges = ["a a", "aa aa", "Ġ t", "h e", "Ġt he", "1 2", "aaaa aaaa", "Ã ¤"];

    public static IEnumerable<string> Tokens => ["<s>", "</s>", "\n\n", "\n\n\n",
        .. Enumerable.Range(0, 256).Select(b => ByteAlphabet.CharacterOf((byte)b).ToString()), .. Merges.Select(m => m.Replace(" ", ""))];

    public static IReadOnlyList<string> MergeRules => Merges;

    public static int[] Kinds => [3, 3, 4, 4, .. Enumerable.Repeat(1, 256 + Merges.Length)];

    public static GgufWriter Writer(string pre = "gpt-2", string[]? tokens = null, int[]? kinds = null, string[]? merges = null) => new GgufWriter()
        .Add("tokenizer.ggml.model", "gpt2").Add("tokenizer.ggml.pre", pre)
        .AddArray<string>("tokenizer.ggml.tokens", tokens ?? [.. Tokens])
        .AddArray<int>("tokenizer.ggml.token_type", kinds ?? Kinds)
        .AddArray<string>("tokenizer.ggml.merges", merges ?? Merges);

    public static GgufWriter WithSpecials(this GgufWriter writer) => writer
        .Add("tokenizer.ggml.bos_token_id", (uint)Bos).Add("tokenizer.ggml.eos_token_id", (uint)Eos).Add("tokenizer.ggml.add_bos_token", true);

    public static Tokenizer Load(GgufWriter writer)
    {
        using var stream = new MemoryStream();
        writer.Write(stream);
        using var file = GgufFile.FromMemory(stream.ToArray(), "sample vocabulary");
        return Tokenizer.FromGguf(file);
    }

    public static Tokenizer Sample { get; } = Load(Writer().WithSpecials());

    public static int Byte(char character) => FirstByte + Encoding.Latin1.GetBytes([character])[0];
}
