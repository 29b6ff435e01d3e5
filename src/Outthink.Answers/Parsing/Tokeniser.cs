using System.Text;

namespace Outthink.Answers.Parsing;

/// <summary>Gives lexemes their meaning in LaTeX or plain writing: one pass, no recursion.</summary>
internal sealed class Tokeniser
{
    readonly IReadOnlyList<Lexeme> _lexemes;
    readonly List<Token> _tokens = [];
    int _at;
    bool _spaced;
    // Brace depths at which an upright command's argument ends.
    readonly Stack<(int Depth, int FirstToken)> _upright = new();
    int _depth;

    Tokeniser(string text)
    {
        _lexemes = LexemeGrammar.Split(text);
    }

    /// <summary>The tokens of <paramref name="text"/>, whose characters are already normalised.</summary>
    public static List<Token> Tokens(string text) => new Tokeniser(text).Run();

    bool InText => _upright.Count > 0;

    List<Token> Run()
    {
        for (; _at < _lexemes.Count; _at++)
        {
            Lexeme lexeme = _lexemes[_at];
            switch (lexeme.Kind)
            {
                case LexemeKind.Blank:
                    _spaced = true;
                    break;
                case LexemeKind.Number:
                    (string digits, bool commas) = NumberShape.Plain(lexeme.Text);
                    Add(TokenKind.Number, digits, commas);
                    break;
                case LexemeKind.Letters:
                    Letters(lexeme.Text);
                    break;
                case LexemeKind.Command:
                    Command(lexeme.Text);
                    break;
                default:
                    Character(lexeme.Text[0]);
                    break;
            }
        }
        return _tokens;
    }

    void Add(TokenKind kind, string text, bool grouped = false)
    {
        _tokens.Add(new Token(kind, text, _spaced, grouped));
        _spaced = false;
    }

    void Letters(string run)
    {
        if (Vocabulary.Separators.Contains(run)) Add(TokenKind.Sign, run);
        else if (run == "to" && _tokens.Count > 0 && (_tokens[^1].Kind == TokenKind.Number || (_tokens[^1].Upright && _tokens.Count > 1 && _tokens[^2].Kind == TokenKind.Number))) Add(TokenKind.Sign, ":");
        else if (GluedSeparator(run) is { } separator)
        {
            Add(TokenKind.Sign, separator);
            Letters(run[separator.Length..]);
        }
        // Letters of other scripts than Latin (Greek is commands by now) are words, however few.
        else if (run.Any(static c => c >= 'ɐ')) Add(TokenKind.Text, run);
        else if (InText) Add(run.Length == 1 && !BesideWord() ? TokenKind.Letter : TokenKind.Text, run);
        else if (run.Length == 1) Add(TokenKind.Letter, run);
        else foreach (Token token in WordSplitter.Split(run)) Add(token.Kind, token.Text);
    }

    // "1orx": models lose the blanks around the word.
    string? GluedSeparator(string run)
    {
        if (_spaced || _tokens.Count == 0 || !(_tokens[^1].Kind == TokenKind.Number || _tokens[^1].IsSign(")"))) return null;
        foreach (string separator in Vocabulary.Separators)
            if (run.StartsWith(separator, StringComparison.Ordinal) && run.Length - separator.Length is 1 or 2) return separator;
        return null;
    }

    // "\text{a bird}" is words; "\mathrm{e}" and "\text{x}" are letters.
    bool BesideWord() =>
        (_tokens.Count > 0 && _tokens[^1].Kind == TokenKind.Text)
        || (_at + 2 < _lexemes.Count && _lexemes[_at + 1].Kind == LexemeKind.Blank && _lexemes[_at + 2].Kind == LexemeKind.Letters);

    void Command(string name)
    {
        if (!char.IsAsciiLetter(name[0]))
        {
            Escape(name[0]);
            return;
        }
        if (!Vocabulary.IsCommand(name) && Vocabulary.LongestKnown(name) is var known && known.Length < name.Length)
        {
            Command(known);
            Letters(name[known.Length..]);
            return;
        }
        if (Vocabulary.TextCommands.Contains(name)) Upright(name);
        else if (Vocabulary.Signs.TryGetValue(name, out string? sign)) Add(TokenKind.Sign, sign);
        else if (Vocabulary.Functions.TryGetValue(name, out string? function)) Add(TokenKind.Function, function);
        else if (Vocabulary.Greek.Contains(name)) Add(TokenKind.Letter, "\\" + name.Replace("var", "", StringComparison.Ordinal));
        else if (Vocabulary.Styles.Contains(name)) Style(name);
        else if (name is "dfrac" or "tfrac" or "cfrac") Add(TokenKind.Command, "frac");
        else if (name is "dbinom" or "tbinom") Add(TokenKind.Command, "binom");
        else Add(TokenKind.Command, name);
    }

