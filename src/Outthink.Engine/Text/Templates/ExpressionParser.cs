using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.CompilerServices;

namespace Outthink.Engine.Text.Templates;

/// <summary>Reads expressions, loosest operators first: choice, or, and, not, comparison, sum, "~", product, sign, power; filters and tests bind tightest.</summary>
sealed class ExpressionParser(List<Token> tokens, string template)
{
    static readonly HashSet<string> Comparisons = ["==", "!=", "<", "<=", ">", ">="];
    static readonly HashSet<string> NoArgument = ["else", "or", "and", "is", "if", "in", "not", "recursive"];

    int at;

    public string Template => template;

    public Token Current => tokens[at];

    public Token Next() => tokens[at].Type == TokenType.End ? tokens[at] : tokens[at++];

    public ChatTemplateException Fault(Token token, string reason) => new(template, token.Line, reason);

    public Token Expect(TokenType type, string what)
    {
        var token = Next();
        return token.Type == type ? token : throw Fault(token, $"{what} is expected where {token} stands");
    }

    public bool Accept(string text)
    {
        if (!Current.IsOperator(text) && !Current.IsName(text))
            return false;
        at++;
        return true;
    }

    public void Require(string text)
    {
        if (!Accept(text))
            throw Fault(Current, $"'{text}' is expected where {Current} stands");
    }

    /// <summary>A whole expression; with commas a list.</summary>
    public Expression ReadTuple()
    {
        var first = Read();
        if (!Current.IsOperator(","))
            return first;
        var elements = ImmutableArray.CreateBuilder<Expression>();
        elements.Add(first);
        while (Accept(",") && Current.Type is not (TokenType.BlockEnd or TokenType.OutputEnd) && !Current.IsOperator(")"))
            elements.Add(Read());
        return new Expression.ListOf(elements.DrainToImmutable(), first.Line);
    }

    public Expression Read()
    {
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
            throw Fault(Current, "it nests too deeply; use a simpler template");
        var value = ReadOr();
        while (Current.IsName("if"))
        {
            var line = Next().Line;
            var condition = ReadOr();
            value = new Expression.Choice(condition, value, Accept("else") ? Read() : null, line);
        }
        return value;
    }

    /// <summary>An expression in which "if" is no part: what a loop goes over.</summary>
    public Expression ReadOr()
    {
        var left = ReadAnd();
        while (Current.IsName("or"))
            left = new Expression.Or(left, Line(ReadAnd, out var line), line);
        return left;
    }

    Expression ReadAnd()
    {
        var left = ReadNot();
        while (Current.IsName("and"))
            left = new Expression.And(left, Line(ReadNot, out var line), line);
        return left;
    }

    Expression ReadNot()
    {
        if (!Current.IsName("not"))
            return ReadComparison();
        var negations = 0;
        var line = Current.Line;
        while (Accept("not"))
            negations++;
        var operand = ReadComparison();
        return negations % 2 == 1 ? new Expression.Not(operand, line) : new Expression.Not(new Expression.Not(operand, line), line);
    }

    Expression ReadComparison()
    {
        var left = ReadSum();
        while (true)
        {
            if (Current.Type == TokenType.Operator && Comparisons.Contains(Current.Text))
            {
                var comparison = Current.Text;
                left = new Expression.Binary(comparison, left, Line(ReadSum, out var line), line);
            }
            else if (Current.IsName("in"))
                left = new Expression.Binary("in", left, Line(ReadSum, out var line), line);
            else if (Current.IsName("not") && tokens[at + 1].IsName("in"))
            {
                at++;
                left = new Expression.Not(new Expression.Binary("in", left, Line(ReadSum, out var line), line), line);
            }
            else
                return left;
        }
    }

    Expression ReadSum() => Chain(ReadJoin, "+", "-");

    Expression ReadJoin() => Chain(ReadProduct, "~");

    Expression ReadProduct() => Chain(ReadSign, "*", "/", "//", "%");

    Expression ReadSign()
    {
        if (!Current.IsOperator("-") && !Current.IsOperator("+"))
            return ReadPower();
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
            throw Fault(Current, "it nests too deeply; use a simpler template");
        var sign = Next();
        var operand = ReadSign();
        return sign.Text == "-" ? new Expression.Negate(operand, sign.Line) : operand;
    }

    Expression ReadPower() => Chain(ReadFiltered, "**");

    Expression Chain(Func<Expression> operand, params ReadOnlySpan<string> operators)
    {
        var left = operand();
        while (Current.Type == TokenType.Operator && operators.Contains(Current.Text))
        {
            var text = Current.Text;
            left = new Expression.Binary(text, left, Line(operand, out var line), line);
        }
        return left;
    }

    /// <summary>Passes the operator, whose line it gives, and reads what follows.</summary>
    Expression Line(Func<Expression> operand, out int line)
    {
        line = Next().Line;
        return operand();
    }

