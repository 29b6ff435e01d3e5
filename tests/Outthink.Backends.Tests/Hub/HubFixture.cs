using Outthink.Backends.Hub;

namespace Outthink.Backends.Tests.Hub;

/// <summary>A fake hub, an empty cache, and pulls between the two on a clock of the test's own.</summary>
internal sealed class HubFixture : IAsyncDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("outthink-hub-").FullName;

    public HubFixture() => Settings = new() { Endpoint = Hub.Endpoint, Cache = Path.Combine(folder, "hub") };

    public FakeHub Hub { get; } = new();

    public HubSettings Settings { get; set; }

    public HubDisk Disk { get; set; } = new();

    public InstantTime Time { get; } = new();

    /// <summary>What the pulls said.</summary>
    public System.Collections.Concurrent.ConcurrentQueue<string> Remarks { get; } = new();

    public HubCache Cache => new(Settings.Cache);

    public string RepositoryRoot => Path.Combine(Settings.Cache, "models--" + Hub.Repository.Replace("/", "--", StringComparison.Ordinal));

    public string Blob(string file) => Path.Combine(RepositoryRoot, "blobs", Hub.Etag(file));

    public string Pointer(string file) => Path.Combine(RepositoryRoot, "snapshots", FakeHub.Commit, file);

    public HubPull Pull() => new(Settings, Time, Remarks.Enqueue, Disk, new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false });

    public async Task<PullPlan> PlanAsync(string name, string revision = "main")
    {
        using HubPull pull = Pull();
        return await pull.PlanAsync(Name(name), revision, TestContext.Current.CancellationToken);
    }

    public Task<PullPlan> PullAsync(string name, Action<PullProgress>? onProgress = null) => PullUntilAsync(name, onProgress ?? (_ => { }), TestContext.Current.CancellationToken);

    public async Task<PullPlan> PullUntilAsync(string name, Action<PullProgress> onProgress, CancellationToken stop)
    {
        using HubPull pull = Pull();
        PullPlan plan = await pull.PlanAsync(Name(name), "main", stop);
        await pull.FetchAsync(plan, onProgress, stop);
        return plan;
    }

    public async Task<string> RefusedAsync(string name) => (await Assert.ThrowsAsync<HubException>(() => PullAsync(name))).Message;

    public static HubName Name(string text) => HubName.TryParse(text, out HubName? name) ? name : throw new ArgumentException(text);

    /// <summary>Puts a part of an earlier pull into the cache.</summary>
    public void LeavePart(string file, byte[] bytes)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Blob(file))!);
        File.WriteAllBytes(Blob(file) + ".incomplete", bytes);
    }

    public async ValueTask DisposeAsync()
    {
        await Hub.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }
}
