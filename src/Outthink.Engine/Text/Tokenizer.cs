using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text;
using Outthink.Engine.Weights;

namespace Outthink.Engine.Text;

/// <summary>
/// Text to token ids and back: byte-level BPE as GGUF files describe it (tokenizer.ggml.model "gpt2"), the same ids as
/// llama.cpp's. Any string has ids; a lone surrogate counts as U+FFFD, and all else comes back unchanged. Thread-safe.
/// </summary>
public sealed class Tokenizer
{
    // Names that chat models give the tokens that end a turn, for files whose metadata name only one of them (llama-vocab.cpp).
    static readonly FrozenSet<string> EndNames = FrozenSet.Create(StringComparer.Ordinal,
        "<|eot_id|>", "<|im_end|>", "<|end|>", "<end_of_turn>", "<|endoftext|>", "<|eom_id|>", "<EOT>", "<|end_of_text|>");

    readonly Vocabulary vocabulary;
    readonly BytePairMerges merges;
    readonly PreTokenizer preTokenizer;
    readonly int[] byteIds;
    readonly SpecialTokens specials;
    readonly FrozenSet<int> ends;

    Tokenizer(GgufFile file, PreTokenizer preTokenizer)
    {
        var metadata = file.Metadata;
        this.preTokenizer = preTokenizer;
        vocabulary = new(file);
        merges = vocabulary.Merges(metadata);
        byteIds = vocabulary.ByteIds(vocabulary.SpecialId(metadata, "tokenizer.ggml.unknown_token_id"));
        BosId = vocabulary.SpecialId(metadata, "tokenizer.ggml.bos_token_id");
        EosId = vocabulary.SpecialId(metadata, "tokenizer.ggml.eos_token_id");
        AddBos = ReadAdd(file, "tokenizer.ggml.add_bos_token", BosId);
        AddEos = ReadAdd(file, "tokenizer.ggml.add_eos_token", EosId);
        int[] split = [.. Enumerable.Range(0, vocabulary.Count)
            .Where(id => vocabulary.KindOf(id) is TokenKind.UserDefined or TokenKind.Control or TokenKind.Unknown && vocabulary.TextOf(id).Length > 0)];
        specials = new(split.Select(id => (id, vocabulary.TextOf(id), vocabulary.KindOf(id) != TokenKind.UserDefined)));
        int?[] named = [EosId, vocabulary.SpecialId(metadata, "tokenizer.ggml.eot_token_id"), vocabulary.SpecialId(metadata, "tokenizer.ggml.eom_token_id")];
        ends = named.OfType<int>()
            .Concat(split.Where(id => vocabulary.KindOf(id) == TokenKind.Control && EndNames.Contains(vocabulary.TextOf(id)))).ToFrozenSet();
    }

    public int VocabularySize => vocabulary.Count;
    public int? BosId { get; }
    public int? EosId { get; }

    /// <summary>Whether the model was trained with <see cref="BosId"/> before every text.</summary>
    public bool AddBos { get; }

    /// <summary>Whether the model was trained with <see cref="EosId"/> after every prompt.</summary>
    public bool AddEos { get; }

    /// <exception cref="ModelFileException">The file has no tokeniser, a damaged one, or one of a kind that is not read.</exception>
    public static Tokenizer FromGguf(GgufFile file)
    {
        var model = file.Metadata.GetString("tokenizer.ggml.model");
        if (model != "gpt2")
            throw new ModelFileException(file.Path, $"its tokeniser is '{model}'; this engine reads byte-level BPE ('gpt2')");
        var name = file.Metadata.TryGetString("tokenizer.ggml.pre", out var pre) ? pre : "default";
        return new(file, PreTokenizer.Named(name)
            ?? throw new ModelFileException(file.Path, $"its tokeniser splits text by the rules of '{name}'; this engine knows 'gpt-2' and 'default'"));
    }

    /// <summary>
    /// The ids of a text. User-defined tokens are found anywhere in it, longest first; control tokens only with
    /// <paramref name="parseSpecial"/>, which is for text that a program wrote, never for a user's.
    /// With <paramref name="addSpecial"/> BOS and EOS stand where the model was trained with them.
    /// </summary>
    public ImmutableArray<int> Encode(string text, bool addSpecial, bool parseSpecial) =>
        Encode([new TextSegment(text, parseSpecial)], addSpecial);

