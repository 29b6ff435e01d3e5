namespace Outthink.Engine.Text.PreTokenizers;

/// <summary>Cuts before every U+2581, so that each piece begins with at most one (Metaspace with split).</summary>
sealed class SpaceStarts : PreTokenizer
{
    public override void Cut(ReadOnlySpan<char> text, List<int> lengths)
    {
        while (!text.IsEmpty)
        {
            var next = text[1..].IndexOf(TextForm.Space);
            var length = next < 0 ? text.Length : next + 1;
            lengths.Add(length);
            text = text[length..];
        }
    }
}
