using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Text;
using Outthink.Engine.Text.Sources;
using Outthink.Engine.Weights;

namespace Outthink.Engine.Text;

/// <summary>
/// Text to token ids and back: byte-level BPE and SentencePiece's BPE with byte fallback. From a GGUF file the ids are
/// llama.cpp's, from a Hugging Face folder those of its tokenizers library. Any string has ids; a lone surrogate counts
/// as U+FFFD. All else comes back unchanged, but for what a source composes, and SentencePiece's own U+2581. Thread-safe.
/// </summary>
public sealed class Tokenizer
{
    readonly TokenizerParts parts;
    readonly SpecialTokens specials;

    internal Tokenizer(TokenizerParts parts)
    {
        this.parts = parts;
        specials = new(Enumerable.Range(0, VocabularySize).Where(Vocabulary.IsSpecial)
            .Select(id => (id, Vocabulary.TextOf(id), Vocabulary.KindOf(id) != TokenKind.UserDefined)));
    }

    public int VocabularySize => Vocabulary.Count;
    public int? BosId => parts.Roles.BosId;
    public int? EosId => parts.Roles.EosId;

    /// <summary>Whether the model was trained with <see cref="BosId"/> before every text.</summary>
    public bool AddBos => parts.Roles.AddBos;

    /// <summary>Whether the model was trained with <see cref="EosId"/> after every prompt.</summary>
    public bool AddEos => parts.Roles.AddEos;

    Vocabulary Vocabulary => parts.Vocabulary;

    /// <exception cref="ModelFileException">The file has no tokeniser, a damaged one, or one of a kind that is not read.</exception>
    public static Tokenizer FromGguf(ModelFile file) => new(GgufTokenizer.Read(file));

    /// <summary>The tokeniser of a model, without its weights: of a GGUF file, or of a Hugging Face folder.</summary>
    /// <inheritdoc cref="FromFolder"/>
    public static Tokenizer Open(string path)
    {
        if (Directory.Exists(path))
            return FromFolder(path);
        using var file = ModelFile.Open(path);
        return FromGguf(file);
    }

    /// <summary>
    /// The tokeniser of a Hugging Face folder: tokenizer.json, else tokenizer.model (SentencePiece or Llama 3's ranks),
    /// else vocab.json with merges.txt; with tokenizer_config.json, added_tokens.json, config.json and generation_config.json where they are.
    /// </summary>
    /// <exception cref="ModelFileException">There is no tokeniser, a damaged one, or one of a kind that is not read.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static Tokenizer FromFolder(string folder) => new(TokenizerFolder.Read(folder));

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
        List<int> output = new((text.Length / 4) + 2);
        if (addSpecial && AddBos)
            output.Add(BosId!.Value);
        List<int> lengths = [];
        var at = 0;
        foreach (var cut in specials.Find(text, mayHoldControl))
        {
            EncodeStretch(text.AsSpan(at, cut.Start - at), isFirst: at == 0, lengths, output);
            output.Add(cut.Id);
            at = cut.Start + cut.Length;
        }
        EncodeStretch(text.AsSpan(at), isFirst: at == 0, lengths, output);
        if (addSpecial && AddEos)
            output.Add(EosId!.Value);
        return [.. output];
    }

    /// <summary>The bytes that a token adds to a text; none for control tokens.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The id is not in the vocabulary.</exception>
    public ReadOnlySpan<byte> BytesOf(int id) => Vocabulary.BytesOf(Checked(id));

    /// <summary>A token as its vocabulary writes it, such as "Ġthe", "▁the", "&lt;0x0A&gt;" or "&lt;/s&gt;": no two tokens look the same.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The id is not in the vocabulary.</exception>
    public string PieceOf(int id) => Vocabulary.TextOf(Checked(id));

    /// <summary>
    /// The text of ids, without control tokens and without the spaces that <see cref="Encode(string, bool, bool)"/> adds;
    /// bytes that are no UTF-8 come out as U+FFFD.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">An id is not in the vocabulary.</exception>
    public string Decode(ReadOnlySpan<int> ids)
    {
        var bytes = new MemoryStream(ids.Length * 4);
        var dropsSpace = parts.Form.Prefix != SpacePrefix.None;
        foreach (var id in ids)
            bytes.Write(NextBytes(id, ref dropsSpace));
        return Encoding.UTF8.GetString(bytes.GetBuffer(), 0, (int)bytes.Length);
    }

    /// <summary>Whether the model says with this token that it has finished.</summary>
    public bool IsEndOfGeneration(int id) => parts.Roles.Ends.Contains(id);

    /// <summary>The token that is exactly this text: a special one by its name, any other by what it adds to a text.</summary>
    public int? Find(string piece)
    {
        if (Vocabulary.IdOf(piece) is { } id && Vocabulary.IsSpecial(id))
            return id;
        if (Vocabulary.Spelling == TokenSpelling.Bytes)
            return Vocabulary.IdOf(ByteAlphabet.Write(piece));
        return Vocabulary.IdOf(piece.Replace(' ', TextForm.Space)) ?? (piece.Length == 1 && char.IsAscii(piece[0]) ? Vocabulary.IdOf($"<0x{(int)piece[0]:X2}>") : null);
    }

    /// <summary>The same for an embedding of so many rows: ids beyond the tokeniser's own, which a model may draw all the same, add nothing to a text.</summary>
    internal Tokenizer FilledTo(int rows) => rows <= VocabularySize ? this : new(parts with { Vocabulary = Vocabulary.FilledTo(rows) });

    /// <summary>Whether the first token of a text may carry a space that encoding put there.</summary>
    internal bool AddsSpace => parts.Form.Prefix != SpacePrefix.None;

    /// <summary>What a token adds where it stands; <paramref name="dropsSpace"/> says whether a space before it is encoding's, and is updated.</summary>
    internal ReadOnlySpan<byte> NextBytes(int id, ref bool dropsSpace)
    {
        var bytes = BytesOf(id);
        if (!AddsSpace)
            return bytes;
        var isSpecial = Vocabulary.IsSpecial(id);
        if (dropsSpace && !isSpecial && bytes is [(byte)' ', ..])
            bytes = bytes[1..];
        dropsSpace = isSpecial && (parts.Form.Prefix == SpacePrefix.Stretch || (dropsSpace && id == BosId));
        return bytes;
    }

    int Checked(int id)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(id);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(id, VocabularySize);
        return id;
    }

    void EncodeStretch(ReadOnlySpan<char> stretch, bool isFirst, List<int> lengths, List<int> output)
    {
        if (stretch.IsEmpty)
            return;
        stretch = parts.Form.Apply(stretch, isFirst);
        lengths.Clear();
        parts.PreTokenizer.Cut(stretch, lengths);
        foreach (var length in lengths)
        {
            parts.Words.Encode(stretch[..length], output);
            stretch = stretch[length..];
        }
    }

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
        mayHoldControl = CollectionsMarshal.AsSpan(stretches);
        return texts.Length == 1 ? texts[0] : string.Concat(texts);
    }
}
