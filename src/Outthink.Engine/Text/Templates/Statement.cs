using System.Collections.Immutable;

namespace Outthink.Engine.Text.Templates;

/// <summary>What a template does, in order.</summary>
abstract record Statement(int Line)
{
    public sealed record Literal(MarkedText Content, int Line) : Statement(Line);

    public sealed record Output(Expression Content, int Line) : Statement(Line);

    /// <summary>Names, or with an attribute that of a namespace; one name takes the value whole.</summary>
    public sealed record Set(string Name, string? Attribute, Expression Content, int Line) : Statement(Line);

    /// <summary>"set x" … "endset": what the body renders.</summary>
    public sealed record Capture(string Name, ImmutableArray<Statement> Body, int Line) : Statement(Line);

    public sealed record If(ImmutableArray<(Expression Condition, ImmutableArray<Statement> Body)> Branches, ImmutableArray<Statement> Otherwise, int Line) : Statement(Line);

    public sealed record For(ImmutableArray<string> Targets, Expression Source, Expression? Filter, ImmutableArray<Statement> Body, ImmutableArray<Statement> Otherwise, int Line)
        : Statement(Line);

    public sealed record Macro(string Name, ImmutableArray<(string Name, Expression? Default)> Parameters, ImmutableArray<Statement> Body, int Line) : Statement(Line);

    public sealed record Break(int Line) : Statement(Line);

    public sealed record Continue(int Line) : Statement(Line);
}
