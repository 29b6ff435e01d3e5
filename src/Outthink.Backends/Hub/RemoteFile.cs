namespace Outthink.Backends.Hub;

/// <summary>A file of a commit as the hub announces it before it is fetched.</summary>
internal sealed record RemoteFile
{
    public required string Repository { get; init; }

    public required string Commit { get; init; }

    public required string Path { get; init; }

    /// <summary>What the blob is called in the cache: the SHA-256 of a large file, git's SHA-1 of a small one.</summary>
    public required string Etag { get; init; }

    /// <summary>Bytes.</summary>
    public required long Size { get; init; }

    /// <summary>40 or 64 hexadecimal digits; null where a mirror tells none, so that only the size can be checked.</summary>
    public required string? Hash { get; init; }
}
