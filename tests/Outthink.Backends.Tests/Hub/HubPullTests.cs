using Outthink.Backends.Hub;

namespace Outthink.Backends.Tests.Hub;

/// <summary>Pulls that nothing disturbs: what is asked, what lies in the cache afterwards.</summary>
public sealed class HubPullTests
{
    [Fact]
    public async Task A_pulled_model_lies_where_the_hubs_own_client_looks_for_it()
    {
        await using HubFixture hub = new();
        hub.Hub.Files["sub/model-Q8_0.gguf"] = FakeHub.Content(300_000, 1);
        PullPlan plan = await hub.PullAsync("org/model");
        Assert.Equal((FakeHub.Commit, hub.Pointer("sub/model-Q8_0.gguf")), (plan.Commit, plan.Path));
        Assert.Equal(hub.Hub.Files["sub/model-Q8_0.gguf"], File.ReadAllBytes(plan.Path));
        Assert.Equal(FakeHub.Commit, File.ReadAllText(Path.Combine(hub.RepositoryRoot, "refs", "main")));
        Assert.Equal(Path.Combine("..", "..", "..", "blobs", hub.Hub.Etag("sub/model-Q8_0.gguf")), new FileInfo(plan.Path).LinkTarget);
        Assert.True(File.Exists(Path.Combine(hub.Settings.Cache, ".locks", "models--org--model", hub.Hub.Etag("sub/model-Q8_0.gguf") + ".lock")));
        Assert.Equal([hub.Blob("sub/model-Q8_0.gguf")], Directory.GetFiles(Path.Combine(hub.RepositoryRoot, "blobs")));
    }

    [Fact]
    public async Task A_folder_of_safetensors_comes_with_its_small_files_named_as_git_names_them()
    {
        await using HubFixture hub = new();
        foreach ((string file, int length) in (IEnumerable<(string, int)>)[("config.json", 80), ("tokenizer.json", 40_000), ("model.safetensors", 70_000), ("README.md", 10), ("merges.txt", 0)])
            hub.Hub.Files[file] = FakeHub.Content(length, length);
        PullPlan plan = await hub.PullAsync("org/model");
        Assert.Equal(["config.json", "tokenizer.json", "merges.txt", "model.safetensors"], plan.Files.Select(f => f.Path));
        Assert.Equal(Path.Combine(hub.RepositoryRoot, "snapshots", FakeHub.Commit), plan.Path);
        Assert.Equal(40, Path.GetFileName(new FileInfo(hub.Pointer("config.json")).LinkTarget!).Length);
        Assert.All(plan.Files, f => Assert.Equal(hub.Hub.Files[f.Path], File.ReadAllBytes(Path.Combine(plan.Path, f.Path))));
    }

    [Fact]
    public async Task A_second_pull_fetches_nothing()
    {
        await using HubFixture hub = new();
        hub.Hub.Files["m.gguf"] = FakeHub.Content(5000, 1);
        await hub.PullAsync("org/model");
        int before = hub.Hub.ContentRequests;
        PullPlan again = await hub.PullAsync("org/model:m.gguf");
        Assert.Equal((0, before), (again.MissingBytes, hub.Hub.ContentRequests));
    }

    [Fact]
    public async Task A_blob_that_another_program_left_is_only_linked()
    {
        await using HubFixture hub = new();
        hub.Hub.Files["m.gguf"] = FakeHub.Content(5000, 1);
        hub.LeavePart("m.gguf", hub.Hub.Files["m.gguf"]);
        File.Move(hub.Blob("m.gguf") + ".incomplete", hub.Blob("m.gguf"));
        PullPlan plan = await hub.PullAsync("org/model");
        Assert.Equal(0, hub.Hub.ContentRequests);
        Assert.Equal(hub.Hub.Files["m.gguf"], File.ReadAllBytes(plan.Path));
    }

    [Fact]
    public async Task The_token_goes_to_the_hub_and_never_to_the_storage()
    {
        await using HubFixture hub = new();
        hub.Settings = hub.Settings with { Token = "hf_secret" };
        hub.Hub.Files["m.gguf"] = FakeHub.Content(5000, 1);
        await hub.PullAsync("org/model");
        Assert.Contains(hub.Hub.Requests, r => r.IsStorage);
        Assert.All(hub.Hub.Requests, r => Assert.Equal(r.IsStorage ? null : "Bearer hf_secret", r.Request.Header("authorization")));
    }