    void Style(string name)
    {
        _spaced = true;
        if (name is "left" or "right" or "mleft" or "mright" or "middle")
        {
            if (Next() is { Kind: LexemeKind.Character, Text: "." }) _at++;
            // "\left{" is written for "\left\{" by models and some references.
            else if (Next() is { Kind: LexemeKind.Character, Text: "{" or "}" } brace)
            {
                _at++;
                Add(TokenKind.Sign, "\\" + brace.Text);
            }
        }
        else if (Vocabulary.StylesWithArgument.Contains(name)) SkipArgument();
    }

    Lexeme? Next() => _at + 1 < _lexemes.Count ? _lexemes[_at + 1] : null;

    void SkipBlank()
    {
        while (Next() is { Kind: LexemeKind.Blank }) _at++;
    }

    void SkipArgument()
    {
        if (Next() is not { Text: "{" }) return;
        int depth = 0;
        do
        {
            _at++;
            if (_lexemes[_at].Text == "{") depth++;
            else if (_lexemes[_at].Text == "}") depth--;
        }
        while (depth > 0 && _at + 1 < _lexemes.Count);
    }

    void Upright(string name)
    {
        SkipBlank();
        if (name == "operatorname" && Next() is { Text: "*" }) _at++;
        if (Next() is not { Text: "{" }) return;
        if (Operator(applied: name != "operatorname")) return;
        _at++;
        _tokens.Add(new Token(TokenKind.Sign, "{", _spaced, Upright: Vocabulary.UprightCommands.Contains(name)));
        _spaced = false;
        _depth++;
        _upright.Push((_depth, _tokens.Count));
    }

    // "\operatorname{gcd}" is the function whatever stands around it, "\text{gcd}" where it is applied.
    bool Operator(bool applied)
    {
        StringBuilder name = new();
        int end = _at + 2;
        while (end < _lexemes.Count && _lexemes[end].Kind is LexemeKind.Letters or LexemeKind.Blank) name.Append(_lexemes[end++].Text.Trim());
        if (end >= _lexemes.Count || _lexemes[end].Text != "}" || !Vocabulary.Functions.TryGetValue(name.ToString(), out string? function)) return false;
        if (applied && !(end + 1 < _lexemes.Count && (_lexemes[end + 1].Text == "(" || (end + 2 < _lexemes.Count && _lexemes[end + 1] is { Kind: LexemeKind.Command, Text: "left" } && _lexemes[end + 2].Text == "(")))) return false;
        Add(TokenKind.Function, function);
        _at = end;
        return true;
    }

    void Escape(char c)
    {
        switch (c)
        {
            case '{' or '}':
                Add(TokenKind.Sign, "\\" + c);
                break;
            case '\\':
                Add(TokenKind.Sign, "\\\\");
                SkipGap();
                break;
            case '|':
                Add(TokenKind.Sign, "‖");
                break;
            case '$':
                Add(TokenKind.Sign, "$");
                break;
            case '%' or '#' or '&' or '_':
                Character(c);
                break;
            default:
                _spaced = true;
                break;
        }
    }

    // "\\[2pt]": the gap after a row break.
    void SkipGap()
    {
        if (Next() is not { Kind: LexemeKind.Character, Text: "[" } || _at + 4 >= _lexemes.Count) return;
        if (_lexemes[_at + 2].Kind == LexemeKind.Number && _lexemes[_at + 3].Text is "pt" or "em" or "ex" or "mm" or "cm" or "in" && _lexemes[_at + 4].Text == "]") _at += 4;
    }

    void CloseBrace()
    {
        if (_upright.Count > 0 && _upright.Peek().Depth == _depth)
        {
            (_, int first) = _upright.Pop();
            _depth--;
            // "\text{ and }" is the separator, "\text{ to }" the sign of a ratio, "\text{}" nothing.
            if (_tokens.Skip(first).All(static t => t.Kind == TokenKind.Sign && t.Text is "and" or "or" or "," or ":"))
            {
                _tokens.RemoveAt(first - 1);
                _spaced = true;
                return;
            }
        }
        else _depth--;
        Add(TokenKind.Sign, "}");
    }

    void Character(char c)
    {
        switch (c)
        {
            case '{':
                _depth++;
                Add(TokenKind.Sign, "{");
                break;
            case '}':
                CloseBrace();
                break;
            case '<' or '>' or '!' or '=' when Next() is { Kind: LexemeKind.Character, Text: "=" }:
                _at++;
                Add(TokenKind.Sign, c == '=' ? "=" : c + "=");
                break;
            case '-' when Next() is { Kind: LexemeKind.Character, Text: ">" }:
                _at++;
                Add(TokenKind.Sign, "→");
                break;
            case '*' when Next() is { Kind: LexemeKind.Character, Text: "*" }:
                _at++;
                Add(TokenKind.Sign, "^");
                break;
            case '.' when Next() is { Text: "." }:
                while (Next() is { Text: "." }) _at++;
                Add(TokenKind.Sign, "…");
                break;
            case '\'':
                Add(TokenKind.Sign, "'");
                break;
            default:
                Add(TokenKind.Sign, c.ToString());
                break;
        }
    }
}
