namespace Outthink.Backends.Hub;

/// <summary>A model that the cache holds whole.</summary>
public sealed record CachedModel
{
    /// <summary>What <see cref="HubCache.TryFind"/> finds it by: <c>org/name:file.gguf</c>, or <c>org/name:safetensors</c>.</summary>
    public required string Name { get; init; }

    /// <summary><c>org/name</c>.</summary>
    public required string Repository { get; init; }

    public required string Commit { get; init; }

    /// <summary>The GGUF file, its first shard where it has several, or the folder of a safetensors model; absolute.</summary>
    public required string Path { get; init; }

    /// <summary>Of all its files together.</summary>
    public required long Bytes { get; init; }
}
