using System.Collections.Immutable;

namespace Outthink.Cli.Json;

/// <summary><c>models logits --json</c>.</summary>
internal sealed record LogitsReport
{
    public required string Model { get; init; }

    public required ImmutableArray<PositionReport> Positions { get; init; }
}

/// <summary>What the model says after a token.</summary>
internal sealed record PositionReport
{
    public required int Position { get; init; }

    public required int Id { get; init; }

    /// <summary>Likeliest first.</summary>
    public required ImmutableArray<LikelyToken> Top { get; init; }
}

internal sealed record LikelyToken
{
    public required int Id { get; init; }

    /// <summary>The token's bytes as text; bytes that are no text are U+FFFD.</summary>
    public required string Piece { get; init; }

    public required float LogProb { get; init; }
}
