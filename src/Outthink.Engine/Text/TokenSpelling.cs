namespace Outthink.Engine.Text;

/// <summary>How a vocabulary writes the text of its ordinary tokens.</summary>
enum TokenSpelling
{
    /// <summary>Byte by byte in the <see cref="ByteAlphabet"/>.</summary>
    Bytes,

    /// <summary>As text in which U+2581 stands for a space (SentencePiece).</summary>
    Spaced,
}
