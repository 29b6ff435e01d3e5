using System.Collections.Immutable;

namespace Outthink.Backends.Hub;

/// <summary>Where things are in a repository's folder of the cache. See https://huggingface.co/docs/hub/local-cache.</summary>
internal sealed class RepositoryFolder(string cache, string repository)
{
    private const string Prefix = "models--";
    private const int MostDepth = 16;

    public string Repository => repository;

    public string Root { get; } = Path.Combine(cache, Prefix + repository.Replace("/", "--", StringComparison.Ordinal));

    public string Blobs => Path.Combine(Root, "blobs");

    public string Locks => Path.Combine(cache, ".locks", Path.GetFileName(Root));

    public string Snapshots => Path.Combine(Root, "snapshots");

    public bool Exists => Directory.Exists(Root);

    public string Blob(string etag) => Path.Combine(Blobs, etag);

    public string Part(string etag) => Blob(etag) + ".incomplete";

    public string Lock(string etag) => Path.Combine(Locks, etag + ".lock");

    public string Snapshot(string commit) => Path.Combine(Snapshots, commit);

    public string Pointer(string commit, string path) => Path.Combine(Snapshot(commit), path.Replace('/', Path.DirectorySeparatorChar));

    /// <summary>The repositories a cache holds, by name.</summary>
    public static IEnumerable<RepositoryFolder> All(string cache) => !Directory.Exists(cache) ? [] :
        Directory.EnumerateDirectories(cache, Prefix + "*").Select(f => Path.GetFileName(f)[Prefix.Length..].Replace("--", "/", StringComparison.Ordinal))
            .Where(HubName.IsRepository).Order(StringComparer.Ordinal).Select(name => new RepositoryFolder(cache, name)).Where(f => f.Exists);

    /// <summary>Commits with a snapshot: the one that <paramref name="revision"/> names first, then the newest folders.</summary>
    public ImmutableArray<string> Commits(string revision = "main")
    {
        if (!Directory.Exists(Snapshots)) return [];
        string first = ReadRef(revision) ?? revision;
        return [.. new DirectoryInfo(Snapshots).EnumerateDirectories().OrderByDescending(d => d.Name == first).ThenByDescending(d => d.LastWriteTimeUtc).ThenBy(d => d.Name, StringComparer.Ordinal).Select(d => d.Name)];
    }

    /// <summary>The files of a commit, with forward slashes; links whose blob is gone are none.</summary>
    public ImmutableArray<string> Files(string commit)
    {
        string snapshot = Snapshot(commit);
        EnumerationOptions options = new() { RecurseSubdirectories = true, MaxRecursionDepth = MostDepth, AttributesToSkip = 0 };
        return [.. Directory.EnumerateFiles(snapshot, "*", options).Select(f => Path.GetRelativePath(snapshot, f).Replace(Path.DirectorySeparatorChar, '/'))
            .Where(f => SizeOf(commit, f) is not null).Order(StringComparer.Ordinal)];
    }

    /// <summary>Bytes of a snapshot's file, wherever it lies; null when there is none.</summary>
    public long? SizeOf(string commit, string path)
    {
        FileInfo file = new(Pointer(commit, path));
        if (file.LinkTarget is not null) file = file.ResolveLinkTarget(returnFinalTarget: true) as FileInfo ?? file;
        return file.Exists && file.LinkTarget is null ? file.Length : null;
    }

    /// <summary>Makes a branch or tag name a commit, in one step.</summary>
    public void WriteRef(string revision, string commit)
    {
        string path = Ref(revision);
        if (ReadRef(revision) == commit) return;
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        string draft = $"{path}.{Guid.NewGuid():N}.draft"; // two pulls may be here at once
        File.WriteAllText(draft, commit);
        File.Move(draft, path, overwrite: true);
    }

    private string? ReadRef(string revision)
    {
        FileInfo file = new(Ref(revision));
        return file is { Exists: true, Length: <= 256 } && File.ReadAllText(file.FullName).Trim() is { } commit && SafePath.IsToken(commit) ? commit : null;
    }

    private string Ref(string revision) => Path.Combine(Root, "refs", revision.Replace('/', Path.DirectorySeparatorChar));
}
