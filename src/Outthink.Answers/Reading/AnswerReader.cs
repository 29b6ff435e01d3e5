using System.Numerics;
using Outthink.Answers.Numerics;
using Outthink.Answers.Parsing;
using Outthink.Answers.Values;

namespace Outthink.Answers.Reading;

/// <summary>Turns the text of an answer into a term. Total: what cannot be read keeps its text.</summary>
internal static class AnswerReader
{
    /// <summary>Longer answers are compared as text, or as plain numbers.</summary>
    public const int LongestAnswer = 4096;

    const int MostTokens = 2000;

    public static ReadAnswer Read(string text) => RecentAnswers.Of(text);

    /// <summary>The term of cleaned text, or null: by the whole text as a number, a choice or words first, then by the grammar.</summary>
    public static Term? TermOf(string plain)
    {
        if (plain.Length > LongestAnswer) return plain.Length <= NumberValue.MostDigits + 1 ? LongNumber(plain) : null;
        return ShortNumber(plain) ?? Choices.ChoiceText.Read(plain) ?? OnlyWords(plain) ?? Parse(plain);
    }

    // Digits with at most one sign and one point need no grammar.
    static Number? ShortNumber(string plain)
    {
        const int longest = 18;
        int start = plain.Length > 0 && plain[0] == '-' ? 1 : 0, point = -1;
        if (plain.Length - start is 0 or > longest) return null;
        long digits = 0;
        int significant = 0;
        for (int i = start; i < plain.Length; i++)
        {
            char c = plain[i];
            if (c == '.' && point < 0 && i + 1 < plain.Length) point = i;
            else if (char.IsAsciiDigit(c))
            {
                digits = 10 * digits + (c - '0');
                if (digits > 0) significant++;
            }
            else return null;
        }
        if (start == 1) digits = -digits;
        return point < 0 ? new Number((BigInteger)digits, -1, significant) : new Number(new Rational(digits, BigInteger.Pow(10, plain.Length - point - 1)), plain.Length - point - 1, significant);
    }

    static Number? LongNumber(string plain)
    {
        bool negative = plain[0] == '-';
        return NumberShape.Length(plain.AsSpan(negative ? 1 : 0)) == plain.Length - (negative ? 1 : 0) && NumberValue.Read(NumberShape.Plain(plain[(negative ? 1 : 0)..]).Digits) is { } number
            ? number with { Value = negative ? -number.Value : number.Value }
            : null;
    }

    /// <summary>The term of cleaned text, or null.</summary>
    public static Term? Parse(string plain)
    {
        List<Token> tokens = Tokeniser.Tokens(plain);
        if (tokens.Count is 0 or > MostTokens) return null;
        ThousandsInBrackets.Split(tokens);
        Cursor cursor = new(tokens);
        Term? term = Lists.Read(cursor);
        while (cursor.Is(".") || cursor.Is(",") || cursor.Is("\\\\")) cursor.Position++;
        if (term is not null && cursor.AtEnd) return ChemicalOr(term, plain);
        return Chemistry.ChemicalText.Read(plain) ?? BaseNumerals.Prefixed(plain) ?? AllWords(plain);
    }

    static Term ChemicalOr(Term term, string plain) => term is Product or Symbol or Words or Relation or Sum or Power or Quantity { Unit.Kind: Units.UnitKind.Noun } && Chemistry.ChemicalText.Read(plain) is { } chemical ? chemical : term;

    // "Ann and Bob" names two.
    static Group? SeveralNames(string words)
    {
        const int mostWords = 3, mostNames = 12;
        if (words.Length > 120) return null;
        string[] names = words.Replace(" and ", ",", StringComparison.Ordinal).Replace(" or ", ",", StringComparison.Ordinal).Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return names.Length is > 1 and <= mostNames && names.All(static n => n.All(static c => char.IsLetter(c) || c is ' ' or '-' or '\'') && n.Split(' ').Length <= mostWords)
            ? new Group(Enclosure.None, [.. names.Select(static n => (Term)new Words(n))])
            : null;
    }

    // Text that is only words is an answer in words; text with signs that made no sense is unreadable.
    static Term? AllWords(string plain)
    {
        string words = AnswerText.WithoutTextCommands(plain);
        return words.Any(char.IsLetter) && words.All(static c => char.IsLetterOrDigit(c) || char.IsWhiteSpace(c) || c is ',' or '.' or '\'' or '"' or '-' or ';' or ':' or '?' or '!' or '(' or ')')
            && words.Count(char.IsLetter) * 2 > words.Length ? SeveralNames(words) ?? (Term)new Words(words) : null;
    }

    // Letters and blanks alone are words, when one is too long to be letters side by side and none names mathematics.
    static Term? OnlyWords(string plain)
    {
        if (plain.AsSpan().ContainsAny(NotInWords)) return null;
        string words = AnswerText.WithoutTextCommands(plain);
        int longest = 0, run = 0;
        foreach (char c in words)
        {
            run = char.IsLetter(c) ? run + 1 : 0;
            longest = Math.Max(longest, run);
            if (!char.IsLetter(c) && !char.IsWhiteSpace(c) && c is not ('.' or '\'' or '-' or '!' or '"')) return null;
        }
        if (NumberWords.Read(words) is { } number) return number;
        if (SetPhrases.Read(words) is { } set) return set;
        bool isWord = longest >= 3 || words.Trim().ToUpperInvariant() is "NO" or "UP";
        return isWord && !words.Split(Blanks, StringSplitOptions.RemoveEmptyEntries).Any(NamesMathematics) ? new Words(words) : (Term?)null;
    }

    static readonly System.Buffers.SearchValues<char> NotInWords = System.Buffers.SearchValues.Create("0123456789+=<>^_()[]|/*,;:&%$#@~");

    static readonly char[] Blanks = [' ', '\t', '\n', '\r', '-', '.'];

    static bool NamesMathematics(string word) =>
        word is "sqrt" or "infinity" or "inf" or "infty" or "and" or "or" || Vocabulary.Functions.ContainsKey(word) || Vocabulary.Greek.Contains(word)
        || WordSplitter.Split(word).Any(static t => t.Kind is TokenKind.Function or TokenKind.Command);
}
