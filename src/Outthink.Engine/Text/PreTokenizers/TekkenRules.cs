using Outthink.Engine.Text.Unicode;

namespace Outthink.Engine.Text.PreTokenizers;

/// <summary>
/// Mistral's Tekken: a word is X?U*L+ or else X?U+L*, where X is [^\r\n\p{L}\p{N}], U are letters and marks without
/// small ones, L those without capitals; then \p{N}| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+.
/// llama.cpp knows case in ASCII only, and counts no marks among the letters: <paramref name="onlyAsciiHasCase"/>.
/// </summary>
sealed class TekkenRules(bool onlyAsciiHasCase) : PreTokenizer
{
    const CharacterKind Uncased = CharacterKind.OtherLetter | CharacterKind.Mark;

    public override void Cut(ReadOnlySpan<char> text, List<int> lengths)
    {
        for (int at = 0, end; at < text.Length; at = end)
            lengths.Add((end = PieceEnd(text, at)) - at);
    }

    int PieceEnd(ReadOnlySpan<char> text, int at)
    {
        var kind = CharacterKinds.At(text, at, out var width);
        var mayLead = text[at] is not ('\r' or '\n') && !kind.IsIn(CharacterKind.Letter | CharacterKind.Number);
        if (((mayLead ? SmallEnd(text, at + width) : null) ?? SmallEnd(text, at)
            ?? (mayLead ? CapitalsEnd(text, at + width) : null) ?? CapitalsEnd(text, at)) is { } word)
            return word;
        return kind == CharacterKind.Number ? at + width : Llama3Rules.SignsOrSpacesEnd(text, at, orSlash: true);
    }

    /// <summary>The end of U*L+, where U* gives characters back until an L follows.</summary>
    int? SmallEnd(ReadOnlySpan<char> text, int start)
    {
        var (end, lastBoth) = (start, -1);
        var both = 0;
        while (end < text.Length && IsU(text, end, out var width))
        {
            if (IsL(text, end, out _))
                (lastBoth, both) = (end, width);
            end += width;
        }
        var capitals = end;
        while (end < text.Length && IsL(text, end, out var width))
            end += width;
        return end > capitals ? end : lastBoth >= 0 ? lastBoth + both : null;
    }

    /// <summary>The end of U+; no L follows, or <see cref="SmallEnd"/> would have matched.</summary>
    int? CapitalsEnd(ReadOnlySpan<char> text, int start)
    {
        var end = start;
        while (end < text.Length && IsU(text, end, out var width))
            end += width;
        return end > start ? end : null;
    }

    bool IsU(ReadOnlySpan<char> text, int at, out int width) => onlyAsciiHasCase
        ? CharacterKinds.At(text, at, out width).IsIn(CharacterKind.Letter) && !char.IsAsciiLetterLower(text[at])
        : CharacterKinds.At(text, at, out width).IsIn(CharacterKind.UpperLetter | Uncased);

    bool IsL(ReadOnlySpan<char> text, int at, out int width) => onlyAsciiHasCase
        ? CharacterKinds.At(text, at, out width).IsIn(CharacterKind.Letter) && !char.IsAsciiLetterUpper(text[at])
        : CharacterKinds.At(text, at, out width).IsIn(CharacterKind.LowerLetter | Uncased);
}
