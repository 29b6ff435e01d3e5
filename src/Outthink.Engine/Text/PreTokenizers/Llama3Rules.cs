using Outthink.Engine.Text.Unicode;

namespace Outthink.Engine.Text.PreTokenizers;

/// <summary>
/// Llama 3 with three digits at most, Qwen2 with one:
/// (?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+
/// </summary>
sealed class Llama3Rules(int digits) : PreTokenizer
{
    public override void Cut(ReadOnlySpan<char> text, List<int> lengths)
    {
        for (int at = 0, end; at < text.Length; at = end)
            lengths.Add((end = PieceEnd(text, at)) - at);
    }

    int PieceEnd(ReadOnlySpan<char> text, int at)
    {
        var first = text[at];
        if (first == '\'' && Contraction(text[at..]) is > 0 and var contraction)
            return at + contraction;
        var kind = CharacterKinds.At(text, at, out var width);
        if (kind.IsIn(CharacterKind.Letter))
            return CharacterKinds.RunEnd(text, at, CharacterKind.Letter);
        if (kind == CharacterKind.Number)
            return NumberEnd(text, at);
        var next = at + width;
        if (first is not ('\r' or '\n') && next < text.Length && CharacterKinds.At(text, next, out _).IsIn(CharacterKind.Letter))
            return CharacterKinds.RunEnd(text, next, CharacterKind.Letter);
        return SignsOrSpacesEnd(text, at, orSlash: false);
    }

    /// <summary>The end of ' ?[^\s\p{L}\p{N}]+[\r\n]*', else of '\s*[\r\n]+', else of '\s+(?!\S)|\s+'; signs may end in slashes too.</summary>
    public static int SignsOrSpacesEnd(ReadOnlySpan<char> text, int at, bool orSlash)
    {
        var signs = text[at] == ' ' ? at + 1 : at;
        var end = CharacterKinds.RunEnd(text, signs, CharacterKind.SpaceLetterNumber, isIn: false);
        if (end > signs)
        {
            while (end < text.Length && (text[end] is '\r' or '\n' || (orSlash && text[end] == '/')))
                end++;
            return end;
        }
        end = CharacterKinds.RunEnd(text, at, CharacterKind.Space);
        if (text[at..end].LastIndexOfAny('\r', '\n') is >= 0 and var newline)
            return at + newline + 1;
        return end < text.Length && end > at + 1 ? end - 1 : end; // the last space goes with what follows
    }

    int NumberEnd(ReadOnlySpan<char> text, int at)
    {
        for (var n = 0; n < digits && at < text.Length && CharacterKinds.At(text, at, out var width) == CharacterKind.Number; n++)
            at += width;
        return at;
    }

    static int Contraction(ReadOnlySpan<char> text) => text switch
    {
        ['\'', 's' or 'S' or 't' or 'T' or 'm' or 'M' or 'd' or 'D', ..] => 2,
        ['\'', 'r' or 'R' or 'v' or 'V', 'e' or 'E', ..] or ['\'', 'l' or 'L', 'l' or 'L', ..] => 3,
        _ => 0,
    };
}
