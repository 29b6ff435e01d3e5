namespace Outthink.Engine.Text;

/// <summary>Where SentencePiece's extra space goes, which makes a word at the beginning the same token as one within.</summary>
enum SpacePrefix
{
    None,

    /// <summary>Before the text, unless it begins with a token that was cut out.</summary>
    Text,

    /// <summary>Before each stretch between tokens that were cut out.</summary>
    Stretch,
}
