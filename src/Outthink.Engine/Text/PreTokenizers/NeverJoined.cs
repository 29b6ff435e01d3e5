using System.Text;

namespace Outthink.Engine.Text.PreTokenizers;

/// <summary>
/// For vocabularies that merge across a whole text: cuts between two characters that stand side by side in no token, so
/// that no merge can join them. The ids are those of the uncut text; short pieces are what a cache can remember.
/// </summary>
sealed class NeverJoined : PreTokenizer
{
    const int Ascii = 128;

    readonly bool[] asciiPairs = new bool[Ascii * Ascii];
    readonly HashSet<long> pairs = [];

    /// <param name="tokens">Every token that merging can make.</param>
    public NeverJoined(IEnumerable<string> tokens)
    {
        foreach (var token in tokens)
        {
            foreach (var (_, (left, right)) in MergeRules.Seams(token))
            {
                if (left.IsAscii && right.IsAscii)
                    asciiPairs[(left.Value * Ascii) + right.Value] = true;
                else
                    pairs.Add(Pair(left, right));
            }
        }
    }

    public override void Cut(ReadOnlySpan<char> text, List<int> lengths)
    {
        var (start, at) = (0, 0);
        var left = default(Rune);
        foreach (var right in text.EnumerateRunes())
        {
            if (at > start && !(left.IsAscii && right.IsAscii ? asciiPairs[(left.Value * Ascii) + right.Value] : pairs.Contains(Pair(left, right))))
            {
                lengths.Add(at - start);
                start = at;
            }
            left = right;
            at += right.Utf16SequenceLength;
        }
        if (text.Length > start)
            lengths.Add(text.Length - start);
    }

    static long Pair(Rune left, Rune right) => (left.Value * (long)Unicode.UnicodeTable.End) + right.Value;
}
