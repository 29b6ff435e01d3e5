namespace Outthink.Engine.Text.Templates;

enum TokenType { Text, OutputStart, OutputEnd, BlockStart, BlockEnd, Name, String, Integer, Real, Operator, End }

/// <summary>A piece of a template's source; of a string the characters it stands for.</summary>
readonly record struct Token(TokenType Type, string Text, int Line)
{
    public bool IsOperator(string text) => Type == TokenType.Operator && Text == text;

    public bool IsName(string text) => Type == TokenType.Name && Text == text;

    public override string ToString() => Type switch
    {
        TokenType.Text => "text",
        TokenType.End => "the end of the template",
        _ => $"'{Text}'",
    };
}
