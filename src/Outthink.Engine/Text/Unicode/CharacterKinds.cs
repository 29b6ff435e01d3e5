using System.Text;

namespace Outthink.Engine.Text.Unicode;

/// <summary>
/// The kinds of all characters as of Unicode 15.1, which llama.cpp uses too. A table of our own, because .NET's grows
/// with its version, and a text's tokens must not change with the runtime. Characters that came later are
/// <see cref="CharacterKind.None"/>.
/// </summary>
static class CharacterKinds
{
    static readonly CharacterKind[] Plane = new CharacterKind[0x10000]; // of the characters below U+10000
    static readonly int[] Starts; // where runs of equal kind begin beyond them
    static readonly CharacterKind[] Kinds;

    static CharacterKinds()
    {
        List<int> starts = [0x10000];
        List<CharacterKind> kinds = [CharacterKind.None];
        var (last, kind) = (0, CharacterKind.None);
        foreach (var line in UnicodeTable.Lines("kinds"))
        {
            var start = UnicodeTable.CodePoint(line.AsSpan(0, line.Length - 2));
            if (last < Plane.Length)
                Plane.AsSpan(last, Math.Min(start, Plane.Length) - last).Fill(kind);
            (last, kind) = (start, Parse(line[^1]));
            if (start < Plane.Length)
                kinds[0] = kind;
            else
            {
                starts.Add(start);
                kinds.Add(kind);
            }
        }
        Starts = [.. starts];
        Kinds = [.. kinds];
    }

    /// <summary>The kind of the character at a place of UTF-16 text and its width in chars; a lone surrogate is one U+FFFD.</summary>
    public static CharacterKind At(ReadOnlySpan<char> text, int at, out int width)
    {
        var first = text[at];
        width = 1;
        if (!char.IsSurrogate(first))
            return Plane[first];
        if (!char.IsHighSurrogate(first) || at + 1 >= text.Length || !char.IsLowSurrogate(text[at + 1]))
            return Plane[Rune.ReplacementChar.Value];
        width = 2;
        return Of(char.ConvertToUtf32(first, text[at + 1]));
    }

    /// <summary>The kind of a code point.</summary>
    public static CharacterKind Of(int codePoint)
    {
        if (codePoint < Plane.Length)
            return Plane[codePoint];
        var found = Array.BinarySearch(Starts, codePoint);
        return Kinds[found >= 0 ? found : ~found - 1];
    }

    /// <summary>Whether the character's kind is in the set.</summary>
    public static bool IsIn(this CharacterKind kind, CharacterKind set) => (kind & set) != 0;

    /// <summary>Where a run of characters from a place on ends that are all in the set, or all not in it.</summary>
    public static int RunEnd(ReadOnlySpan<char> text, int at, CharacterKind set, bool isIn = true)
    {
        while (at < text.Length && At(text, at, out var width).IsIn(set) == isIn)
            at += width;
        return at;
    }

    static CharacterKind Parse(char letter) => letter switch
    {
        'w' => CharacterKind.Space,
        'U' => CharacterKind.UpperLetter,
        'l' => CharacterKind.LowerLetter,
        'o' => CharacterKind.OtherLetter,
        'm' => CharacterKind.Mark,
        'n' => CharacterKind.Number,
        'p' => CharacterKind.Punctuation,
        's' => CharacterKind.Symbol,
        _ => CharacterKind.None,
    };
}
