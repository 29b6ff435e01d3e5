using System.Globalization;
using System.Text;

namespace Outthink.Engine.Text.Templates;

/// <summary>
/// Cuts a template's source into tokens, with the whitespace control that chat templates are written for: the first
/// newline after a block is dropped, and so is what indents one (Jinja's trim_blocks and lstrip_blocks).
/// </summary>
sealed class Lexer
{
    static readonly string[] Operators = ["**", "//", "==", "!=", "<=", ">=", "+", "-", "*", "/", "%", "~", "<", ">", "=", "(", ")", "[", "]", "{", "}", ",", ".", ":", "|"];

    readonly string template;
    readonly string source;
    readonly List<Token> tokens = [];
    int at;
    int line = 1;

    Lexer(string source, string template) => (this.source, this.template) = (source, template);

    public static List<Token> Read(string source, string template)
    {
        source = source.ReplaceLineEndings("\n");
        var lexer = new Lexer(source.EndsWith('\n') ? source[..^1] : source, template);
        lexer.ReadAll();
        return lexer.tokens;
    }

    void ReadAll()
    {
        while (at < source.Length)
        {
            var open = NextTag();
            AddText(open);
            if (open == source.Length)
                break;
            at = open;
            var (kind, start) = (source[open + 1], line);
            Move(2);
            if (at < source.Length && source[at] is '-' or '+' && at < source.Length)
                Move(1);
            if (kind == '#')
                SkipComment(start);
            else
                ReadTag(kind == '{' ? (TokenType.OutputStart, TokenType.OutputEnd, "}}") : (TokenType.BlockStart, TokenType.BlockEnd, "%}"), start);
        }
        tokens.Add(new(TokenType.End, "", line));
    }

    int NextTag()
    {
        var open = at;
        while ((open = source.IndexOf('{', open)) >= 0 && open + 1 < source.Length)
        {
            if (source[open + 1] is '{' or '%' or '#')
                return open;
            open++;
        }
        return source.Length;
    }

    /// <summary>The text up to a tag, cut as the tag asks.</summary>
    void AddText(int open)
    {
        var end = open;
        var sign = open + 2 < source.Length ? source[open + 2] : ' ';
        if (open < source.Length && sign == '-')
        {
            while (end > at && char.IsWhiteSpace(source[end - 1]))
                end--;
        }
        else if (open < source.Length && source[open + 1] is '%' or '#' && sign != '+')
        {
            var indent = open;
            while (indent > at && source[indent - 1] is ' ' or '\t')
                indent--;
            if (indent == 0 || source[indent - 1] == '\n')
                end = indent;
        }
        if (end > at)
            tokens.Add(new(TokenType.Text, source[at..end], line));
        Move(open - at);
    }

    void SkipComment(int start)
    {
        var close = source.IndexOf("#}", at, StringComparison.Ordinal);
        if (close < 0)
            throw Fault(start, "a comment is not closed with '#}'");
        var isTrimming = close > at && source[close - 1] == '-';
        Move(close + 2 - at);
        SkipAfter(isTrimming, isBlock: true);
    }

    void ReadTag((TokenType Start, TokenType End, string Close) tag, int start)
    {
        tokens.Add(new(tag.Start, source.Substring(at - 2, 2), start));
        var depth = 0; // of brackets, within which "}}" closes no tag
        while (true)
        {
            while (at < source.Length && char.IsWhiteSpace(source[at]))
                Move(1);
            if (at == source.Length)
                throw Fault(start, $"a tag is not closed with '{tag.Close}'");
            var sign = source[at] is '-' or '+' ? 1 : 0;
            if (depth == 0 && string.CompareOrdinal(source, at + sign, tag.Close, 0, 2) == 0)
            {
                var isTrimming = source[at] == '-';
                tokens.Add(new(tag.End, tag.Close, line));
                Move(sign + 2);
                SkipAfter(isTrimming, tag.End == TokenType.BlockEnd && source[at - sign - 2] != '+');
                return;
            }
            var token = ReadToken();
            depth += token.Type != TokenType.Operator ? 0 : token.Text is "(" or "[" or "{" ? 1 : token.Text is ")" or "]" or "}" ? -1 : 0;
            if (depth < 0)
                throw Fault(token.Line, $"'{token.Text}' closes nothing");
            tokens.Add(token);
        }
    }

    void SkipAfter(bool isTrimming, bool isBlock)
    {
        while (isTrimming && at < source.Length && char.IsWhiteSpace(source[at]))
            Move(1);
        if (!isTrimming && isBlock && at < source.Length && source[at] == '\n')
            Move(1);
    }

    Token ReadToken()
    {
        var (first, start) = (source[at], at);
        if (first is '\'' or '"')
            return ReadString(first);
        if (char.IsAsciiDigit(first))
            return ReadNumber();
        if (char.IsAsciiLetter(first) || first == '_')
        {
            while (at < source.Length && (char.IsAsciiLetterOrDigit(source[at]) || source[at] == '_'))
                at++;
            return new(TokenType.Name, source[start..at], line);
        }
        foreach (var text in Operators)
        {
            if (string.CompareOrdinal(source, at, text, 0, text.Length) != 0)
                continue;
            at += text.Length;
            return new(TokenType.Operator, text, line);
        }
        throw Fault(line, $"the character '{first}' has no meaning here");
    }

    Token ReadNumber()
    {
        var start = at;
        SkipDigits();
        var isReal = at + 1 < source.Length && source[at] == '.' && char.IsAsciiDigit(source[at + 1]);
        if (isReal)
        {
            at++;
            SkipDigits();
        }
        var text = source[start..at].Replace("_", "", StringComparison.Ordinal);
        if (!isReal && !long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out _))
            throw Fault(line, $"the number {text} is too large");
        return new(isReal ? TokenType.Real : TokenType.Integer, text, line);
    }

    void SkipDigits()
    {
        while (at < source.Length && (char.IsAsciiDigit(source[at]) || source[at] == '_'))
            at++;
    }

    Token ReadString(char quote)
    {
        var start = line;
        Move(1);
        var text = new StringBuilder();
        while (at < source.Length && source[at] != quote)
        {
            if (source[at] != '\\' || at + 1 == source.Length)
            {
                text.Append(source[at]);
                Move(1);
                continue;
            }
            Move(1);
            ReadEscape(text);
        }
        if (at == source.Length)
            throw Fault(start, "a string is not closed");
        Move(1);
        return new(TokenType.String, text.ToString(), start);
    }

    /// <summary>Python's escapes; a backslash before anything else stands for itself.</summary>
    void ReadEscape(StringBuilder text)
    {
        var escape = source[at];
        Move(1);
        var digits = escape switch { 'x' => 2, 'u' => 4, _ => 0 };
        if (digits > 0 && at + digits <= source.Length && ushort.TryParse(source.AsSpan(at, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code))
        {
            text.Append((char)code);
            at += digits;
            return;
        }
        _ = escape switch
        {
            'n' => text.Append('\n'),
            't' => text.Append('\t'),
            'r' => text.Append('\r'),
            'b' => text.Append('\b'),
            'f' => text.Append('\f'),
            'v' => text.Append('\v'),
            '0' => text.Append('\0'),
            '\n' => text,
            '\\' or '\'' or '"' => text.Append(escape),
            _ => text.Append('\\').Append(escape),
        };
    }

    void Move(int count)
    {
        line += source.AsSpan(at, count).Count('\n');
        at += count;
    }

    ChatTemplateException Fault(int line, string reason) => new(template, line, reason);
}
