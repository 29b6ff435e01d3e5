using System.Collections.Immutable;

namespace Outthink.Backends.Hub;

/// <summary>What a pull would fetch, at which commit, and where the model will be.</summary>
public sealed record PullPlan
{
    /// <summary><c>org/name</c>.</summary>
    public required string Repository { get; init; }

    /// <summary>The branch, tag or commit asked for.</summary>
    public required string Revision { get; init; }

    public required string Commit { get; init; }

    public required ImmutableArray<PlannedFile> Files { get; init; }

    /// <summary>The GGUF file, its first shard where it has several, or the folder of a safetensors model, once all is there; absolute.</summary>
    public required string Path { get; init; }

    /// <summary>Of all files together.</summary>
    public long Bytes => Files.Sum(f => f.Bytes);

    /// <summary>Still to be fetched.</summary>
    public long MissingBytes => Files.Sum(f => f.Bytes - f.KeptBytes);
}