    /// <summary>
    /// The ids of one text in segments, merged over their borders. User-defined tokens are found anywhere, longest first;
    /// control tokens only where their whole text lies in segments that allow it.
    /// With <paramref name="addSpecial"/> BOS and EOS stand where the model was trained with them.
    /// </summary>
    public ImmutableArray<int> Encode(ReadOnlySpan<TextSegment> segments, bool addSpecial)
    {
        var text = Join(segments, out var mayHoldControl);
        var output = ImmutableArray.CreateBuilder<int>(text.Length / 4 + 2);
        if (addSpecial && AddBos)
            output.Add(BosId!.Value);
        var at = 0;
        foreach (var cut in specials.Find(text, mayHoldControl))
        {
            EncodePieces(text.AsSpan(at, cut.Start - at), output);
            output.Add(cut.Id);
            at = cut.Start + cut.Length;
        }
        EncodePieces(text.AsSpan(at), output);
        if (addSpecial && AddEos)
            output.Add(EosId!.Value);
        return output.DrainToImmutable();
    }

    /// <summary>The bytes that a token adds to a text; none for control tokens.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The id is not in the vocabulary.</exception>
    public ReadOnlySpan<byte> BytesOf(int id)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(id);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(id, VocabularySize);
        return vocabulary.BytesOf(id);
    }

    /// <summary>The text of ids; bytes that are no UTF-8 come out as U+FFFD.</summary>
    public string Decode(ReadOnlySpan<int> ids)
    {
        var bytes = new MemoryStream(ids.Length * 4);
        foreach (var id in ids)
            bytes.Write(BytesOf(id));
        return Encoding.UTF8.GetString(bytes.GetBuffer(), 0, (int)bytes.Length);
    }

    /// <summary>Whether the model says with this token that it has finished.</summary>
    public bool IsEndOfGeneration(int id) => ends.Contains(id);

    /// <summary>The token that is exactly this text: a special one by its name, any other by what it adds to a text.</summary>
    public int? Find(string piece) =>
        vocabulary.IdOf(piece) is { } id && vocabulary.KindOf(id) is TokenKind.Control or TokenKind.UserDefined or TokenKind.Unknown
            ? vocabulary.IdOf(piece)
            : vocabulary.IdOf(ByteAlphabet.Write(piece));

    /// <summary>The whole text, and its stretches of neighbouring segments that may hold control tokens.</summary>
    static string Join(ReadOnlySpan<TextSegment> segments, out ReadOnlySpan<Range> mayHoldControl)
    {
        List<Range> stretches = [];
        var texts = new string[segments.Length];
        var at = 0;
        for (var i = 0; i < segments.Length; i++)
        {
            var end = at + (texts[i] = segments[i].Text).Length;
            if (segments[i].MayHoldSpecial && end > at)
            {
                if (stretches.Count > 0 && stretches[^1].End.Value == at)
                    stretches[^1] = stretches[^1].Start..end;
                else
                    stretches.Add(at..end);
            }
            at = end;
        }
        mayHoldControl = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(stretches);
        return texts.Length == 1 ? texts[0] : string.Concat(texts);
    }

    void EncodePieces(ReadOnlySpan<char> text, ImmutableArray<int>.Builder output)
    {
        Span<byte> small = stackalloc byte[512];
        Span<int> smallIds = stackalloc int[512];
        List<int> lengths = [];
        preTokenizer.Cut(text, lengths);
        foreach (var length in lengths)
        {
            var piece = text[..length];
            text = text[length..];
            var count = Encoding.UTF8.GetByteCount(piece);
            var bytes = count <= small.Length ? small[..count] : new byte[count];
            var ids = count <= smallIds.Length ? smallIds[..count] : new int[count];
            Encoding.UTF8.GetBytes(piece, bytes);
            for (var i = 0; i < count; i++)
                ids[i] = byteIds[bytes[i]];
            merges.Apply(ids, output);
        }
    }

    static bool ReadAdd(GgufFile file, string key, int? id)
    {
        if (!file.Metadata.TryGetBool(key, out var add) || !add)
            return false;
        return id is not null ? true : throw new ModelFileException(file.Path, $"{key} is set, but the file names no such token; convert the model again");
    }
}
