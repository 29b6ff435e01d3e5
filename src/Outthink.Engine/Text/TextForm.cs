using Outthink.Engine.Text.Unicode;

namespace Outthink.Engine.Text;

/// <summary>What is done to the stretches of a text between special tokens before they are cut into words. Immutable.</summary>
sealed record TextForm
{
    /// <summary>SentencePiece's visible space, U+2581.</summary>
    public const char Space = '\u2581';

    /// <summary>Whether characters are composed (normalisation form C).</summary>
    public bool Composes { get; init; }

    /// <summary>Whether spaces become U+2581.</summary>
    public bool MarksSpaces { get; init; }

    public SpacePrefix Prefix { get; init; }

    /// <summary>Whether the extra space is left out before a stretch that begins with one.</summary>
    public bool PrefixIsNotDoubled { get; init; }

    /// <summary>A stretch that is not empty in this form; the stretch itself when it has it already.</summary>
    /// <param name="stretch">Text without special tokens.</param>
    /// <param name="isFirst">Whether the text begins with it.</param>
    public ReadOnlySpan<char> Apply(ReadOnlySpan<char> stretch, bool isFirst)
    {
        if (Composes)
            stretch = Composition.Compose(stretch);
        var prefix = (Prefix == SpacePrefix.Stretch || (Prefix == SpacePrefix.Text && isFirst)) && !(PrefixIsNotDoubled && stretch[0] is ' ' or Space) ? 1 : 0;
        if (!MarksSpaces && prefix == 0)
            return stretch;
        var formed = new char[prefix + stretch.Length];
        formed[0] = Space;
        var rest = formed.AsSpan(prefix);
        stretch.CopyTo(rest);
        if (MarksSpaces)
            rest.Replace(' ', Space);
        return formed;
    }
}
