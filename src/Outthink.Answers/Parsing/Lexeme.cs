namespace Outthink.Answers.Parsing;

internal enum LexemeKind { Number, Letters, Command, Blank, Character }

/// <summary>A piece of the answer's text before LaTeX gives it meaning.</summary>
internal readonly record struct Lexeme(LexemeKind Kind, string Text);
