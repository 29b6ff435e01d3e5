using Outthink.Engine.Text.Unicode;

namespace Outthink.Engine.Text.PreTokenizers;

/// <summary>\s+$: white space at the end stands alone.</summary>
sealed class TrailingSpaceRule : PreTokenizer
{
    public override void Cut(ReadOnlySpan<char> text, List<int> lengths)
    {
        var end = text.Length;
        while (end > 0 && CharacterKinds.Of(text[end - 1]) == CharacterKind.Space)
            end--;
        if (end > 0)
            lengths.Add(end);
        if (end < text.Length)
            lengths.Add(text.Length - end);
    }
}
