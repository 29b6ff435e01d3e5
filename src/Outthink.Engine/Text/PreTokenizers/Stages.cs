namespace Outthink.Engine.Text.PreTokenizers;

/// <summary>Rules one after another, each within the pieces that those before it made.</summary>
sealed class Stages(params ReadOnlySpan<PreTokenizer> stages) : PreTokenizer
{
    readonly PreTokenizer[] stages = stages.ToArray();

    public override void Cut(ReadOnlySpan<char> text, List<int> lengths)
    {
        if (text.IsEmpty)
            return;
        List<int> pieces = [text.Length], finer = [];
        foreach (var stage in stages)
        {
            var at = 0;
            foreach (var length in pieces)
            {
                stage.Cut(text.Slice(at, length), finer);
                at += length;
            }
            (pieces, finer) = (finer, pieces);
            finer.Clear();
        }
        lengths.AddRange(pieces);
    }
}
