using System.Collections.Frozen;
using System.Text;
using Outthink.Answers.Values;

namespace Outthink.Answers.Parsing;

/// <summary>Variables with their subscripts and primes, constants, applied letters and words.</summary>
internal static class Names
{
    // Words of everyday English that are never letters side by side.
    static readonly FrozenSet<string> ShortWords = ("the is are was not for has had all you can but its it of to at by we he so if as be in on an my no do go up us let now one two "
        + "six ten get how who any out our may yes off").Split(' ').ToFrozenSet();

    // Words with which a sentence begins or goes on: what they stand beside is no name.
    static readonly FrozenSet<string> SentenceWords = ("hence thus therefore then since because where when with that this which have from into gives given also here there these those "
        + "find finally answer answers solution solutions value values equals equal must should would could will get obtain such only your they their than").Split(' ').ToFrozenSet();

    public static bool IsShortWord(string word) => ShortWords.Contains(word.ToLowerInvariant());

    /// <summary>A letter by itself: a variable, e or i.</summary>
    public static Term Single(string letter) => letter switch
    {
        "e" => new Constant(ConstantName.E),
        "i" => new Constant(ConstantName.I),
        _ => new Symbol(letter),
    };

    public static Term? Letter(Cursor cursor)
    {
        Token token = cursor.Current;
        cursor.Position++;
        if (token.Text == "e") return Decorated(cursor, "e") is { } name and not "e" ? new Symbol(name) : new Constant(ConstantName.E);
        if (token.Text == "i" && !cursor.Is("_")) return new Constant(ConstantName.I);
        if (token.Text == "d" && cursor.Integrals > 0 && cursor.Current.Kind == TokenKind.Letter)
        {
            string variable = cursor.Current.Text;
            cursor.Position++;
            return new Symbol(Binders.Differential + variable);
        }
        string? symbol = Decorated(cursor, token.Text);
        if (symbol is null) return null;
        // f^{-1}(x) is the inverse function's value.
        if (token.Text is "f" or "g" && symbol.Length == 1 && InverseMark(cursor) is var mark and > 0 && cursor.At(mark).IsSign("("))
        {
            cursor.Position += mark;
            return Brackets.Arguments(cursor) is { } inverse ? new Call(symbol + "'inverse", inverse) : null;
        }
        // P(x) = … names a function of x.
        if (cursor.Is("(") && !cursor.Current.Spaced && cursor.At(1).Kind is TokenKind.Letter or TokenKind.Number && cursor.At(2).IsSign(")") && cursor.At(3).IsSign("=")
            && cursor.At(-2) is { Kind: TokenKind.End } or { Kind: TokenKind.Sign, Text: "," or ";" or "and" or "or" or "\\{" })
        {
            cursor.Position += 3;
            return new Call(symbol, [cursor.At(-2).Kind == TokenKind.Letter ? Single(cursor.At(-2).Text) : NumberValue.Read(cursor.At(-2).Text) ?? Number.Of(0)]);
        }
        // f(x) is an application; x(y) is a product.
        bool applied = (cursor.Is("(") && !cursor.Current.Spaced) || (cursor.Is("{") && cursor.At(1).IsSign("("));
        if (token.Text is "f" or "g" && applied && Brackets.Arguments(cursor) is { } arguments)
            return new Call(symbol, arguments);
        return new Symbol(symbol);
    }

    // ^{-1} or ^-1: the number of tokens, or 0.
    static int InverseMark(Cursor cursor)
    {
        if (!cursor.Is("^")) return 0;
        int at = cursor.At(1).IsSign("{") ? 2 : 1;
        if (!cursor.At(at).IsSign("-") || cursor.At(at + 1) is not { Kind: TokenKind.Number, Text: "1" }) return 0;
        return at == 1 ? 3 : cursor.At(4).IsSign("}") ? 5 : 0;
    }

