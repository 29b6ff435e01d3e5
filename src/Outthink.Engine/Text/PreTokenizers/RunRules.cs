using System.Text;
using Outthink.Engine.Text.Unicode;

namespace Outthink.Engine.Text.PreTokenizers;

/// <summary>
/// [set]{atLeast,atMost}, with \s? before it where asked: what matches stands alone, and so does what lies between matches.
/// </summary>
sealed class RunRules(Func<int, bool> contains, bool takesSpace = false, int atLeast = 1, int atMost = int.MaxValue) : PreTokenizer
{
    /// <summary>Runs of characters of these kinds.</summary>
    public static RunRules Of(CharacterKind kinds, bool takesSpace = false, int atMost = int.MaxValue) =>
        new(c => CharacterKinds.Of(c).IsIn(kinds), takesSpace, atLeast: 1, atMost);

    public override void Cut(ReadOnlySpan<char> text, List<int> lengths)
    {
        var between = 0; // where the stretch without a match began
        for (var at = 0; at < text.Length;)
        {
            var end = MatchEnd(text, at);
            if (end == at)
            {
                Rune.DecodeFromUtf16(text[at..], out _, out var width);
                at += width;
                continue;
            }
            if (at > between)
                lengths.Add(at - between);
            lengths.Add(end - at);
            at = between = end;
        }
        if (text.Length > between)
            lengths.Add(text.Length - between);
    }

    int MatchEnd(ReadOnlySpan<char> text, int at)
    {
        if (takesSpace && CharacterKinds.At(text, at, out var width) == CharacterKind.Space && RunEnd(text, at + width) is var end && end > at + width)
            return end;
        return RunEnd(text, at);
    }

    int RunEnd(ReadOnlySpan<char> text, int start)
    {
        var (end, count) = (start, 0);
        for (; count < atMost && end < text.Length; count++)
        {
            Rune.DecodeFromUtf16(text[end..], out var rune, out var width);
            if (!contains(rune.Value))
                break;
            end += width;
        }
        return count >= atLeast ? end : start;
    }
}
