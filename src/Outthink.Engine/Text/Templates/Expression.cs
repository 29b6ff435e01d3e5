using System.Collections.Immutable;

namespace Outthink.Engine.Text.Templates;

/// <summary>What a template computes; <see cref="Line"/> is where it stands in the source.</summary>
abstract record Expression(int Line)
{
    public sealed record Literal(Value Content, int Line) : Expression(Line);

    public sealed record Variable(string Identifier, int Line) : Expression(Line);

    public sealed record ListOf(ImmutableArray<Expression> Elements, int Line) : Expression(Line);

    public sealed record MappingOf(ImmutableArray<(Expression Key, Expression Content)> Entries, int Line) : Expression(Line);

    public sealed record Not(Expression Operand, int Line) : Expression(Line);

    public sealed record Negate(Expression Operand, int Line) : Expression(Line);

    public sealed record And(Expression Left, Expression Right, int Line) : Expression(Line);

    public sealed record Or(Expression Left, Expression Right, int Line) : Expression(Line);

    public sealed record Binary(string Operator, Expression Left, Expression Right, int Line) : Expression(Line);

    /// <summary>"a if b else c"; without an else it is undefined.</summary>
    public sealed record Choice(Expression Condition, Expression Then, Expression? Otherwise, int Line) : Expression(Line);

    /// <summary>"a.b"</summary>
    public sealed record Member(Expression Target, string Attribute, int Line) : Expression(Line);

    /// <summary>"a[b]"</summary>
    public sealed record Index(Expression Target, Expression Key, int Line) : Expression(Line);

    /// <summary>"a[b:c:d]"</summary>
    public sealed record Slice(Expression Target, Expression? Start, Expression? Stop, Expression? Step, int Line) : Expression(Line);

    public sealed record Call(Expression Target, CallArguments Given, int Line) : Expression(Line);

    public sealed record Filter(Expression Target, string Name, CallArguments Given, int Line) : Expression(Line);

    public sealed record Test(Expression Target, string Name, CallArguments Given, int Line) : Expression(Line);
}

sealed record CallArguments(ImmutableArray<Expression> Positional, ImmutableArray<(string Name, Expression Content)> Named)
{
    public static CallArguments None { get; } = new([], []);
}
