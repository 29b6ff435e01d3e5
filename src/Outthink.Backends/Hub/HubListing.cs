using System.Collections.Immutable;

namespace Outthink.Backends.Hub;

/// <summary>What a repository holds at one commit.</summary>
internal sealed record HubListing
{
    public required string Repository { get; init; }

    public required string Commit { get; init; }

    public required ImmutableArray<HubFile> Files { get; init; }

    /// <exception cref="HubException">The commit or a file's name could not be one on this disk.</exception>
    public static HubListing Of(string repository, ModelWire wire)
    {
        if (wire.Sha is not { } commit || !SafePath.IsToken(commit))
            throw new HubException($"The hub's answer about '{repository}' names no usable commit. Check HF_ENDPOINT.");
        SiblingWire[] siblings = [.. (wire.Siblings ?? []).OfType<SiblingWire>()];
        foreach (SiblingWire sibling in siblings)
        {
            if (!SafePath.IsSafe(sibling.Rfilename))
                throw new HubException($"'{repository}' lists a file '{Printable(sibling.Rfilename)}', whose name could leave the cache's folder. Nothing was fetched; do not trust this repository.");
        }
        return new()
        {
            Repository = repository,
            Commit = commit,
            Files = [.. siblings.Select(s => new HubFile
            {
                Path = s.Rfilename,
                Size = (s.Size ?? s.Lfs?.Size) is >= 0 and long size ? size : null,
                Sha256 = ContentHash.AsSha256(s.Lfs?.Sha256 ?? s.Lfs?.Oid),
                GitSha1 = s.Lfs is null ? ContentHash.AsSha1(s.BlobId) : null,
            })],
        };
    }

    private static string Printable(string name) => string.Concat(name.Take(80).Select(c => char.IsControl(c) ? '?' : c));
}
