using FsCheck.Xunit;
using Outthink.Backends.Hub;

namespace Outthink.Backends.Tests.Hub;

/// <summary>Cuts, silence, and several pulls at once: the blob is the source in the end.</summary>
public sealed class PullInterruptionTests
{
    [Fact]
    public async Task A_part_is_gone_on_with()
    {
        await using HubFixture hub = WithFile(200_000);
        hub.LeavePart("m.gguf", hub.Hub.Files["m.gguf"][..123_456]);
        PullPlan plan = await hub.PullAsync("org/model");
        Assert.Equal(76_544, plan.MissingBytes);
        Assert.Equal("bytes=123456-", hub.Hub.Requests.Single(r => r.IsStorage).Request.Header("range"));
        Assert.Equal(hub.Hub.Files["m.gguf"], File.ReadAllBytes(plan.Path));
    }

    [Fact]
    public async Task A_part_that_is_whole_needs_no_request()
    {
        await using HubFixture hub = WithFile(5000);
        hub.LeavePart("m.gguf", hub.Hub.Files["m.gguf"]);
        await hub.PullAsync("org/model");
        Assert.Equal(0, hub.Hub.ContentRequests);
        Assert.True(File.Exists(hub.Blob("m.gguf")));
    }

    [Theory]
    [InlineData(100)]
    [InlineData(5000)]
    [InlineData(9999)]
    public async Task A_wrong_part_is_replaced(int length)
    {
        await using HubFixture hub = WithFile(5000);
        hub.LeavePart("m.gguf", FakeHub.Content(length, 77));
        Assert.Equal(hub.Hub.Files["m.gguf"], File.ReadAllBytes((await hub.PullAsync("org/model")).Path));
    }

    [Fact]
    public async Task A_server_without_ranges_is_read_from_its_start()
    {
        await using HubFixture hub = WithFile(200_000);
        hub.Hub.IgnoresRanges = true;
        hub.LeavePart("m.gguf", hub.Hub.Files["m.gguf"][..150_000]);
        Assert.Equal(hub.Hub.Files["m.gguf"], File.ReadAllBytes((await hub.PullAsync("org/model")).Path));
    }

    [Fact]
    public async Task A_range_that_the_server_does_not_have_starts_over()
    {
        await using HubFixture hub = WithFile(5000);
        hub.LeavePart("m.gguf", hub.Hub.Files["m.gguf"][..4000]);
        hub.Hub.Spoil = (request, isStorage, reply) => isStorage && request.Header("range") is not null ? new(416) : reply;
        Assert.Equal(hub.Hub.Files["m.gguf"], File.ReadAllBytes((await hub.PullAsync("org/model")).Path));
    }

    [Fact]
    public async Task Another_range_than_asked_for_is_refused_and_the_part_kept()
    {
        await using HubFixture hub = WithFile(5000);
        hub.LeavePart("m.gguf", hub.Hub.Files["m.gguf"][..4000]);
        hub.Hub.Spoil = (request, isStorage, reply) => isStorage ? reply with { Headers = [("Content-Range", "bytes 10-4999/5000")] } : reply;
        Assert.Contains("another range", await hub.RefusedAsync("org/model"), StringComparison.Ordinal);
        Assert.Equal(4000, new FileInfo(hub.Blob("m.gguf") + ".incomplete").Length);
    }

    [Property(MaxTest = 40)]
    public async Task Whatever_breaks_the_blob_is_the_source_and_a_rerun_finishes(int seed)
    {
        Random random = new(seed);
        int length = random.Next(1000, 300_000);
        await using HubFixture hub = WithFile(length);
        hub.Hub.IgnoresRanges = random.Next(4) == 0;
        int faults = random.Next(1, 25);
        hub.Hub.Spoil = (request, isStorage, reply) => !isStorage || faults-- <= 0 ? reply : random.Next(5) switch
        {
            0 => new(503),
            1 => reply with { CutAfter = 0 },
            _ => reply with { CutAfter = random.Next(Math.Max(1, Math.Min(reply.Body.Length, 40_000))) },
        };
        int runs = 1;
        for (; runs < 30; runs++)
        {
            try
            {
                await hub.PullAsync("org/model");
                break;
            }
            catch (HubException e)
            {
                Assert.Contains("times in a row", e.Message, StringComparison.Ordinal);
                Assert.False(File.Exists(hub.Blob("m.gguf")));
            }
        }
        Assert.Equal(hub.Hub.Files["m.gguf"], File.ReadAllBytes(hub.Pointer("m.gguf")));
        Assert.Equal([hub.Blob("m.gguf")], Directory.GetFiles(Path.Combine(hub.RepositoryRoot, "blobs")));
        Assert.InRange(runs, 1, 6);
    }

    [Fact]
    public async Task A_server_that_falls_silent_is_left_and_gone_back_to()
    {
        await using HubFixture hub = WithFile(200_000);
        int silences = 2;
        hub.Hub.Spoil = (_, isStorage, reply) => isStorage && silences-- > 0 ? reply with { Hold = new TaskCompletionSource().Task } : reply;
        await hub.PullAsync("org/model", p =>
        {
            if (p.Done is >= 100_000 and < 200_000 && silences >= 0 && hub.Hub.Requests.Count(r => r.IsStorage) <= 2) _ = Task.Run(hub.Time.BeSilent);
        });
        Assert.Equal(hub.Hub.Files["m.gguf"], File.ReadAllBytes(hub.Pointer("m.gguf")));
        Assert.Contains(hub.Remarks, r => r.Contains("nothing came for 60 s", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Cancelling_keeps_the_part_and_the_next_pull_goes_on()
    {
        await using HubFixture hub = WithFile(400_000);
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => hub.PullUntilAsync("org/model", p =>
        {
            if (p.Done > 0) stop.Cancel();
        }, stop.Token));
        long kept = new FileInfo(hub.Blob("m.gguf") + ".incomplete").Length;
        Assert.InRange(kept, 1, 399_999);
        Assert.Equal(400_000 - kept, (await hub.PullAsync("org/model")).MissingBytes);
        Assert.Equal(hub.Hub.Files["m.gguf"], File.ReadAllBytes(hub.Pointer("m.gguf")));
    }

    [Fact]
    public async Task Of_two_pulls_at_once_one_fetches_and_the_other_waits()
    {
        await using HubFixture hub = WithFile(200_000);
        TaskCompletionSource waiting = new(TaskCreationOptions.RunContinuationsAsynchronously);
        hub.Hub.Spoil = (_, isStorage, reply) => isStorage ? reply with { Hold = waiting.Task } : reply;
        Task<PullPlan> first = hub.PullAsync("org/model");
        using HubPull second = new(hub.Settings, hub.Time, _ => waiting.TrySetResult(), hub.Disk, new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false });
        PullPlan plan = await second.PlanAsync(HubFixture.Name("org/model"), "main", TestContext.Current.CancellationToken);
        while (!hub.Hub.Requests.Any(r => r.IsStorage)) await Task.Yield();
        await second.FetchAsync(plan, _ => { }, TestContext.Current.CancellationToken);
        await first;
        Assert.True(waiting.Task.IsCompleted);
        Assert.Equal(1, hub.Hub.ContentRequests);
        Assert.Equal(hub.Hub.Files["m.gguf"], File.ReadAllBytes(hub.Pointer("m.gguf")));
    }

    private static HubFixture WithFile(int length)
    {
        HubFixture hub = new();
        hub.Hub.Files["m.gguf"] = FakeHub.Content(length, length);
        return hub;
    }
}
