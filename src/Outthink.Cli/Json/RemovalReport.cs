using System.Collections.Immutable;

namespace Outthink.Cli.Json;

/// <summary><c>models remove --json</c>.</summary>
internal sealed record RemovalReport
{
    public required string Name { get; init; }

    /// <summary>The repository's files that went.</summary>
    public required ImmutableArray<string> Files { get; init; }

    /// <summary>Bytes that became free.</summary>
    public required long Freed { get; init; }
}
