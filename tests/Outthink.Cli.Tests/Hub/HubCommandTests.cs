using System.Text.Json.Nodes;
using Outthink.Backends.Tests.Hub;

namespace Outthink.Cli.Tests.Hub;

/// <summary>Pull, list, use, inspect, remove, as a user does it.</summary>
[Collection("The hub's cache")]
public sealed class HubCommandTests : IDisposable
{
    private readonly TinyFamily family;
    private readonly HubEnvironment environment;

    public HubCommandTests(TinyFamily family, HubEnvironment environment)
    {
        (this.family, this.environment) = (family, environment);
        environment.Hub.Files["m-Q8_0.gguf"] = File.ReadAllBytes(family.PathOf("small.gguf"));
        environment.Hub.Files["m-Q4_0.gguf"] = FakeHub.Content(3000, 1);
    }

    private string Pulled => Path.Combine(environment.Cache, "models--org--model", "snapshots", FakeHub.Commit, "m-Q8_0.gguf");

    private long Size => environment.Hub.Files["m-Q8_0.gguf"].Length;

    public void Dispose()
    {
        environment.Hub.Spoil = (_, _, reply) => reply;
        if (Directory.Exists(environment.Cache)) Directory.Delete(environment.Cache, recursive: true);
    }

    [Fact]
    public async Task A_pulled_model_is_listed_inspected_used_and_removed()
    {
        Run pull = await Run.OutthinkAsync(["models", "pull", "org/model"]);
        Assert.Equal((0, Pulled + Environment.NewLine), (pull.ExitCode, pull.Out));
        Assert.Contains("taking 'm-Q8_0.gguf'", pull.Error, StringComparison.Ordinal);
        Assert.Contains($"org/model at {FakeHub.Commit}: 1 file", pull.Error, StringComparison.Ordinal);

        JsonNode listed = (await family.OutthinkAsync("models", "list", "--json")).Json["models"]!.AsArray()[^1]!;
        Assert.Equal(
            $$"""{"name":"org/model:m-Q8_0.gguf","role":"policy","parameters":null,"file":"{{Pulled}}","repository":"org/model","commit":"{{FakeHub.Commit}}","bytes":{{Size}}}""",
            listed.ToJsonString());
        Assert.Contains("org/model:m-Q8_0.gguf", (await family.OutthinkAsync("models", "list")).Out, StringComparison.Ordinal);
        Assert.Contains("1 layers of width 16", (await Run.OutthinkAsync(["models", "inspect", "org/model:q8_0"])).Out, StringComparison.Ordinal);
        JsonNode solved = (await family.OutthinkAsync("solve", "p", "--policy", "org/model:Q8_0", "--strategy", "cot", "--json")).Json;
        Assert.Equal("model:Q8_0", (string)solved["policy"]!);

        Run removed = await Run.OutthinkAsync(["models", "remove", "org/model", "--yes", "--json"]);
        Assert.Equal($$"""{"name":"org/model","files":["m-Q8_0.gguf"],"freed":{{Size}}}""", JsonNode.Parse(removed.Out)!.ToJsonString());
        Assert.False(File.Exists(Pulled));
        Assert.Equal(3, (await family.OutthinkAsync("models", "list", "--json")).Json["models"]!.AsArray().Count);
    }

    [Fact]
    public async Task Removing_asks_first()
    {
        await Run.OutthinkAsync(["models", "pull", "org/model:Q4_0"]);
        foreach ((string answer, string expected) in (IEnumerable<(string, string)>)[("n\n", "Nothing was removed"), ("", "give --yes"), ("\n", "Nothing was removed")])
        {
            Run refused = await Run.OutthinkAsync(["models", "remove", "org/model:Q4_0"], answer, null, TestContext.Current.CancellationToken);
            Assert.Equal((1, ""), (refused.ExitCode, refused.Out));
            Assert.Contains(expected, refused.Error, StringComparison.Ordinal);
        }
        Run agreed = await Run.OutthinkAsync(["models", "remove", "org/model:Q4_0"], "y\n", null, TestContext.Current.CancellationToken);
        Assert.Equal((0, "org/model:Q4_0: 3,000 bytes freed" + Environment.NewLine), (agreed.ExitCode, agreed.Out));
    }

    [Fact]
    public async Task A_dry_run_says_what_would_come_and_fetches_nothing()
    {
        Run run = await Run.OutthinkAsync(["models", "pull", "org/model:q4_0", "--dry-run", "--json"]);
        Assert.Equal(0, run.ExitCode);
        string path = Path.Combine(Path.GetDirectoryName(Pulled)!, "m-Q4_0.gguf");
        Assert.Equal(
            $$"""{"repository":"org/model","revision":"main","commit":"{{FakeHub.Commit}}","path":"{{path}}","bytes":3000,"fetched":3000,"files":[{"file":"m-Q4_0.gguf","bytes":3000,"fetched":3000}],"dryRun":true}""",
            run.Json.ToJsonString());
        Assert.False(Directory.Exists(environment.Cache));
        Assert.Contains("would be fetched", (await Run.OutthinkAsync(["models", "pull", "org/model:q4_0", "--dry-run"])).Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("m-Q4_0.gguf, m-Q8_0.gguf", "pull", "org/model:Q5_K_M")]
    [InlineData("Write a model as org/name", "pull", "org/nothing")]
    [InlineData("main, dev, v1", "pull", "org/model", "--revision", "nowhere")]
    [InlineData("not in the cache", "remove", "org/nothing", "--yes")]
    [InlineData("'org/nothing' is neither", "inspect", "org/nothing")]
    public async Task What_is_not_there_is_a_failure_that_says_what_is(string expected, params string[] arguments)
    {
        Run run = await Run.OutthinkAsync(["models", .. arguments]);
        Assert.Equal((1, ""), (run.ExitCode, run.Out));
        Assert.StartsWith("error: ", run.Error, StringComparison.Ordinal);
        Assert.Contains(expected, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_policy_that_was_not_pulled_is_a_usage_error_that_says_how_to()
    {
        Run run = await family.OutthinkAsync("solve", "p", "--policy", "org/model");
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("'outthink models pull' fetches it", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_interrupted_pull_keeps_what_came()
    {
        environment.Hub.Files["m-Q4_0.gguf"] = FakeHub.Content(2_000_000, 2);
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        environment.Hub.Spoil = (_, isStorage, reply) => isStorage ? reply with { Hold = StopAsync() } : reply;
        Run run = await Run.OutthinkAsync(["models", "pull", "org/model:Q4_0"], "", null, stop.Token);
        Assert.Equal((130, ""), (run.ExitCode, run.Out));
        Assert.Contains("Interrupted. What was fetched is kept", run.Error, StringComparison.Ordinal);

        async Task StopAsync()
        {
            string part = Path.Combine(environment.Cache, "models--org--model", "blobs", environment.Hub.Etag("m-Q4_0.gguf") + ".incomplete");
            while (!File.Exists(part) || new FileInfo(part).Length == 0) await Task.Yield();
            await stop.CancelAsync();
            await new TaskCompletionSource().Task;
        }
    }
}
