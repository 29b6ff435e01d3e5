using System.Collections.Immutable;

namespace Outthink.Cli.Json;

/// <summary><c>models render --json</c>.</summary>
internal sealed record RenderReport
{
    public required string Model { get; init; }

    /// <summary>The prompt, control tokens as they are spelled.</summary>
    public required string Text { get; init; }

    public required int Count { get; init; }

    public required ImmutableArray<int> Ids { get; init; }

    /// <summary>The prompt's stretches by origin.</summary>
    public required ImmutableArray<SegmentReport> Segments { get; init; }
}

/// <param name="Text">Its characters.</param>
/// <param name="Special">True where control tokens are read: what the template wrote. False for what messages say.</param>
internal sealed record SegmentReport(string Text, bool Special);
