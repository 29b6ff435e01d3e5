using Parlot.Fluent;

namespace Outthink.Answers.Parsing;

/// <summary>Splits text into numbers, runs of letters, commands, blanks and single characters. Total: every text splits.</summary>
internal static class LexemeGrammar
{
    // One string for each character of ASCII, since most lexemes are one character.
    static readonly string[] Ascii = [.. Enumerable.Range(0, 128).Select(static c => ((char)c).ToString())];

    static readonly Parser<IReadOnlyList<Lexeme>> Lexemes = Parsers.ZeroOrMany(Parsers.Literals.Scan(Length, []).Then(static t => Read(t.Span)));

    public static IReadOnlyList<Lexeme> Split(string text) => Lexemes.Parse(text) ?? [];

    // The length of the lexeme at the start of the text; its first character tells its kind.
    static int Length(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty) return 0;
        switch (KindOf(text))
        {
            case LexemeKind.Number:
                return Math.Max(1, NumberShape.Length(text));
            case LexemeKind.Command:
                return CommandLength(text);
            case LexemeKind.Letters:
                int letters = 1;
                while (letters < text.Length && IsLetter(text[letters])) letters++;
                return letters;
            case LexemeKind.Blank:
                int blanks = 1;
                while (blanks < text.Length && IsBlank(text[blanks])) blanks++;
                return blanks;
            default:
                return 1;
        }
    }

    static Lexeme Read(ReadOnlySpan<char> text)
    {
        LexemeKind kind = KindOf(text);
        if (kind == LexemeKind.Command) text = text[1..];
        return new Lexeme(kind, text.Length == 1 && text[0] < Ascii.Length ? Ascii[text[0]] : kind == LexemeKind.Blank ? " " : text.ToString());
    }

    static LexemeKind KindOf(ReadOnlySpan<char> text) => text[0] switch
    {
        '\\' when text.Length > 1 => LexemeKind.Command,
        >= '0' and <= '9' => LexemeKind.Number,
        '.' when text.Length > 1 && char.IsAsciiDigit(text[1]) => LexemeKind.Number,
        var c when IsLetter(c) => LexemeKind.Letters,
        var c when IsBlank(c) => LexemeKind.Blank,
        _ => LexemeKind.Character,
    };

    static bool IsLetter(char c) => char.IsAsciiLetter(c) || (c > 127 && char.IsLetter(c));

    static bool IsBlank(char c) => c == '~' || char.IsWhiteSpace(c);

    static int CommandLength(ReadOnlySpan<char> text)
    {
        if (!char.IsAsciiLetter(text[1])) return 2;
        int end = 2;
        while (end < text.Length && char.IsAsciiLetter(text[end])) end++;
        return end;
    }
}
