namespace Outthink.Backends.Hub;

/// <summary>A file of a repository as the hub lists it. Sizes and hashes are there only where the hub tells them.</summary>
internal sealed record HubFile
{
    /// <summary>Relative, with forward slashes; checked to be safe.</summary>
    public required string Path { get; init; }

    /// <summary>Bytes.</summary>
    public long? Size { get; init; }

    /// <summary>SHA-256 of a large file, in small hexadecimal letters.</summary>
    public string? Sha256 { get; init; }

    /// <summary>Git's SHA-1 of a small file.</summary>
    public string? GitSha1 { get; init; }
}
