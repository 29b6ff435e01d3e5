using System.Collections.Immutable;
using System.Runtime.CompilerServices;

namespace Outthink.Engine.Text.Templates;

/// <summary>Reads a template: text, outputs and blocks.</summary>
sealed class StatementParser
{
    readonly ExpressionParser expressions;
    int loops;

    StatementParser(List<Token> tokens, string template) => expressions = new(tokens, template);

    public static ImmutableArray<Statement> Read(string source, string template)
    {
        var parser = new StatementParser(Lexer.Read(source, template), template);
        var body = parser.ReadBody(out var end);
        return end is null ? body : throw parser.expressions.Fault(parser.expressions.Current, $"'{end}' closes nothing");
    }

    /// <summary>Statements up to a block that is none: its name, or null at the template's end.</summary>
    ImmutableArray<Statement> ReadBody(out string? end)
    {
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
            throw expressions.Fault(expressions.Current, "it nests too deeply; use a simpler template");
        var body = ImmutableArray.CreateBuilder<Statement>();
        while (true)
        {
            var token = expressions.Next();
            switch (token.Type)
            {
                case TokenType.Text:
                    body.Add(new Statement.Literal(MarkedText.OfTemplate(token.Text), token.Line));
                    break;
                case TokenType.OutputStart:
                    body.Add(new Statement.Output(expressions.ReadTuple(), token.Line));
                    expressions.Expect(TokenType.OutputEnd, "'}}'");
                    break;
                case TokenType.BlockStart:
                    var name = expressions.Expect(TokenType.Name, "a block's name");
                    if (!TryReadBlock(name, body))
                    {
                        end = name.Text;
                        return body.DrainToImmutable();
                    }
                    break;
                default:
                    end = null;
                    return body.DrainToImmutable();
            }
        }
    }

    bool TryReadBlock(Token name, ImmutableArray<Statement>.Builder body)
    {
        switch (name.Text)
        {
            case "set":
                body.Add(ReadSet(name.Line));
                return true;
            case "if":
                body.Add(ReadIf(name.Line));
                return true;
            case "for":
                body.Add(ReadFor(name.Line));
                return true;
            case "macro":
                body.Add(ReadMacro(name.Line));
                return true;
            case "generation": // marks what an assistant says, for training
                CloseBlock();
                body.AddRange(ReadUntil("endgeneration", name));
                CloseBlock();
                return true;
            case "break" or "continue":
                if (loops == 0)
                    throw expressions.Fault(name, $"'{name.Text}' stands outside of a loop");
                body.Add(name.Text == "break" ? new Statement.Break(name.Line) : new Statement.Continue(name.Line));
                CloseBlock();
                return true;
            case "elif" or "else" or "endif" or "endfor" or "endset" or "endmacro" or "endgeneration":
                return false;
            default:
                throw expressions.Fault(name, $"the block '{name.Text}' is not supported; set, if, for, macro, generation, break and continue are");
        }
    }

    ImmutableArray<Statement> ReadUntil(string end, Token start)
    {
        var body = ReadBody(out var found);
        return found == end ? body : throw expressions.Fault(start, $"'{start.Text}' is not closed with '{end}'{(found is null ? "" : $"; '{found}' came first")}");
    }

    Statement ReadSet(int line)
    {
        var name = expressions.Expect(TokenType.Name, "a name");
        var attribute = expressions.Accept(".") ? expressions.Expect(TokenType.Name, "an attribute's name").Text : null;
        if (expressions.Accept("="))
        {
            var content = expressions.ReadTuple();
            CloseBlock();
            return new Statement.Set(name.Text, attribute, content, line);
        }
        if (attribute is not null)
            expressions.Require("=");
        CloseBlock();
        var body = ReadUntil("endset", new(TokenType.Name, "set", line));
        CloseBlock();
        return new Statement.Capture(name.Text, body, line);
    }

    Statement.If ReadIf(int line)
    {
        var branches = ImmutableArray.CreateBuilder<(Expression, ImmutableArray<Statement>)>();
        while (true)
        {
            var condition = expressions.ReadTuple();
            CloseBlock();
            var body = ReadBody(out var end);
            branches.Add((condition, body));
            if (end == "elif")
                continue;
            ImmutableArray<Statement> otherwise = [];
            if (end == "else")
            {
                CloseBlock();
                otherwise = ReadBody(out end);
            }
            if (end != "endif")
                throw new ChatTemplateException(expressions.Template, line, "'if' is not closed with 'endif'");
            CloseBlock();
            return new(branches.DrainToImmutable(), otherwise, line);
        }
    }

    Statement.For ReadFor(int line)
    {
        var targets = ImmutableArray.CreateBuilder<string>();
        do
            targets.Add(expressions.Expect(TokenType.Name, "a name").Text);
        while (expressions.Accept(","));
        expressions.Require("in");
        var source = expressions.ReadOr();
        var filter = expressions.Accept("if") ? expressions.Read() : null;
        CloseBlock();
        loops++;
        var body = ReadBody(out var end);
        loops--;
        ImmutableArray<Statement> otherwise = [];
        if (end == "else")
        {
            CloseBlock();
            otherwise = ReadBody(out end);
        }
        if (end != "endfor")
            throw new ChatTemplateException(expressions.Template, line, "'for' is not closed with 'endfor'");
        CloseBlock();
        return new(targets.DrainToImmutable(), source, filter, body, otherwise, line);
    }

    Statement.Macro ReadMacro(int line)
    {
        var name = expressions.Expect(TokenType.Name, "a name");
        var parameters = ImmutableArray.CreateBuilder<(string, Expression?)>();
        expressions.Require("(");
        while (!expressions.Accept(")"))
        {
            var parameter = expressions.Expect(TokenType.Name, "a parameter's name").Text;
            parameters.Add((parameter, expressions.Accept("=") ? expressions.Read() : null));
            if (!expressions.Current.IsOperator(")"))
                expressions.Require(",");
        }
        CloseBlock();
        var outer = loops;
        loops = 0;
        var body = ReadUntil("endmacro", new(TokenType.Name, "macro", line));
        loops = outer;
        CloseBlock();
        return new(name.Text, parameters.DrainToImmutable(), body, line);
    }

    void CloseBlock() => expressions.Expect(TokenType.BlockEnd, "'%}'");
}
