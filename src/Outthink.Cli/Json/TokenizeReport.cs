using System.Collections.Immutable;
using Outthink.Engine.Text;

namespace Outthink.Cli.Json;

/// <summary><c>models tokenize --json</c>. Pieces are as the vocabulary writes them, so that no two tokens look the same.</summary>
internal sealed record TokenizeReport
{
    public required string Model { get; init; }

    public required int Count { get; init; }

    public required ImmutableArray<int> Ids { get; init; }

    public required ImmutableArray<string> Pieces { get; init; }

    public static TokenizeReport Of(string model, Tokenizer tokenizer, ImmutableArray<int> ids) => new()
    {
        Model = model,
        Count = ids.Length,
        Ids = ids,
        Pieces = [.. ids.Select(tokenizer.PieceOf)],
    };
}
