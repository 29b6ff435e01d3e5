namespace Outthink.Engine.Text.Templates;

/// <summary>What a template may use at most: it comes from a model file, and such are not trusted.</summary>
public sealed record TemplateLimits
{
    /// <summary>Characters of the source.</summary>
    public int Source { get; init; } = 1 << 18;

    /// <summary>Expressions and statements evaluated, elements of lists handled included.</summary>
    public int Steps { get; init; } = 1_000_000;

    /// <summary>Characters handled by all operations on strings together.</summary>
    public long Characters { get; init; } = 1L << 27;

    /// <summary>Characters of the rendered text.</summary>
    public int Output { get; init; } = 1 << 24;
}
