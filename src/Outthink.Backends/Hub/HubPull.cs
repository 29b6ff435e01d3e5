using System.Collections.Immutable;
using Polly;

namespace Outthink.Backends.Hub;

/// <summary>
/// Fetches models from the hub into its cache. One object serves one command; it is not thread-safe, but any number of them, in
/// any number of processes, may fetch the same files.
/// </summary>
public sealed class HubPull : IDisposable
{
    private readonly HubSettings settings;
    private readonly TimeProvider time;
    private readonly Action<string> remark;
    private readonly HubDisk disk;
    private readonly HubRequests requests;
    private readonly HubClient client;
    private readonly ResiliencePipeline retry;

    /// <param name="settings">Where the hub and the cache are.</param>
    /// <param name="time">The clock of waits and time limits.</param>
    /// <param name="remark">Told in words of retries, and of waiting for another process.</param>
    public HubPull(HubSettings settings, TimeProvider time, Action<string> remark)
        : this(settings, time, remark, new HubDisk(), HubRequests.CreateHandler())
    {
    }

    internal HubPull(HubSettings settings, TimeProvider time, Action<string> remark, HubDisk disk, HttpMessageHandler handler)
    {
        (this.settings, this.time, this.remark, this.disk) = (settings, time, remark, disk);
        requests = new(settings, handler, time);
        client = new(settings, requests);
        retry = HubRetry.Create(time, remark);
    }

    /// <summary>Whether the text could name a branch, tag or commit.</summary>
    public static bool IsRevision(string text) => SafePath.IsSafe(text);

    /// <summary>Asks the hub what there is and chooses the files; writes nothing. Offline, the cache alone is asked.</summary>
    /// <param name="name">The model.</param>
    /// <param name="revision">A branch, tag or commit.</param>
    /// <param name="cancellationToken">Ends the asking.</param>
    /// <exception cref="HubException">There is no such model, no right to it, no hub; or the name fits none or several of its files.</exception>
    public async Task<PullPlan> PlanAsync(HubName name, string revision, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (!IsRevision(revision)) throw new HubException($"'{revision}' cannot be a revision; give a branch, a tag or a commit.");
        if (settings.IsOffline) return OfCache(name, revision);
        HubListing listing = await AskAsync(token => client.ListAsync(name.Repository, revision, token), cancellationToken);
        if (!ModelFiles.TryChoose([.. listing.Files.Select(f => f.Path)], name.Part, out ModelFiles? chosen, out string? problem))
            throw new HubException($"'{name.Repository}': {problem}.");
        if (name.Part is null && chosen.Entry is { } entry && ModelFiles.All([.. listing.Files.Select(f => f.Path)]).Length > 1)
            remark($"'{name.Repository}' holds several models; taking '{entry}'. Name another one's file or quantisation behind a colon.");

        RepositoryFolder folder = new(settings.Cache, name.Repository);
        List<PlannedFile> files = [];
        foreach (HubFile file in chosen.Files.Select(path => listing.Files.First(f => f.Path == path)))
            files.Add(await PlanAsync(listing, file, folder, cancellationToken));
        return new()
        {
            Repository = name.Repository,
            Revision = revision,
            Commit = listing.Commit,
            Files = [.. files],
            Path = HubCache.Locate(new(folder, listing.Commit, chosen)),
        };
    }

