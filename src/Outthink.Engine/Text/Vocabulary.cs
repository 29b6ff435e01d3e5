using System.Globalization;
using System.Text;
using Outthink.Engine.Weights;

namespace Outthink.Engine.Text;

/// <summary>The entries of a vocabulary: text, kind and bytes of each id. Immutable.</summary>
sealed class Vocabulary
{
    readonly string[] texts;
    readonly TokenKind[] kinds;
    readonly Dictionary<string, int> ids;
    readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> idsBySpan;
    readonly byte[] bytes; // of all tokens, one after another
    readonly int[] ends; // where each token's bytes end

    /// <summary>Takes the arrays over, one element a token.</summary>
    public Vocabulary(string file, string[] texts, TokenKind[] kinds, TokenSpelling spelling)
    {
        (File, this.texts, this.kinds, Spelling) = (file, texts, kinds, spelling);
        ids = new(texts.Length, StringComparer.Ordinal);
        for (var id = 0; id < texts.Length; id++)
        {
            if (texts[id].Length > 0)
                ids[texts[id]] = id; // of equal texts the last counts, as in llama.cpp
        }
        idsBySpan = ids.GetAlternateLookup<ReadOnlySpan<char>>();
        var all = new MemoryStream(texts.Length * 8);
        ends = new int[texts.Length];
        for (var id = 0; id < texts.Length; id++)
        {
            all.Write(Spell(texts[id], kinds[id]));
            ends[id] = (int)all.Length;
        }
        bytes = all.ToArray();
    }

    Vocabulary(Vocabulary source, int count)
    {
        (File, Spelling, ids, idsBySpan, bytes) = (source.File, source.Spelling, source.ids, source.idsBySpan, source.bytes);
        texts = [.. source.texts, .. Enumerable.Range(source.Count, count - source.Count).Select(id => string.Create(CultureInfo.InvariantCulture, $"[PAD{id}]"))];
        kinds = [.. source.kinds, .. Enumerable.Repeat(TokenKind.Unused, count - source.Count)];
        ends = [.. source.ends, .. Enumerable.Repeat(bytes.Length, count - source.Count)];
    }

    /// <summary>Where it was read from, for messages.</summary>
    public string File { get; }

    public TokenSpelling Spelling { get; }
    public int Count => texts.Length;

    /// <summary>The same with as many entries as an embedding has rows: those added are unused, add nothing to a text and are found by no name.</summary>
    public Vocabulary FilledTo(int count) => count <= Count ? this : new(this, count);

    public string TextOf(int id) => texts[id];
    public TokenKind KindOf(int id) => kinds[id];
    public ReadOnlySpan<byte> BytesOf(int id) => bytes.AsSpan(id == 0 ? 0 : ends[id - 1], ends[id] - (id == 0 ? 0 : ends[id - 1]));

    /// <summary>Whether a token is cut out of texts whole and by name, never made by merging.</summary>
    public bool IsSpecial(int id) => kinds[id] is TokenKind.Control or TokenKind.Unknown or TokenKind.UserDefined;

    /// <summary>Whether merging may make a token: text of a user never becomes a control token.</summary>
    public bool MayBeMerged(int id) => kinds[id] is not (TokenKind.Control or TokenKind.Unknown or TokenKind.Byte);

    /// <summary>The id of an entry as the file writes it.</summary>
    public int? IdOf(ReadOnlySpan<char> entry) => idsBySpan.TryGetValue(entry, out var id) ? id : null;

    /// <summary>The token for each byte, or the unknown token where the vocabulary lacks the byte.</summary>
    /// <exception cref="ModelFileException">A byte has no token and there is no unknown token.</exception>
    public int[] ByteIds(int? unknown)
    {
        var table = new int[256];
        for (var value = 0; value < table.Length; value++)
        {
            table[value] = IdOf(Spelling == TokenSpelling.Bytes ? ByteAlphabet.CharacterOf((byte)value).ToString() : $"<0x{value:X2}>") ?? unknown
                ?? throw new ModelFileException(File, $"the vocabulary has no token for byte 0x{value:X2} and names no unknown token; convert the model again with its full vocabulary");
        }
        return table;
    }

    /// <summary>What an entry adds to a text; a control token adds nothing.</summary>
    byte[] Spell(string text, TokenKind kind) => kind switch
    {
        TokenKind.Control or TokenKind.Unknown => [],
        TokenKind.UserDefined => Encoding.UTF8.GetBytes(text),
        TokenKind.Byte when text is ['<', '0', 'x', _, _, '>'] && byte.TryParse(text.AsSpan(3, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value) => [value],
        TokenKind.Unused when Spelling == TokenSpelling.Bytes => [],
        _ => Spelling == TokenSpelling.Bytes ? ByteAlphabet.Read(text) : Encoding.UTF8.GetBytes(text.Replace(TextForm.Space, ' ')),
    };
}
