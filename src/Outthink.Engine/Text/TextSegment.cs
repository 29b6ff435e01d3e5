namespace Outthink.Engine.Text;

/// <summary>
/// A stretch of a text to encode, by who wrote it. Segments that follow each other are one text: tokens may reach over
/// their borders, but a control token is read only where its whole text lies in segments that allow it.
/// </summary>
/// <param name="Text">Any characters, possibly none.</param>
/// <param name="MayHoldSpecial">True for what a program or a template wrote; false for a user's text, which never becomes a control token.</param>
public readonly record struct TextSegment(string Text, bool MayHoldSpecial);
