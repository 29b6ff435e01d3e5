using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Outthink.Cli.Json;

/// <summary><c>models inspect --json</c>.</summary>
internal sealed record InspectionReport
{
    public required string File { get; init; }

    /// <summary>Of the GGUF format; absent for a folder and for a model in parts.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public required uint? Version { get; init; }

    /// <summary>What the engine makes of the file; absent when it does not load.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public LoadedModelReport? Model { get; init; }

    /// <summary>Values as a person reads them; long lists are cut.</summary>
    public required Dictionary<string, string> Metadata { get; init; }

    public required ImmutableArray<TensorReport> Tensors { get; init; }

    /// <summary>Why the engine refuses the file; absent when it loads.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? DoesNotLoad { get; init; }
}

internal sealed record TensorReport
{
    public required string Name { get; init; }

    public required string Type { get; init; }

    /// <summary>In the file's order: the first counts the contiguous elements of a row.</summary>
    public required ImmutableArray<long> Shape { get; init; }

    public required long Offset { get; init; }

    public required long Bytes { get; init; }
}

/// <summary>A model as the engine runs it.</summary>
internal sealed record LoadedModelReport
{
    public required string Architecture { get; init; }

    /// <summary>Evaluated per token: output layer included, input look-up excluded.</summary>
    public required long Parameters { get; init; }

    /// <summary>Most tokens of a sequence.</summary>
    public required int Context { get; init; }

    public required int Layers { get; init; }

    public required int Width { get; init; }

    public required int FeedForward { get; init; }

    public required int Heads { get; init; }

    public required int KvHeads { get; init; }

    public required int HeadDim { get; init; }

    public required bool TiedOutput { get; init; }

    /// <summary>Tokens of the tokeniser.</summary>
    public required int Vocabulary { get; init; }

    public required int? Bos { get; init; }

    public required int? Eos { get; init; }
}