    /// <summary>A name with the subscript and the primes that follow it; null when a subscript is broken.</summary>
    public static string? Decorated(Cursor cursor, string name)
    {
        StringBuilder result = new(name);
        int primes = 0;
        while (true)
        {
            if (cursor.Take("'")) primes++;
            else if (cursor.Is("^") && cursor.At(1).IsSign("'")) cursor.Position++;
            else if (cursor.Is("^") && cursor.At(1).IsSign("{") && cursor.At(2).IsSign("'"))
            {
                cursor.Position += 2;
                while (cursor.Take("'")) primes++;
                if (!cursor.Take("}")) return null;
            }
            else if (cursor.Is("_"))
            {
                cursor.Position++;
                if (Subscript(cursor) is not { } subscript) return null;
                result.Append('_').Append(subscript);
            }
            else return result.Append('\'', primes).ToString();
        }
    }

    static string? Subscript(Cursor cursor)
    {
        if (!cursor.Is("{"))
        {
            if (cursor.Current.Kind is not (TokenKind.Number or TokenKind.Letter or TokenKind.Word)) return null;
            string single = cursor.Current.Text;
            cursor.Position++;
            return single;
        }
        int close = cursor.ClosingBrace();
        if (close < 0) return null;
        StringBuilder text = new();
        for (cursor.Position++; cursor.Position < close; cursor.Position++) text.Append(cursor.Current.Text);
        cursor.Position = close + 1;
        return text.ToString();
    }

    public static Term? Word(Cursor cursor)
    {
        Token token = cursor.Current;
        if (token.Kind == TokenKind.Word && cursor.At(1).IsSign("(") && token.Text is "min" or "deg" or "arg")
        {
            cursor.Position++;
            return Brackets.Arguments(cursor) is { } arguments ? new Call(token.Text, arguments) : null;
        }
        if (token.Kind == TokenKind.Word && Accent(token.Text) is { } accented)
        {
            cursor.Position++;
            return Decorated(cursor, accented) is { } name ? new Symbol(name) : null;
        }
        if (token.Kind == TokenKind.Word && token.Text is ['d', var bound] && cursor.Integrals > 0)
        {
            cursor.Position++;
            return new Symbol(Binders.Differential + bound);
        }
        if (token.Kind == TokenKind.Word && token.Text.Length <= 3 && !IsShortWord(token.Text) && cursor.At(1).Kind is not (TokenKind.Word or TokenKind.Text))
        {
            cursor.Position++;
            Term?[] letters = [.. token.Text.Select(static c => Single(c.ToString()))];
            if (cursor.Is("_") || cursor.Is("'")) letters[^1] = Decorated(cursor, token.Text[^1..]) is { } name ? new Symbol(name) : null;
            if (letters[^1] is null) return null;
            // A power after the run belongs to its last letter.
            if (cursor.Is("^")) letters[^1] = Postfixes.Read(cursor, letters[^1]!);
            return letters[^1] is null ? null : new Product([.. letters!]);
        }
        return Phrase(cursor);
    }

    // Words that can stand beside mathematics: a name or a label. Everyday words make it a sentence, which is no answer.
    static Words? Phrase(Cursor cursor)
    {
        StringBuilder words = new();
        while (cursor.Current.Kind is TokenKind.Text or TokenKind.Word || (words.Length > 0 && cursor.Current.Kind == TokenKind.Letter && cursor.Current.Spaced))
        {
            if (cursor.Current.Kind == TokenKind.Word && (IsShortWord(cursor.Current.Text) || SentenceWords.Contains(cursor.Current.Text.ToLowerInvariant()))) return null;
            if (words.Length > 0) words.Append(' ');
            words.Append(cursor.Current.Text);
            cursor.Position++;
        }
        return new Words(words.ToString());
    }

    // sympy writes an accented letter as one word: xbar, yhat.
    static string? Accent(string word)
    {
        foreach (string accent in (string[])["bar", "hat", "vec", "tilde"])
            if (word.Length == accent.Length + 1 && word.EndsWith(accent, StringComparison.Ordinal))
                return $"{accent}({word[0]})";
        return null;
    }
}
