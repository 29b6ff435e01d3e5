using Parlot.Fluent;

namespace Outthink.Answers.Parsing;

/// <summary>Splits text into numbers, runs of letters, commands, blanks and single characters. Total: every text splits.</summary>
internal static class LexemeGrammar
{
    const string Digits = "0123456789";

    static readonly Parser<IReadOnlyList<Lexeme>> Lexemes = Build();

    public static IReadOnlyList<Lexeme> Split(string text) => Lexemes.Parse(text) ?? [];

    static Parser<IReadOnlyList<Lexeme>> Build()
    {
        Parser<Lexeme> number = Literals.Scan(NumberShape.Length, Digits + ".").Then(static t => new Lexeme(LexemeKind.Number, t.ToString()));
        Parser<Lexeme> command = Literals.Scan(CommandLength, "\\").Then(static t => new Lexeme(LexemeKind.Command, t.ToString()[1..]));
        Parser<Lexeme> letters = Literals.Pattern(static c => char.IsLetter(c) && !char.IsSurrogate(c)).Then(static t => new Lexeme(LexemeKind.Letters, t.ToString()));
        Parser<Lexeme> blank = Literals.Pattern(static c => char.IsWhiteSpace(c) || c == '~').Then(static t => new Lexeme(LexemeKind.Blank, t.ToString()));
        Parser<Lexeme> other = Literals.Pattern(static _ => true, 1, 1).Then(static t => new Lexeme(LexemeKind.Character, t.ToString()));
        return ZeroOrMany(OneOf(number, command, letters, blank, other));
    }

    static int CommandLength(ReadOnlySpan<char> text)
    {
        if (text.Length < 2 || text[0] != '\\') return 0;
        if (!char.IsAsciiLetter(text[1])) return 2;
        int end = 2;
        while (end < text.Length && char.IsAsciiLetter(text[end])) end++;
        return end;
    }
}
