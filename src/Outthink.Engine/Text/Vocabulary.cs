using System.Text;
using Outthink.Engine.Weights;

namespace Outthink.Engine.Text;

/// <summary>The entries of a byte-level vocabulary: text, kind and bytes of each id. Immutable.</summary>
sealed class Vocabulary
{
    const string TokensKey = "tokenizer.ggml.tokens";
    const string KindsKey = "tokenizer.ggml.token_type";
    const string MergesKey = "tokenizer.ggml.merges";

    readonly string file;
    readonly string[] texts;
    readonly TokenKind[] kinds;
    readonly Dictionary<string, int> ids;
    readonly byte[] bytes; // of all tokens, one after another
    readonly int[] ends; // where each token's bytes end

    public Vocabulary(ModelFile gguf)
    {
        file = gguf.Path;
        texts = gguf.Metadata.GetStrings(TokensKey).ToArray();
        kinds = ReadKinds(gguf.Metadata);
        ids = new(texts.Length, StringComparer.Ordinal);
        for (var id = 0; id < texts.Length; id++)
            ids[texts[id]] = id; // of equal texts the last counts, as in llama.cpp
        var all = new MemoryStream(texts.Length * 8);
        ends = new int[texts.Length];
        for (var id = 0; id < texts.Length; id++)
        {
            all.Write(BytesOf(texts[id], kinds[id]));
            ends[id] = (int)all.Length;
        }
        bytes = all.ToArray();
    }

    public int Count => texts.Length;

    public string TextOf(int id) => texts[id];
    public TokenKind KindOf(int id) => kinds[id];
    public ReadOnlySpan<byte> BytesOf(int id) => bytes.AsSpan(id == 0 ? 0 : ends[id - 1], ends[id] - (id == 0 ? 0 : ends[id - 1]));

    /// <summary>The id of an entry as the file writes it.</summary>
    public int? IdOf(string entry) => ids.TryGetValue(entry, out var id) ? id : null;

    /// <summary>The id of every byte's token, or of the unknown token where the vocabulary lacks the byte.</summary>
    public int[] ByteIds(int? unknown)
    {
        var table = new int[256];
        for (var value = 0; value < table.Length; value++)
        {
            table[value] = IdOf(ByteAlphabet.CharacterOf((byte)value).ToString()) ?? unknown
                ?? throw new ModelFileException(file, $"the vocabulary has no token for byte 0x{value:X2} and names no unknown token; convert the model again with its full vocabulary");
        }
        return table;
    }

    /// <summary>The merge rules "left right", ranked in the file's order; of equal rules the first counts.</summary>
    public BytePairMerges Merges(GgufMetadata metadata)
    {
        var merges = metadata.GetStrings(MergesKey);
        var rules = new Dictionary<(int, int), (int, int)>(merges.Length);
        for (var rank = 0; rank < merges.Length; rank++)
        {
            var merge = merges[rank];
            var space = merge.Length > 1 ? merge.IndexOf(' ', 1) : -1;
            if (space < 0 || IdOf(merge[..space]) is not { } left || IdOf(merge[(space + 1)..]) is not { } right
                || IdOf(merge.Remove(space, 1)) is not { } merged)
                throw new ModelFileException(file, $"merge {rank} in {MergesKey}, '{merge}', does not join two tokens of the vocabulary into a third; convert the model again");
            rules.TryAdd((left, right), (rank, merged));
        }
        return new(rules);
    }

    /// <summary>An id that metadata name under a key, or null when they name none.</summary>
    public int? SpecialId(GgufMetadata metadata, string key)
    {
        if (!metadata.TryGetUInt32(key, out var id))
            return null;
        return id < Count ? (int)id : throw new ModelFileException(file, $"{key} is {id}, but the vocabulary has {Count} tokens; convert the model again");
    }

    TokenKind[] ReadKinds(GgufMetadata metadata)
    {
        var read = new TokenKind[texts.Length];
        if (!metadata.TryGetInt32s(KindsKey, out var numbers))
        {
            Array.Fill(read, TokenKind.Normal);
            return read;
        }
        if (numbers.Length != texts.Length)
            throw new ModelFileException(file, $"{KindsKey} has {numbers.Length} entries for {texts.Length} tokens; convert the model again");
        for (var id = 0; id < read.Length; id++)
            read[id] = (TokenKind)numbers[id];
        return read;
    }

    static byte[] BytesOf(string text, TokenKind kind) => kind switch
    {
        TokenKind.UserDefined => Encoding.UTF8.GetBytes(text),
        TokenKind.Control or TokenKind.Unknown or TokenKind.Unused => [],
        _ => ByteAlphabet.Read(text),
    };
}