    /// <summary>
    /// Fetches what is missing, each file checked by its hash before it is shown in the snapshot; cancelled or failed, it keeps
    /// the parts, and the next pull goes on from them.
    /// </summary>
    /// <exception cref="HubException">The disk has no room, the hub cannot be reached or sends something else than it announced.</exception>
    public async Task FetchAsync(PullPlan plan, Action<PullProgress> onProgress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(onProgress);
        if (disk.FreeBytes(settings.Cache) is { } free && free < plan.MissingBytes)
            throw new HubException($"{plan.MissingBytes} bytes are missing of '{plan.Repository}', and {free} are free at '{settings.Cache}'. Nothing was fetched; make room, or name another disk with HF_HUB_CACHE.");
        RepositoryFolder folder = new(settings.Cache, plan.Repository);
        long before = 0;
        foreach (PlannedFile file in plan.Files)
        {
            long done = before;
            if (file.Remote is { } remote) await FetchAsync(remote, folder, length => onProgress(new(file.Path, done + length, plan.Bytes)), cancellationToken);
            before += file.Bytes;
            onProgress(new(file.Path, before, plan.Bytes));
        }
        if (!settings.IsOffline && plan.Revision != plan.Commit) folder.WriteRef(plan.Revision, plan.Commit);
    }

    public void Dispose() => requests.Dispose();

    private async Task<PlannedFile> PlanAsync(HubListing listing, HubFile file, RepositoryFolder folder, CancellationToken cancellationToken)
    {
        long? shown = folder.SizeOf(listing.Commit, file.Path);
        if (shown is { } whole && whole == file.Size) return new() { Path = file.Path, Bytes = whole, KeptBytes = whole };
        RemoteFile remote = await AskAsync(token => client.HeadAsync(listing, file, token), cancellationToken);
        if (shown == remote.Size) return new() { Path = file.Path, Bytes = remote.Size, KeptBytes = remote.Size };
        FileInfo blob = new(folder.Blob(remote.Etag)), part = new(folder.Part(remote.Etag));
        bool hasBlob = blob.Exists && blob.Length == remote.Size;
        return new() { Path = file.Path, Bytes = remote.Size, KeptBytes = hasBlob ? remote.Size : part.Exists && part.Length <= remote.Size ? part.Length : 0, Remote = remote };
    }

    private async Task<T> AskAsync<T>(Func<CancellationToken, Task<T>> ask, CancellationToken cancellationToken)
    {
        try
        {
            return await retry.ExecuteAsync(async token => await ask(token), cancellationToken);
        }
        catch (TransientHubException e)
        {
            throw new HubException($"{e.Message}, {HubRetry.MostRetries + 1} times in a row. Check the network and HF_ENDPOINT, or try again later.", e);
        }
    }

    private async Task FetchAsync(RemoteFile file, RepositoryFolder folder, Action<long> onLength, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder.Blobs);
        using CacheLock held = await CacheLock.AcquireAsync(folder.Lock(file.Etag), time, () => remark($"{file.Path}: another process is fetching it; waiting"), cancellationToken);
        FileInfo blob = new(folder.Blob(file.Etag));
        bool isThere = blob.Exists && blob.Length == file.Size;
        bool isShown = !isThere && folder.SizeOf(file.Commit, file.Path) == file.Size;
        if (isShown) return; // by whoever held the lock, on a disk without links
        if (!isThere) await new BlobDownload(client, retry, disk, time, remark).RunAsync(file, blob.FullName, onLength, cancellationToken);
        SnapshotLink.Create(folder.Pointer(file.Commit, file.Path), blob.FullName, isNew: !isThere, disk);
    }

    private PullPlan OfCache(HubName name, string revision)
    {
        HubCache.Found found = new HubCache(settings.Cache).Find(name, revision)
            ?? throw new HubException($"'{name}' is not whole in the cache '{settings.Cache}', and HF_HUB_OFFLINE forbids to fetch it. Unset HF_HUB_OFFLINE.");
        ImmutableArray<PlannedFile> files = [.. found.Files.Files.Select(f => (Path: f, Bytes: found.Repository.SizeOf(found.Commit, f) ?? 0))
            .Select(f => new PlannedFile { Path = f.Path, Bytes = f.Bytes, KeptBytes = f.Bytes })];
        return new() { Repository = name.Repository, Revision = revision, Commit = found.Commit, Files = files, Path = HubCache.Locate(found) };
    }
}
