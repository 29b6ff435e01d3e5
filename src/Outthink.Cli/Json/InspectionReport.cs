using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Outthink.Cli.Json;

/// <summary><c>models inspect --json</c>.</summary>
internal sealed record InspectionReport
{
    public required string File { get; init; }

    public required uint Version { get; init; }

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