    Expression ReadFiltered()
    {
        var value = ReadPostfix(ReadPrimary());
        while (true)
        {
            if (Current.IsOperator("|"))
            {
                at++;
                var name = Expect(TokenType.Name, "a filter's name");
                value = new Expression.Filter(value, name.Text, Current.IsOperator("(") ? ReadArguments() : CallArguments.None, name.Line);
            }
            else if (Current.IsName("is"))
            {
                at++;
                value = ReadTest(value);
            }
            else if (Current.IsOperator("("))
                value = ReadPostfix(value);
            else
                return value;
        }
    }

    Expression ReadTest(Expression value)
    {
        var isNegated = Accept("not");
        var name = Expect(TokenType.Name, "a test's name");
        var given = CallArguments.None;
        if (Current.IsOperator("("))
            given = ReadArguments();
        else if (Current.Type is TokenType.String or TokenType.Integer or TokenType.Real || Current.IsOperator("[") || Current.IsOperator("{")
            || (Current.Type == TokenType.Name && !NoArgument.Contains(Current.Text)))
            given = new([ReadPostfix(ReadPrimary())], []);
        Expression test = new Expression.Test(value, name.Text, given, name.Line);
        return isNegated ? new Expression.Not(test, name.Line) : test;
    }

    Expression ReadPostfix(Expression value)
    {
        while (true)
        {
            var line = Current.Line;
            if (Accept("."))
                value = new Expression.Member(value, Expect(TokenType.Name, "an attribute's name").Text, line);
            else if (Current.IsOperator("("))
                value = new Expression.Call(value, ReadArguments(), line);
            else if (Accept("["))
                value = ReadSubscript(value, line);
            else
                return value;
        }
    }

    Expression ReadSubscript(Expression value, int line)
    {
        var first = Current.IsOperator(":") ? null : Read();
        if (!Current.IsOperator(":"))
        {
            Require("]");
            return new Expression.Index(value, first!, line);
        }
        at++;
        var stop = Current.IsOperator(":") || Current.IsOperator("]") ? null : Read();
        var step = Accept(":") && !Current.IsOperator("]") ? Read() : null;
        Require("]");
        return new Expression.Slice(value, first, stop, step, line);
    }

    CallArguments ReadArguments()
    {
        Require("(");
        var positional = ImmutableArray.CreateBuilder<Expression>();
        var named = ImmutableArray.CreateBuilder<(string, Expression)>();
        while (!Accept(")"))
        {
            if (Current.Type == TokenType.Name && tokens[at + 1].IsOperator("="))
            {
                var name = Next().Text;
                at++;
                named.Add((name, Read()));
            }
            else
                positional.Add(Read());
            if (!Current.IsOperator(")"))
                Require(",");
        }
        return new(positional.DrainToImmutable(), named.DrainToImmutable());
    }

    Expression ReadPrimary()
    {
        var token = Next();
        switch (token.Type)
        {
            case TokenType.String:
                var text = token.Text;
                while (Current.Type == TokenType.String)
                    text += Next().Text; // as in Python, neighbours are one
                return new Expression.Literal(Value.Of(MarkedText.OfTemplate(text)), token.Line);
            case TokenType.Integer:
                return new Expression.Literal(new Value.Integer(long.Parse(token.Text, CultureInfo.InvariantCulture)), token.Line);
            case TokenType.Real:
                return new Expression.Literal(new Value.Real(double.Parse(token.Text, CultureInfo.InvariantCulture)), token.Line);
            case TokenType.Name:
                return token.Text switch
                {
                    "true" or "True" => new Expression.Literal(Value.True, token.Line),
                    "false" or "False" => new Expression.Literal(Value.False, token.Line),
                    "none" or "None" => new Expression.Literal(Value.Null, token.Line),
                    "and" or "or" or "not" or "if" or "else" or "in" or "is" => throw Fault(token, $"a value is expected where {token} stands"),
                    _ => new Expression.Variable(token.Text, token.Line),
                };
            case TokenType.Operator when token.Text == "(":
                if (Accept(")"))
                    return new Expression.ListOf([], token.Line);
                var inner = ReadTuple();
                Require(")");
                return inner;
            case TokenType.Operator when token.Text == "[":
                return ReadList(token.Line);
            case TokenType.Operator when token.Text == "{":
                return ReadMapping(token.Line);
            default:
                throw Fault(token, $"a value is expected where {token} stands");
        }
    }

    Expression.ListOf ReadList(int line)
    {
        var elements = ImmutableArray.CreateBuilder<Expression>();
        while (!Accept("]"))
        {
            elements.Add(Read());
            if (!Current.IsOperator("]"))
                Require(",");
        }
        return new(elements.DrainToImmutable(), line);
    }

    Expression.MappingOf ReadMapping(int line)
    {
        var entries = ImmutableArray.CreateBuilder<(Expression, Expression)>();
        while (!Accept("}"))
        {
            var key = Read();
            Require(":");
            entries.Add((key, Read()));
            if (!Current.IsOperator("}"))
                Require(",");
        }
        return new(entries.DrainToImmutable(), line);
    }
}
