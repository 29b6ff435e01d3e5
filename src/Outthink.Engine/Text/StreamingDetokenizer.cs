using System.Text;

namespace Outthink.Engine.Text;

/// <summary>
/// Turns tokens into text as they come. A character is given out once all its bytes are there, never half of it; bytes
/// that cannot become one come out as U+FFFD. Not thread-safe; one instance a sequence.
/// </summary>
public sealed class StreamingDetokenizer(Tokenizer tokenizer)
{
    readonly Decoder decoder = Encoding.UTF8.GetDecoder();

    /// <summary>The text that this token completes; empty while a character is still incomplete.</summary>
    public string Append(int id) => Convert(tokenizer.BytesOf(id), flush: false);

    /// <summary>What is left when the sequence has ended: empty, or U+FFFD for an incomplete character. Ready for the next sequence.</summary>
    public string Flush() => Convert([], flush: true);

    string Convert(ReadOnlySpan<byte> bytes, bool flush)
    {
        var characters = new char[decoder.GetCharCount(bytes, flush)];
        decoder.GetChars(bytes, characters, flush);
        return new(characters);
    }
}
