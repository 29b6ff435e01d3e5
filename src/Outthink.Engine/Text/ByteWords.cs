namespace Outthink.Engine.Text;

/// <summary>
/// Byte-level words: merging begins with the tokens of the UTF-8 bytes. With <paramref name="takesWholeWords"/> a word
/// that is a token is that token, even where no merges lead to it.
/// </summary>
sealed class ByteWords(Vocabulary vocabulary, BytePairMerges merges, int[] byteIds, bool takesWholeWords) : WordEncoder(merges)
{
    const int LongestWhole = 256; // bytes; longer tokens are runs of spaces and the like, which merges reach as well

    protected override int MostSymbols(ReadOnlySpan<char> word) => 3 * word.Length;

    protected override int Split(ReadOnlySpan<char> word, Span<int> symbols)
    {
        var count = 0;
        Span<byte> utf8 = stackalloc byte[4];
        foreach (var rune in word.EnumerateRunes())
        {
            var width = rune.EncodeToUtf8(utf8);
            for (var i = 0; i < width; i++)
                symbols[count++] = byteIds[utf8[i]];
        }
        return count;
    }

    protected override int? WholeWord(ReadOnlySpan<char> word)
    {
        if (!takesWholeWords || word.Length > LongestWhole)
            return null;
        Span<char> entry = stackalloc char[3 * LongestWhole];
        var count = 0;
        Span<byte> utf8 = stackalloc byte[4];
        foreach (var rune in word.EnumerateRunes())
        {
            var width = rune.EncodeToUtf8(utf8);
            for (var i = 0; i < width; i++)
                entry[count++] = ByteAlphabet.CharacterOf(utf8[i]);
        }
        return vocabulary.IdOf(entry[..count]) is { } id && !vocabulary.IsSpecial(id) ? id : null;
    }
}
