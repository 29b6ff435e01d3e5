using System.Text;

namespace Outthink.Engine.Text;

/// <summary>
/// Turns tokens into text as they come. A character is given out once all its bytes are there, never half of it; bytes
/// that cannot become one come out as U+FFFD. Not thread-safe; one instance a sequence.
/// </summary>
/// <param name="tokenizer">Whose tokens they are.</param>
/// <param name="continues">
/// True for tokens that go on a text, such as a generation: a space before the first is the model's. False for a whole
/// text, as <see cref="Tokenizer.Decode"/> gives it: that space is then encoding's, where the tokeniser adds one.
/// </param>
public sealed class StreamingDetokenizer(Tokenizer tokenizer, bool continues = false)
{
    readonly Decoder decoder = Encoding.UTF8.GetDecoder();
    bool dropsSpace = tokenizer.AddsSpace && !continues;

    /// <summary>The text that this token completes; empty while a character is still incomplete.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The id is not in the vocabulary.</exception>
    public string Append(int id) => Convert(tokenizer.NextBytes(id, ref dropsSpace), flush: false);

    /// <summary>What is left when the sequence has ended: empty, or U+FFFD for an incomplete character. Ready for the next sequence.</summary>
    public string Flush()
    {
        dropsSpace = tokenizer.AddsSpace && !continues;
        return Convert([], flush: true);
    }

    string Convert(ReadOnlySpan<byte> bytes, bool flush)
    {
        var characters = new char[decoder.GetCharCount(bytes, flush)];
        decoder.GetChars(bytes, characters, flush);
        return new(characters);
    }
}
