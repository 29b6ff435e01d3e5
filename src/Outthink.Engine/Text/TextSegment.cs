namespace Outthink.Engine.Text;

/// <summary>A stretch of a text that is to be tokenised, with where it comes from.</summary>
/// <param name="Text">The characters.</param>
/// <param name="MayHoldSpecial">Whether control tokens are recognised in it: true for what a program or a template wrote, false for a user's text.</param>
public readonly record struct TextSegment(string Text, bool MayHoldSpecial);
