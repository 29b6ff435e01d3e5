namespace Outthink.Tracing;

/// <summary>A trace's first line.</summary>
internal sealed record TraceHeader(string Format, int Version);
