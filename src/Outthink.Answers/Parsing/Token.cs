namespace Outthink.Answers.Parsing;

internal enum TokenKind
{
    /// <summary>Digits with at most one point; grouping separators are already gone.</summary>
    Number,

    /// <summary>One variable: a letter or a Greek command.</summary>
    Letter,

    /// <summary>Several letters in a row, not in a text command.</summary>
    Word,

    /// <summary>A word out of <c>\text{…}</c> or another upright command.</summary>
    Text,

    /// <summary>A known function's name.</summary>
    Function,

    /// <summary>A LaTeX command with structure: frac, sqrt, binom, begin…</summary>
    Command,

    /// <summary>An operator, relation, bracket or separator, in canonical spelling.</summary>
    Sign,

    /// <summary>The end of the answer.</summary>
    End,
}

/// <summary>One token of an answer.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">Canonical spelling.</param>
/// <param name="Spaced">Whether a blank stood before it.</param>
/// <param name="Grouped">For a number: written with commas between groups of three digits.</param>
/// <param name="Upright">For an opening brace: that of a text command.</param>
internal readonly record struct Token(TokenKind Kind, string Text, bool Spaced = false, bool Grouped = false, bool Upright = false)
{
    public bool IsSign(string text) => Kind == TokenKind.Sign && Text == text;

    public bool IsCommand(string text) => Kind == TokenKind.Command && Text == text;
}