    [Fact]
    public async Task A_renamed_repository_is_followed()
    {
        await using HubFixture hub = new();
        hub.Hub.Files["m.gguf"] = FakeHub.Content(5000, 1);
        hub.Hub.Spoil = (request, _, reply) => request.Path.Contains("old/name", StringComparison.Ordinal)
            ? new(307, ("Location", request.Path.Replace("old/name", "org/model", StringComparison.Ordinal)))
            : reply;
        Assert.Equal(hub.Hub.Files["m.gguf"], File.ReadAllBytes((await hub.PullAsync("old/name")).Path));
    }

    [Fact]
    public async Task A_revision_is_asked_for_as_it_is_and_kept_as_a_reference()
    {
        await using HubFixture hub = new();
        hub.Hub.Files["m.gguf"] = FakeHub.Content(10, 1);
        using HubPull pull = hub.Pull();
        await pull.FetchAsync(await pull.PlanAsync(HubFixture.Name("org/model"), "refs/pr/1", TestContext.Current.CancellationToken), _ => { }, TestContext.Current.CancellationToken);
        Assert.Equal(FakeHub.Commit, File.ReadAllText(Path.Combine(hub.RepositoryRoot, "refs", "refs", "pr", "1")));
        Assert.False(File.Exists(Path.Combine(hub.RepositoryRoot, "refs", "main")));
        Assert.True(hub.Cache.TryFind("org/model", out _));
    }

    [Fact]
    public async Task Planning_writes_nothing()
    {
        await using HubFixture hub = new();
        hub.Hub.Files["m.gguf"] = FakeHub.Content(5000, 1);
        Assert.Equal(5000, (await hub.PlanAsync("org/model")).MissingBytes);
        Assert.False(Directory.Exists(hub.Settings.Cache));
    }

    [Fact]
    public async Task Progress_grows_to_the_whole()
    {
        await using HubFixture hub = new();
        hub.Hub.Files["m-00001-of-00002.gguf"] = FakeHub.Content(400_000, 1);
        hub.Hub.Files["m-00002-of-00002.gguf"] = FakeHub.Content(300_000, 2);
        List<PullProgress> seen = [];
        await hub.PullAsync("org/model", seen.Add);
        Assert.Equal(seen.Select(p => p.Done).Order(), seen.Select(p => p.Done));
        Assert.Equal((700_000L, 700_000L), (seen[^1].Done, seen[^1].Total));
        Assert.True(seen.Count > 4);
    }

    [Fact]
    public async Task The_taken_one_of_several_is_said()
    {
        await using HubFixture hub = new();
        hub.Hub.Files["m-Q8_0.gguf"] = FakeHub.Content(50, 1);
        hub.Hub.Files["m-Q2_K.gguf"] = FakeHub.Content(50, 2);
        await hub.PullAsync("org/model");
        Assert.Contains(hub.Remarks, r => r.Contains("m-Q8_0.gguf", StringComparison.Ordinal));
        Assert.Contains("m-Q2_K.gguf, m-Q8_0.gguf", await hub.RefusedAsync("org/model:Q5_0"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Offline_only_the_cache_is_asked()
    {
        await using HubFixture hub = new();
        hub.Hub.Files["m.gguf"] = FakeHub.Content(5000, 1);
        hub.Settings = hub.Settings with { IsOffline = true };
        Assert.Contains("HF_HUB_OFFLINE", await hub.RefusedAsync("org/model"), StringComparison.Ordinal);
        Assert.Empty(hub.Hub.Requests);
        hub.Settings = hub.Settings with { IsOffline = false };
        string path = (await hub.PullAsync("org/model")).Path;
        int before = hub.Hub.Requests.Count;
        hub.Settings = hub.Settings with { IsOffline = true };
        Assert.Equal((path, before), ((await hub.PullAsync("org/model")).Path, hub.Hub.Requests.Count));
    }

    [Fact]
    public async Task Where_links_are_impossible_the_snapshot_holds_the_file()
    {
        await using HubFixture hub = new() { Disk = new() { CreateLink = (_, _) => throw new UnauthorizedAccessException() } };
        hub.Hub.Files["m.gguf"] = FakeHub.Content(5000, 1);
        string path = (await hub.PullAsync("org/model")).Path;
        Assert.Null(new FileInfo(path).LinkTarget);
        Assert.Equal(hub.Hub.Files["m.gguf"], File.ReadAllBytes(path));
        Assert.Empty(Directory.GetFiles(Path.Combine(hub.RepositoryRoot, "blobs")));
        Assert.Equal(0, (await hub.PullAsync("org/model")).MissingBytes);
    }
}
