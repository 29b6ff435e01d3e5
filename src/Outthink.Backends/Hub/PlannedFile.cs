namespace Outthink.Backends.Hub;

/// <summary>A file that a pull needs.</summary>
public sealed record PlannedFile
{
    /// <summary>In the repository, with forward slashes.</summary>
    public required string Path { get; init; }

    /// <summary>Its whole size.</summary>
    public required long Bytes { get; init; }

    /// <summary>What of it lies in the cache already: all, a part of an interrupted pull, or nothing.</summary>
    public required long KeptBytes { get; init; }

    /// <summary>Whether the hub tells a hash to check it by; some mirrors do not.</summary>
    public bool IsVerifiable => Remote is null or { Hash: not null };

    /// <summary>What is to be fetched; null when it is in the snapshot already.</summary>
    internal RemoteFile? Remote { get; init; }
}
