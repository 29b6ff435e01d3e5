namespace Outthink.Engine.Text;

/// <summary>
/// Cuts a text into the pieces within which tokens may merge. Written out rather than as regular expressions because
/// .NET's see UTF-16 units, so that letters beyond U+FFFF would not be letters. Linear in the text; stateless.
/// </summary>
abstract class PreTokenizer
{
    /// <summary>Appends the lengths in chars, each at least 1, of the text's pieces.</summary>
    public abstract void Cut(ReadOnlySpan<char> text, List<int> lengths);
}
