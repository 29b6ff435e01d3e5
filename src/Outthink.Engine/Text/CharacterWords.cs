using System.Text;

namespace Outthink.Engine.Text;

/// <summary>
/// Words of SentencePiece: merging begins with the tokens of the characters, and a character without a token is written
/// as the tokens of its UTF-8 bytes.
/// </summary>
sealed class CharacterWords : WordEncoder
{
    readonly int[]? byteIds;
    readonly int? unknown;
    readonly Dictionary<int, int> symbols = []; // of the characters that have a token

    /// <param name="vocabulary">The entries, spelled with U+2581.</param>
    /// <param name="merges">Rules over ids and the complements of code points.</param>
    /// <param name="hasBytes">Whether characters without a token are written as bytes, else as the unknown token.</param>
    /// <param name="unknown">The token for what cannot be written.</param>
    /// <exception cref="Weights.ModelFileException">A byte has no token and there is no unknown token.</exception>
    public CharacterWords(Vocabulary vocabulary, BytePairMerges merges, bool hasBytes, int? unknown)
        : base(merges)
    {
        this.unknown = unknown;
        byteIds = hasBytes || unknown is null ? vocabulary.ByteIds(unknown) : null;
        for (var id = 0; id < vocabulary.Count; id++)
        {
            var text = vocabulary.TextOf(id);
            if (text.Length is 1 or 2 && Rune.DecodeFromUtf16(text, out var rune, out var width) == System.Buffers.OperationStatus.Done
                && width == text.Length && MergeRules.SymbolOf(rune, vocabulary) is >= 0 and var symbol)
                symbols[rune.Value] = symbol;
        }
    }

    protected override int MostSymbols(ReadOnlySpan<char> word) => word.Length;

    protected override int Split(ReadOnlySpan<char> word, Span<int> symbols)
    {
        var count = 0;
        foreach (var rune in word.EnumerateRunes())
            symbols[count++] = this.symbols.TryGetValue(rune.Value, out var symbol) ? symbol : ~rune.Value;
        return count;
    }

    protected override void Write(ReadOnlySpan<int> symbols, List<int> output)
    {
        Span<byte> utf8 = stackalloc byte[4];
        foreach (var symbol in symbols)
        {
            if (symbol >= 0)
                output.Add(symbol);
            else if (byteIds is null)
                output.Add(unknown!.Value);
            else
            {
                var width = new Rune(~symbol).EncodeToUtf8(utf8);
                for (var i = 0; i < width; i++)
                    output.Add(byteIds[utf8[i]]);
            }
        }
    }
}
