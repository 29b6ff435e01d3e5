using Outthink.Engine.Text.Unicode;

namespace Outthink.Engine.Text.PreTokenizers;

/// <summary>GPT-2 (encoder.py): 's|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+</summary>
sealed class Gpt2Rules : PreTokenizer
{
    public override void Cut(ReadOnlySpan<char> text, List<int> lengths)
    {
        for (int at = 0, end; at < text.Length; at = end)
            lengths.Add((end = PieceEnd(text, at)) - at);
    }

    static int PieceEnd(ReadOnlySpan<char> text, int at)
    {
        if (text[at] == '\'' && Contraction(text[at..]) is > 0 and var contraction)
            return at + contraction;
        var start = text[at] == ' ' && at + 1 < text.Length ? at + 1 : at;
        var kind = CharacterKinds.At(text, start, out _);
        if (kind.IsIn(CharacterKind.Letter))
            return CharacterKinds.RunEnd(text, start, CharacterKind.Letter);
        if (kind == CharacterKind.Number)
            return CharacterKinds.RunEnd(text, start, CharacterKind.Number);
        if (kind != CharacterKind.Space)
            return CharacterKinds.RunEnd(text, start, CharacterKind.SpaceLetterNumber, isIn: false);
        var end = CharacterKinds.RunEnd(text, at, CharacterKind.Space);
        return end < text.Length && end > at + 1 ? end - 1 : end; // the last space goes with what follows
    }

    static int Contraction(ReadOnlySpan<char> text) => text switch
    {
        ['\'', 's' or 't' or 'm' or 'd', ..] => 2,
        ['\'', 'r' or 'v', 'e', ..] or ['\'', 'l', 'l', ..] => 3,
        _ => 0,
    };
}
