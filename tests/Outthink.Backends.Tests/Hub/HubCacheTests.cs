using Outthink.Backends.Hub;

namespace Outthink.Backends.Tests.Hub;

/// <summary>A cache as the hub's own client leaves it: found, listed, and taken from.</summary>
public sealed class HubCacheTests : IDisposable
{
    private const string First = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", Second = "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb";

    private readonly string folder = Directory.CreateTempSubdirectory("outthink-hub-").FullName;

    private HubCache Cache => new(folder);

    private string Root => Path.Combine(folder, "models--org--m");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void The_snapshot_of_main_comes_before_newer_ones()
    {
        Add(First, "m-Q8_0.gguf", "one");
        Add(Second, "m-Q8_0.gguf", "two");
        Ref("main", First);
        Assert.Equal("one", File.ReadAllText(Find("org/m")));
        Ref("main", Second);
        Assert.Equal("two", File.ReadAllText(Find("org/m:Q8_0")));
    }

    [Fact]
    public void A_file_that_only_an_older_snapshot_holds_is_found_too()
    {
        Add(First, "m-Q4_0.gguf", "old");
        Add(Second, "m-Q8_0.gguf", "new");
        Ref("main", Second);
        Assert.Equal("old", File.ReadAllText(Find("org/m:q4_0")));
        Assert.Equal(["org/m:m-Q8_0.gguf", "org/m:m-Q4_0.gguf"], Cache.List().Select(m => m.Name));
        Assert.Equal([3L, 3L], Cache.List().Select(m => m.Bytes));
    }

    [Fact]
    public void Half_a_model_is_none()
    {
        Add(First, "m-00001-of-00002.gguf", "one");
        Assert.False(Cache.TryFind("org/m", out _));
        Assert.Empty(Cache.List());
        Add(First, "m-00002-of-00002.gguf", "two!");
        Assert.EndsWith("m-00001-of-00002.gguf", Find("org/m"), StringComparison.Ordinal);
        Assert.Equal(7, Assert.Single(Cache.List()).Bytes);
    }

    [Fact]
    public void A_folder_of_safetensors_is_found_by_its_folder()
    {
        Add(First, "config.json", "{}");
        Add(First, "model.safetensors", "weights");
        Assert.Equal(Path.Combine(Root, "snapshots", First), Find("org/m"));
        Assert.Equal("org/m:safetensors", Assert.Single(Cache.List()).Name);
        Assert.Equal(Find("org/m"), Find("org/m:safetensors"));
    }

    [Theory]
    [InlineData("org/other")]
    [InlineData("org/m:Q2_K")]
    [InlineData("small")]
    [InlineData("/etc/passwd")]
    [InlineData("../../x")]
    [InlineData("")]
    public void Anything_else_is_not_found(string name)
    {
        Add(First, "m-Q8_0.gguf", "one");
        Assert.False(Cache.TryFind(name, out _));
    }

    [Fact]
    public void Links_whose_blob_is_gone_are_nothing()
    {
        Add(First, "m.gguf", "one");
        foreach (string blob in Directory.GetFiles(Path.Combine(Root, "blobs"))) File.Delete(blob);
        Assert.False(Cache.TryFind("org/m", out _));
        Assert.Empty(Cache.List());
    }

    [Fact]
    public void A_folder_that_is_not_there_holds_nothing()
    {
        HubCache none = new(Path.Combine(folder, "none"));
        Assert.Empty(none.List());
        Assert.Contains("not in the cache", Assert.Throws<HubException>(() => none.PlanRemoval(HubFixture.Name("org/m"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Removing_a_file_frees_what_nothing_else_shows()
    {
        Add(First, "m-Q8_0.gguf", "shared");
        Add(Second, "m-Q8_0.gguf", "shared");
        Add(Second, "copy.gguf", "shared");
        Add(Second, "m-Q4_0.gguf", "own");
        CacheRemoval shared = Cache.PlanRemoval(HubFixture.Name("org/m:Q8_0"));
        Assert.Equal((0L, false), (shared.Bytes, shared.IsWhole));
        shared.Run();
        Assert.False(Cache.TryFind("org/m:Q8_0", out _));
        Assert.Equal("shared", File.ReadAllText(Find("org/m:copy.gguf")));
        Assert.False(Directory.Exists(Path.Combine(Root, "snapshots", First)));

        CacheRemoval own = Cache.PlanRemoval(HubFixture.Name("org/m:Q4_0"));
        Assert.Equal(3, own.Bytes);
        Assert.Equal(["m-Q4_0.gguf"], own.Files);
        own.Run();
        Assert.Single(Directory.GetFiles(Path.Combine(Root, "blobs")));
    }

    [Fact]
    public void Removing_the_last_file_or_the_repository_leaves_nothing()
    {
        Add(First, "m.gguf", "one");
        File.WriteAllText(Path.Combine(Root, "blobs", "y.incomplete"), "half");
        CacheRemoval removal = Cache.PlanRemoval(HubFixture.Name("org/m"));
        Assert.Equal((7L, true), (removal.Bytes, removal.IsWhole));
        removal.Run();
        Assert.False(Directory.Exists(Root));
    }

    [Fact]
    public void A_link_that_leads_out_of_the_cache_is_removed_and_its_target_stays()
    {
        string outside = Path.Combine(folder, "precious");
        File.WriteAllText(outside, "precious");
        Directory.CreateDirectory(Path.Combine(Root, "snapshots", First));
        File.CreateSymbolicLink(Path.Combine(Root, "snapshots", First, "m.gguf"), "../../../precious");
        CacheRemoval removal = Cache.PlanRemoval(HubFixture.Name("org/m:m.gguf"));
        Assert.Equal(0, removal.Bytes);
        removal.Run();
        Assert.True(File.Exists(outside));
    }

    [Fact]
    public void What_is_being_fetched_is_not_removed()
    {
        Add(First, "m.gguf", "one");
        Directory.CreateDirectory(Path.Combine(folder, ".locks", "models--org--m"));
        using CacheLock? held = CacheLock.TryAcquire(Path.Combine(folder, ".locks", "models--org--m", "x.lock"));
        Assert.NotNull(held);
        Assert.Contains("being fetched", Assert.Throws<HubException>(Cache.PlanRemoval(HubFixture.Name("org/m")).Run).Message, StringComparison.Ordinal);
        Assert.True(Cache.TryFind("org/m", out _));
    }

    [Fact]
    public void What_is_not_held_lists_what_is()
    {
        Add(First, "m-Q8_0.gguf", "one");
        Assert.Contains("m-Q8_0.gguf", Assert.Throws<HubException>(() => Cache.PlanRemoval(HubFixture.Name("org/m:Q2_K"))).Message, StringComparison.Ordinal);
    }

    private string Find(string name) => Cache.TryFind(name, out string? path) ? path : throw new Xunit.Sdk.XunitException($"{name} is not found");

    private void Add(string commit, string file, string content)
    {
        string blob = FakeHub.Sha256(System.Text.Encoding.UTF8.GetBytes(content));
        Directory.CreateDirectory(Path.Combine(Root, "blobs"));
        Directory.CreateDirectory(Path.Combine(Root, "snapshots", commit));
        File.WriteAllText(Path.Combine(Root, "blobs", blob), content);
        File.CreateSymbolicLink(Path.Combine(Root, "snapshots", commit, file), $"../../blobs/{blob}");
    }

    private void Ref(string name, string commit)
    {
        Directory.CreateDirectory(Path.Combine(Root, "refs"));
        File.WriteAllText(Path.Combine(Root, "refs", name), commit);
    }
}
