using System.Buffers.Binary;
using System.Text;
using Outthink.Engine.Text;
using Outthink.Engine.Text.PreTokenizers;
using Outthink.Engine.Text.Sources;
using Outthink.Engine.Weights;

namespace Outthink.Engine.Tests.Text;

/// <summary>A small SentencePiece vocabulary: unknown, BOS, EOS, the 256 bytes, a tag of the user's, and a few pieces with scores.</summary>
static class SampleSentencePiece
{
    public const int Unknown = 0, Bos = 1, Eos = 2, FirstByte = 3, Tag = FirstByte + 256, FirstPiece = Tag + 1;

    static readonly string[] Ordinary = ["▁", "a", "b", "c", "t", "h", "e", "é", "▁a", "ab", "bc", "abc", "▁t", "he", "▁the", "▁▁", "<", "/", "s", ">", "</", "</s"];

    public static (string Text, float Score, TokenKind Kind)[] Pieces { get; } =
    [
        ("<unk>", 0, TokenKind.Unknown), ("<s>", 0, TokenKind.Control), ("</s>", 0, TokenKind.Control),
        .. Enumerable.Range(0, 256).Select(b => ($"<0x{b:X2}>", 0f, TokenKind.Byte)),
        ("<tag>", 0, TokenKind.UserDefined),
        .. Ordinary.Select((text, i) => (text, text is "ab" ? -1f : -2f - i, TokenKind.Normal)),
    ];

    public static Tokenizer Sample { get; } = Load(Writer());

    /// <summary>The same, without cutting a text into pieces before merging.</summary>
    public static Tokenizer Uncut { get; } = new(Parts() with { PreTokenizer = new Stages() });

    public static int Id(string piece) => Array.FindIndex(Pieces, p => p.Text == piece);

    public static GgufWriter Writer() => new GgufWriter()
        .Add("tokenizer.ggml.model", "llama")
        .AddArray<string>("tokenizer.ggml.tokens", [.. Pieces.Select(p => p.Text)])
        .AddArray<float>("tokenizer.ggml.scores", [.. Pieces.Select(p => p.Score)])
        .AddArray<int>("tokenizer.ggml.token_type", [.. Pieces.Select(p => (int)p.Kind)]);

    public static Tokenizer Load(GgufWriter writer) => SampleVocabulary.Load(writer);

    /// <summary>The same vocabulary as a SentencePiece model file.</summary>
    public static byte[] Model(ulong type = 2, bool addsPrefix = true, bool removesSpaces = false, string map = "")
    {
        List<byte> model = [];
        foreach (var (text, score, kind) in Pieces)
        {
            List<byte> piece = [];
            Field(piece, 1, Encoding.UTF8.GetBytes(text));
            piece.Add((2 << 3) | 5);
            var bits = new byte[4];
            BinaryPrimitives.WriteSingleLittleEndian(bits, score);
            piece.AddRange(bits);
            piece.AddRange([3 << 3, (byte)kind]);
            Field(model, 1, [.. piece]);
        }
        Field(model, 2, [3 << 3, (byte)type]);
        List<byte> normalizer = [3 << 3, (byte)(addsPrefix ? 1 : 0), 4 << 3, (byte)(removesSpaces ? 1 : 0)];
        Field(normalizer, 2, Encoding.UTF8.GetBytes(map));
        Field(model, 3, [.. normalizer]);
        return [.. model];
    }

    static TokenizerParts Parts() => SentencePieceFile.Read("sample model", Model(), new());

    static void Field(List<byte> output, int number, byte[] bytes)
    {
        output.Add((byte)((number << 3) | 2));
        var length = bytes.Length;
        for (; length >= 0x80; length >>= 7)
            output.Add((byte)(length | 0x80));
        output.Add((byte)length);
        output.AddRange(bytes);
    }
}
