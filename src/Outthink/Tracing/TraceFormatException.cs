namespace Outthink.Tracing;

/// <summary>A text is not a trace this version can read.</summary>
public sealed class TraceFormatException(int line, string message, Exception? inner = null) : Exception($"Trace, line {line}: {message}", inner)
{
    /// <summary>The line, from 1.</summary>
    public int Line { get; } = line;
}
