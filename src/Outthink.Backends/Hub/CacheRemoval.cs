using System.Collections.Immutable;

namespace Outthink.Backends.Hub;

/// <summary>A model to be taken out of the cache: first what would go, then, if wanted, its going.</summary>
public sealed class CacheRemoval
{
    private readonly RepositoryFolder repository;
    private readonly ImmutableArray<string> pointers;
    private readonly ImmutableArray<string> blobs;

    private CacheRemoval(RepositoryFolder repository, ImmutableArray<string> pointers, ImmutableArray<string> blobs, bool isWhole)
    {
        (this.repository, this.pointers, this.blobs, IsWhole) = (repository, pointers, blobs, isWhole);
        Files = [.. pointers.Select(p => Path.GetRelativePath(repository.Snapshots, p).Replace(Path.DirectorySeparatorChar, '/')).Select(p => p[(p.IndexOf('/', StringComparison.Ordinal) + 1)..]).Distinct().Order(StringComparer.Ordinal)];
        Bytes = blobs.Sum(b => new FileInfo(b).Length) + pointers.Select(p => new FileInfo(p)).Where(p => p.LinkTarget is null).Sum(p => p.Length);
    }

    /// <summary>Whether nothing of the repository stays.</summary>
    public bool IsWhole { get; }

    /// <summary>The repository's files that go, each once, with forward slashes.</summary>
    public ImmutableArray<string> Files { get; }

    /// <summary>What becomes free: content that another snapshot or file of the repository shows stays.</summary>
    public long Bytes { get; }

    /// <summary>Removes it. Lock files stay: another process may be waiting at one.</summary>
    /// <exception cref="HubException">The repository is being fetched.</exception>
    /// <exception cref="IOException">A file cannot be removed.</exception>
    public void Run()
    {
        List<CacheLock> held = [];
        try
        {
            if (Directory.Exists(repository.Locks))
            {
                foreach (string path in Directory.EnumerateFiles(repository.Locks, "*.lock"))
                    held.Add(CacheLock.TryAcquire(path) ?? throw new HubException($"'{repository.Repository}' is being fetched; remove it when that is done."));
            }
            foreach (string pointer in pointers) File.Delete(pointer);
            foreach (string blob in blobs) File.Delete(blob);
            if (IsWhole) Directory.Delete(repository.Root, recursive: true);
            else foreach (string commit in repository.Commits()) DeleteEmpty(repository.Snapshot(commit));
        }
        finally
        {
            held.ForEach(l => l.Dispose());
        }
    }

    /// <exception cref="HubException">No snapshot holds the part.</exception>
    internal static CacheRemoval Plan(RepositoryFolder repository, string? part)
    {
        ImmutableArray<(string Commit, string File)> all = [.. repository.Commits().SelectMany(c => repository.Files(c).Select(f => (c, f)))];
        HashSet<(string Commit, string File)> going = part is null ? [.. all] : [.. Chosen(repository, part)];
        bool isWhole = going.Count == all.Length;
        HashSet<string> kept = [.. all.Where(f => !going.Contains(f)).Select(f => BlobOf(repository, f.Commit, f.File)).OfType<string>()];
        IEnumerable<string> blobs = isWhole
            ? Directory.Exists(repository.Blobs) ? Directory.EnumerateFiles(repository.Blobs) : []
            : going.Select(f => BlobOf(repository, f.Commit, f.File)).OfType<string>().Distinct().Where(b => !kept.Contains(b));
        return new(repository, [.. going.Select(f => repository.Pointer(f.Commit, f.File))], [.. blobs], isWhole);
    }

    private static List<(string Commit, string File)> Chosen(RepositoryFolder repository, string part)
    {
        string problem = "it holds nothing";
        List<(string, string)> chosen = [];
        foreach (string commit in repository.Commits())
        {
            if (ModelFiles.TryChoose(repository.Files(commit), part, out ModelFiles? files, out string? fault)) chosen.AddRange(files.Files.Select(f => (commit, f)));
            else problem = fault;
        }
        return chosen.Count > 0 ? chosen : throw new HubException($"'{repository.Repository}' in the cache: {problem}.");
    }

    /// <summary>The blob that a snapshot's link shows; null for a file of its own, or a link that leads out of the blobs.</summary>
    private static string? BlobOf(RepositoryFolder repository, string commit, string file)
    {
        string pointer = repository.Pointer(commit, file);
        if (new FileInfo(pointer).LinkTarget is not { } target) return null;
        string blob = Path.GetFullPath(target, Path.GetDirectoryName(pointer)!);
        return Path.GetDirectoryName(blob) == Path.GetFullPath(repository.Blobs) ? blob : null;
    }

    private static void DeleteEmpty(string folder)
    {
        foreach (string inner in Directory.EnumerateDirectories(folder)) DeleteEmpty(inner);
        if (!Directory.EnumerateFileSystemEntries(folder).Any()) Directory.Delete(folder);
    }
}
