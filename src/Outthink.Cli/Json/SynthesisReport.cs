namespace Outthink.Cli.Json;

/// <summary><c>models synthesize --json</c>.</summary>
internal sealed record SynthesisReport
{
    public required string File { get; init; }

    public required string Like { get; init; }

    public required string Type { get; init; }

    public required int Layers { get; init; }

    public required ulong Seed { get; init; }

    public required long Bytes { get; init; }
}
