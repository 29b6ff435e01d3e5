using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace Outthink.Backends.Hub;

/// <summary>
/// The models on this disk that came from the hub, by whichever program. The layout is the hub's own:
/// https://huggingface.co/docs/hub/local-cache. Nothing here talks to a network.
/// </summary>
public sealed class HubCache(string folder)
{
    /// <summary>The folder that holds <c>models--org--name</c> folders; it need not exist.</summary>
    public string Folder { get; } = Path.GetFullPath(folder);

    /// <summary>The cache that the environment names; see <see cref="HubSettings.FromEnvironment"/>.</summary>
    public static HubCache FromEnvironment() => new(HubSettings.CacheFolder(Environment.GetEnvironmentVariable));

    /// <summary>
    /// The path of a model that is given as a path or, where nothing lies there, by its name in the environment's cache. Text that
    /// could be neither comes back as it is, for whoever opens it to refuse.
    /// </summary>
    /// <exception cref="HubException">A name as the hub has them, of which the cache holds no whole model.</exception>
    public static string PathOf(string pathOrName)
    {
        if (Path.Exists(pathOrName) || !HubName.TryParse(pathOrName, out _)) return pathOrName;
        HubCache cache = FromEnvironment();
        return cache.TryFind(pathOrName, out string? cached) ? cached
            : throw new HubException($"'{pathOrName}' is neither a path nor one whole model in the hub's cache '{cache.Folder}'. 'outthink models list' shows what is there, 'outthink models pull' fetches more.");
    }

    /// <summary>
    /// Finds a whole model by <c>org/name[:file or quantisation]</c>: in the snapshot of <c>main</c> first, then in the newest.
    /// Without a file the choice is the one of pulling, among what the cache holds.
    /// </summary>
    /// <param name="name">A name; any other text finds nothing.</param>
    /// <param name="path">The GGUF file, its first shard where it has several, or the folder of a safetensors model.</param>
    public bool TryFind(string name, [NotNullWhen(true)] out string? path)
    {
        try
        {
            path = HubName.TryParse(name, out HubName? parsed) && Find(parsed, "main") is { } found ? Locate(found) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            path = null; // a cache that may not be read holds nothing for this user
        }
        return path is not null;
    }

    /// <summary>Every whole model, by name; of one that several snapshots hold, the one that <see cref="TryFind"/> finds.</summary>
    public ImmutableArray<CachedModel> List() =>
        [.. RepositoryFolder.All(Folder).SelectMany(repository => repository.Commits()
            .SelectMany(commit => ModelFiles.All(repository.Files(commit)).Where(m => m.IsComplete).Select(m => Describe(new(repository, commit, m))))
            .DistinctBy(m => m.Name))];

    /// <summary>What removing a model, or without a part the whole repository, takes away.</summary>
    /// <exception cref="HubException">The cache does not hold it; the message says what it holds.</exception>
    public CacheRemoval PlanRemoval(HubName name)
    {
        ArgumentNullException.ThrowIfNull(name);
        RepositoryFolder repository = new(Folder, name.Repository);
        return repository.Exists ? CacheRemoval.Plan(repository, name.Part)
            : throw new HubException($"'{name.Repository}' is not in the cache '{Folder}'. 'outthink models list' shows what is there.");
    }

    /// <summary>A whole model in a snapshot, or null.</summary>
    internal Found? Find(HubName name, string revision)
    {
        RepositoryFolder repository = new(Folder, name.Repository);
        foreach (string commit in repository.Commits(revision))
        {
            if (ModelFiles.TryChoose(repository.Files(commit), name.Part, out ModelFiles? files, out _) && files.IsComplete) return new(repository, commit, files);
        }
        return null;
    }

    internal static string Locate(Found found) => found.Files.Entry is { } entry ? found.Repository.Pointer(found.Commit, entry) : found.Repository.Snapshot(found.Commit);

    private static CachedModel Describe(Found found) => new()
    {
        Name = $"{found.Repository.Repository}:{found.Files.Entry ?? "safetensors"}",
        Repository = found.Repository.Repository,
        Commit = found.Commit,
        Path = Locate(found),
        Bytes = found.Files.Files.Sum(f => found.Repository.SizeOf(found.Commit, f) ?? 0),
    };

    /// <summary>A model's files in one snapshot.</summary>
    internal sealed record Found(RepositoryFolder Repository, string Commit, ModelFiles Files);
}
