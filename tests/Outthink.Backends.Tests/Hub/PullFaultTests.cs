using Outthink.Backends.Hub;

namespace Outthink.Backends.Tests.Hub;

/// <summary>What a pull makes of servers and disks that do not do their part.</summary>
public sealed class PullFaultTests
{
    [Theory]
    [InlineData(401, null, "set HF_TOKEN")]
    [InlineData(401, "hf_old", "does not accept the token")]
    [InlineData(403, "hf_x", "Ask for it on")]
    [InlineData(404, null, "org/name")]
    [InlineData(410, null, "410")]
    public async Task A_refusal_says_what_to_do_and_is_not_repeated(int status, string? token, string expected)
    {
        await using HubFixture hub = WithFile();
        hub.Settings = hub.Settings with { Token = token };
        hub.Hub.Spoil = (_, _, _) => new(status);
        Assert.Contains(expected, await hub.RefusedAsync("org/model"), StringComparison.Ordinal);
        Assert.True(hub.Hub.Requests.Count <= 2);
        Assert.Empty(hub.Time.Waits);
    }

    [Fact]
    public async Task An_unknown_revision_lists_those_there_are()
    {
        await using HubFixture hub = WithFile();
        var fault = await Assert.ThrowsAsync<HubException>(() => hub.PlanAsync("org/model", "mian"));
        Assert.Contains("'mian'", fault.Message, StringComparison.Ordinal);
        Assert.Contains("main, dev, v1", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("../../x")]
    [InlineData("")]
    [InlineData("/etc")]
    public async Task A_revision_that_is_no_name_is_refused_before_anything_is_asked(string revision)
    {
        await using HubFixture hub = WithFile();
        await Assert.ThrowsAsync<HubException>(() => hub.PlanAsync("org/model", revision));
        Assert.Empty(hub.Hub.Requests);
    }

    [Theory]
    [InlineData(500)]
    [InlineData(503)]
    [InlineData(429)]
    [InlineData(408)]
    public async Task A_busy_server_is_asked_again_with_growing_waits(int status)
    {
        await using HubFixture hub = WithFile();
        int left = 4;
        hub.Hub.Spoil = (_, _, reply) => left-- > 0 ? new(status) : reply;
        await hub.PullAsync("org/model");
        Assert.Equal(4, hub.Time.Waits.Length);
        Assert.Equal(4, hub.Remarks.Count(r => r.Contains("trying again", StringComparison.Ordinal)));
        Assert.True(hub.Time.Waits.Sum(w => w.TotalSeconds) is > 2 and < 60);
    }

    [Fact]
    public async Task A_server_that_stays_busy_is_given_up_on()
    {
        await using HubFixture hub = WithFile();
        hub.Hub.Spoil = (_, _, _) => new(503);
        Assert.Contains("503 ServiceUnavailable, 6 times in a row", await hub.RefusedAsync("org/model"), StringComparison.Ordinal);
        Assert.Equal(5, hub.Time.Waits.Length);
    }

    [Fact]
    public async Task The_wait_a_server_asks_for_is_kept_in_seconds_and_as_a_date()
    {
        await using HubFixture hub = WithFile();
        Queue<string> asked = new(["17", (hub.Time.GetUtcNow() + TimeSpan.FromSeconds(60)).ToString("R")]);
        hub.Hub.Spoil = (_, _, reply) => asked.TryDequeue(out string? wait) ? new(429, ("Retry-After", wait)) : reply;
        await hub.PullAsync("org/model");
        Assert.Equal([17.0, 43.0], hub.Time.Waits.Select(w => w.TotalSeconds));
    }

    [Fact]
    public async Task A_wait_beyond_two_minutes_is_left_to_the_user()
    {
        await using HubFixture hub = WithFile();
        hub.Hub.Spoil = (_, _, _) => new(429, ("Retry-After", "3600"));
        Assert.Contains("3600 s", await hub.RefusedAsync("org/model"), StringComparison.Ordinal);
        Assert.Empty(hub.Time.Waits);
    }

    [Fact]
    public async Task Content_with_another_hash_is_thrown_away()
    {
        await using HubFixture hub = WithFile();
        hub.Hub.Spoil = (request, isStorage, reply) => isStorage && request.Method == "GET" ? reply with { Body = FakeHub.Content(50_000, 9) } : reply;
        Assert.Contains("its hash is", await hub.RefusedAsync("org/model"), StringComparison.Ordinal);
        Assert.False(File.Exists(hub.Blob("m.gguf")));
        Assert.False(File.Exists(hub.Pointer("m.gguf")));
        hub.Hub.Spoil = (_, _, reply) => reply;
        Assert.Equal(hub.Hub.Files["m.gguf"], File.ReadAllBytes((await hub.PullAsync("org/model")).Path));
    }

    [Fact]
    public async Task A_small_file_with_another_hash_is_thrown_away_too()
    {
        await using HubFixture hub = new();
        hub.Hub.Files["m.gguf"] = FakeHub.Content(100, 1);
        hub.Hub.Spoil = (request, _, reply) => request is { Method: "GET" } && request.Path.Contains("/resolve/", StringComparison.Ordinal) ? reply with { Body = FakeHub.Content(100, 2) } : reply;
        Assert.Contains("its hash is", await hub.RefusedAsync("org/model"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_listing_and_an_announcement_that_disagree_are_refused()
    {
        await using HubFixture hub = WithFile();
        hub.Hub.Spoil = (request, _, reply) => request.Method == "HEAD" ? reply with { Headers = [("X-Linked-Etag", new string('a', 64)), ("X-Linked-Size", "50000")] } : reply;
        Assert.Contains("out of step", await hub.RefusedAsync("org/model"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("../../evil")]
    [InlineData("a/b")]
    public async Task An_etag_that_is_a_path_is_refused(string etag)
    {
        await using HubFixture hub = new();
        hub.Hub.Files["m.gguf"] = FakeHub.Content(100, 1);
        hub.Hub.Spoil = (request, _, reply) => request.Method == "HEAD" ? new(200, ("ETag", $"\"{etag}\"")) { ContentLength = 100 }
            : request.Path.StartsWith("/api/", StringComparison.Ordinal) ? reply with { Body = """{"sha":"01","siblings":[{"rfilename":"m.gguf"}]}"""u8.ToArray() } : reply;
        Assert.Contains("ETag", await hub.RefusedAsync("org/model"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_of_another_size_than_announced_is_refused_at_once()
    {
        await using HubFixture hub = WithFile();
        hub.Hub.Spoil = (request, isStorage, reply) => isStorage ? reply with { Body = FakeHub.Content(60_000, 1) } : reply;
        Assert.Contains("announced 50000 bytes and the server has 60000", await hub.RefusedAsync("org/model"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_no_listing_points_at_the_endpoint()
    {
        await using HubFixture hub = WithFile();
        hub.Hub.Spoil = (_, _, _) => new(200) { Body = "<html>"u8.ToArray() };
        Assert.Contains("HF_ENDPOINT", await hub.RefusedAsync("org/model"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Redirects_without_end_end()
    {
        await using HubFixture hub = WithFile();
        hub.Hub.Spoil = (request, _, _) => new(302, ("Location", request.Path));
        Assert.Contains("more than 10 times", await hub.RefusedAsync("org/model"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_redirect_to_a_file_is_not_followed()
    {
        await using HubFixture hub = WithFile();
        hub.Hub.Spoil = (_, _, _) => new(302, ("Location", "file:///etc/passwd"));
        Assert.Contains("not followed", await hub.RefusedAsync("org/model"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_hub_that_is_not_there_is_said()
    {
        await using HubFixture hub = WithFile();
        hub.Settings = hub.Settings with { Endpoint = new("http://127.0.0.1:1") };
        Assert.Contains("no connection to 127.0.0.1:1", await hub.RefusedAsync("org/model"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Too_little_room_is_said_before_anything_is_fetched()
    {
        await using HubFixture hub = WithFile();
        hub.Disk = hub.Disk with { FreeBytes = _ => 49_999 };
        string message = await hub.RefusedAsync("org/model");
        Assert.Contains("50000 bytes are missing", message, StringComparison.Ordinal);
        Assert.Contains("49999 are free", message, StringComparison.Ordinal);
        Assert.Equal(0, hub.Hub.ContentRequests);
    }

    [Fact]
    public async Task A_disk_that_fills_up_keeps_the_part_and_all_else()
    {
        await using HubFixture hub = new();
        hub.Hub.Files["m-00001-of-00002.gguf"] = FakeHub.Content(50_000, 1);
        hub.Hub.Files["m-00002-of-00002.gguf"] = FakeHub.Content(300_000, 2);
        HubDisk sound = hub.Disk;
        hub.Disk = hub.Disk with { OpenPart = path => new FullDisk(sound.OpenPart(path), room: 200_000) };
        string message = await hub.RefusedAsync("org/model");
        Assert.Contains("The disk is full", message, StringComparison.Ordinal);
        Assert.Contains("are kept", message, StringComparison.Ordinal);
        Assert.True(File.Exists(hub.Blob("m-00001-of-00002.gguf")));
        long kept = new FileInfo(hub.Blob("m-00002-of-00002.gguf") + ".incomplete").Length;
        Assert.InRange(kept, 1, 200_000);
        Assert.Empty(hub.Time.Waits);

        hub.Disk = sound;
        PullPlan rest = await hub.PullAsync("org/model");
        Assert.Equal(300_000 - kept, rest.MissingBytes);
        Assert.Equal(hub.Hub.Files["m-00002-of-00002.gguf"], File.ReadAllBytes(hub.Pointer("m-00002-of-00002.gguf")));
    }

    private static HubFixture WithFile()
    {
        HubFixture hub = new();
        hub.Hub.Files["m.gguf"] = FakeHub.Content(50_000, 1);
        return hub;
    }
}
