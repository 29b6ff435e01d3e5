namespace Outthink.Answers.Parsing;

/// <summary>A place in the tokens, with what surrounds it. Readers return null where the tokens make no sense.</summary>
internal sealed class Cursor(List<Token> tokens)
{
    /// <summary>Nesting beyond this is refused: a deeper answer is nobody's, and the stack is finite.</summary>
    public const int DeepestNesting = 200;

    public int Position { get; set; }

    /// <summary>Open absolute-value bars; inside them a bar after an operand closes.</summary>
    public int Bars { get; set; }

    /// <summary>Open set builders; the bar before their condition opens no absolute value.</summary>
    public int Builders { get; set; }

    /// <summary>Open integrals; inside them "dx" is a differential.</summary>
    public int Integrals { get; set; }

    /// <summary>Inside the argument of a function written without brackets.</summary>
    public int BareArguments { get; set; }

    int _depth;
    int _links;

    public Token Current => At(0);

    public Token At(int offset) => Position + offset < tokens.Count && Position + offset >= 0 ? tokens[Position + offset] : new Token(TokenKind.End, "");

    public bool AtEnd => Position >= tokens.Count;

    public bool Is(string sign) => Current.IsSign(sign);

    public bool Take(string sign)
    {
        if (!Is(sign)) return false;
        Position++;
        return true;
    }

    /// <summary>Goes one level down; false when that is too deep. Each true needs a <see cref="Leave"/>.</summary>
    public bool Enter()
    {
        if (_depth >= DeepestNesting) return false;
        _depth++;
        return true;
    }

    public void Leave() => _depth--;

    /// <summary>
    /// Counts a link of a chain that nests to the left, such as a/b/c or x!!: it deepens the term without brackets. False when the
    /// whole answer has too many.
    /// </summary>
    public bool Link() => ++_links <= DeepestNesting;

    /// <summary>Takes the first digit of the current number and leaves the rest: how LaTeX reads <c>\frac12</c>.</summary>
    public string TakeDigit()
    {
        Token number = Current;
        if (number.Text.Length == 1) Position++;
        else tokens[Position] = number with { Text = number.Text[1..], Spaced = false };
        return number.Text[..1];
    }

    /// <summary>Takes the first letter of the current run and leaves the rest: how LaTeX reads <c>\frac ab</c> and <c>x^ab</c>.</summary>
    public string TakeLetter()
    {
        Token word = Current;
        if (word.Text.Length == 1) Position++;
        else tokens[Position] = new Token(word.Text.Length == 2 ? TokenKind.Letter : TokenKind.Word, word.Text[1..]);
        return word.Text[..1];
    }

    /// <summary>Takes the tokens behind an opening brace, as many as stated, and leaves the brace.</summary>
    public void MoveBrace(int count)
    {
        tokens[Position + count] = tokens[Position];
        Position += count;
    }

    /// <summary>Whether a bar stands behind an operand in the brackets that open at the current position.</summary>
    public bool BarAhead()
    {
        const int farthest = 60;
        int depth = 0;
        for (int i = Position + 1; i < Math.Min(tokens.Count, Position + farthest); i++)
        {
            Token token = tokens[i];
            if (token.Kind != TokenKind.Sign) continue;
            if (token.Text is "(" or "[" or "{" or "\\{") depth++;
            else if (token.Text is ")" or "]" or "}" or "\\}" && --depth < 0) return false;
            else if (token.Text == "|" && depth == 0) return tokens[i - 1].Kind != TokenKind.Sign || tokens[i - 1].Text is ")" or "}";
        }
        return false;
    }

    /// <summary>Index of the sign that closes the brace group opening at the current position, or -1.</summary>
    public int ClosingBrace()
    {
        int depth = 0;
        for (int i = Position; i < tokens.Count; i++)
        {
            if (tokens[i].IsSign("{")) depth++;
            else if (tokens[i].IsSign("}") && --depth == 0) return i;
        }
        return -1;
    }
}
