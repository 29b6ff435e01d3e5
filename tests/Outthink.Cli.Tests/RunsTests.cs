using System.Text.Json;
using System.Text.Json.Nodes;

namespace Outthink.Cli.Tests;

public sealed class RunsTests(TinyFamily family)
{
    static readonly string[] Small = ["--limit", "4", "-n", "4", "-m", "2", "--max-tokens", "40", "--difficulty-samples", "2", "--json"];

    string NewPath(string name) => Path.Combine(Directory.CreateDirectory(family.PathOf("runs-" + name)).FullName, name + ".sqlite");

    Task<Run> EvalAsync(string path, params string[] more) => family.OutthinkAsync(["eval", .. Small, "--run", path, .. more]);

    [Fact]
    public async Task A_kept_run_prints_the_same_and_is_gone_on_with()
    {
        string path = NewPath("kept");
        Run plain = await family.OutthinkAsync(["eval", .. Small]);
        Run kept = await EvalAsync(path);
        Run again = await EvalAsync(path, "--threads", "1", "--concurrency", "2");
        Assert.Equal((0, 0), (kept.ExitCode, again.ExitCode));
        Assert.Equal(WithoutEnergy(plain), WithoutEnergy(kept));
        Assert.Equal(WithoutEnergy(plain), WithoutEnergy(again));
        Assert.Contains("going on after 24 of 24 problems", again.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("going on", kept.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_command_on_the_same_file_is_a_usage_error_that_says_what_differs()
    {
        string path = NewPath("other");
        await EvalAsync(path);
        Run other = await EvalAsync(path, "--temperature", "0.5");
        Assert.Equal((2, ""), (other.ExitCode, other.Out));
        Assert.Contains("temperature: 1 in the file, 0.5 now", other.Error, StringComparison.Ordinal);
        string card = family.PathOf("runs-other/tuned.json");
        File.WriteAllText(card, """{"name":"small","role":"policy","file":"../small.gguf","parameters":1000,"prompt":"{problem}\n"}""");
        Run prompt = await EvalAsync(path, "--policy", card);
        Assert.Equal(2, prompt.ExitCode);
        Assert.Contains("models[0].cardSha256:", prompt.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Policy_and_reward_model_may_be_folders_whose_files_are_hashed()
    {
        string path = NewPath("folder"), policy = family.PathOf("runs-folder/policy"), prm = family.PathOf("runs-folder/prm");
        TinyFolder.Write(family.PathOf("small.gguf"), policy);
        TinyFolder.Write(family.PathOf("large.gguf"), prm);
        File.WriteAllText(prm + ".json", """{"name":"prm","role":"prm","file":"prm","readOut":"likelihood"}""");
        Run kept = await EvalAsync(path, "--policy", policy, "--prm", prm);
        Assert.Equal((0, "policy"), (kept.ExitCode, (string)kept.Json["rows"]![0]!["policy"]!));
        Run again = await EvalAsync(path, "--policy", policy + Path.DirectorySeparatorChar, "--prm", prm);
        Assert.Equal(WithoutEnergy(kept), WithoutEnergy(again));
        Assert.Contains("going on after 24 of 24 problems", again.Error, StringComparison.Ordinal);
        JsonNode[] models = [.. JsonNode.Parse((await Run.OutthinkAsync(["runs", "show", path, "--json"])).Out)!["models"]!.AsArray().Select(m => m!)];
        Assert.Equal([("policy", "policy"), ("prm", "prm")], models.Select(m => ((string)m["role"]!, (string)m["file"]!)));
        Assert.All(models, m => Assert.Equal(64, ((string)m["sha256"]!).Length));
        Assert.NotEqual((string)models[0]["sha256"]!, (string)models[1]["sha256"]!);

        string weights = Path.Combine(policy, "model.safetensors");
        byte[] bytes = File.ReadAllBytes(weights);
        bytes[^1] ^= 1;
        File.WriteAllBytes(weights, bytes);
        Run other = await EvalAsync(path, "--policy", policy, "--prm", prm);
        Assert.Equal(2, other.ExitCode);
        Assert.Contains("models[0].sha256:", other.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_interrupted_run_exports_what_an_undisturbed_one_does()
    {
        string whole = NewPath("whole"), parts = NewPath("parts");
        await EvalAsync(whole);
        using (CancellationTokenSource stop = new())
        {
            // The first progress line stops it: most problems are still to do.
            StoppingWriter error = new(stop);
            using StringWriter output = new();
            Terminal terminal = new(output, error, new StringReader(""));
            Assert.Equal(130, await CommandLine.RunAsync(["eval", .. Small, "--run", parts, "--models", family.Folder, "--concurrency", "1"], terminal, stop.Token));
            Assert.True((bool)JsonNode.Parse(output.ToString())!["cancelled"]!);
        }
        Assert.Contains("going on after", (await EvalAsync(parts)).Error, StringComparison.Ordinal);
        string a = family.PathOf("whole.jsonl"), b = family.PathOf("parts.jsonl");
        Assert.Equal(0, (await Run.OutthinkAsync(["runs", "export", whole, "--format", "jsonl", "--out", a])).ExitCode);
        Assert.Equal(0, (await Run.OutthinkAsync(["runs", "export", parts, "--format", "jsonl", "--out", b])).ExitCode);
        Assert.Equal(File.ReadAllText(a), File.ReadAllText(b));
    }

    [Fact]
    public async Task Showing_tells_curves_and_comparisons_with_their_promised_names()
    {
        string path = NewPath("show");
        await EvalAsync(path, "--watts", "20");
        Run shown = await Run.OutthinkAsync(["runs", "show", path, "--json"]);
        string[] names = [.. Run.Names(JsonDocument.Parse(shown.Out).RootElement)];
        Assert.Equal([".file", ".version", ".suite", ".suiteSha256", ".seed", ".done", ".total", ".attempts", ".energy", ".models", ".rows", ".curves", ".comparisons"], names.Where(n => n.LastIndexOf('.') == 0));
        Assert.Equal(["n", "accuracy", "low", "high", "exact", "policyTokens", "prmTokens", "flops"], names.Where(n => n.StartsWith(".curves[].points[].", StringComparison.Ordinal)).Select(n => n[19..]));
        Assert.Equal(["first", "second", "problems", "difference", "low", "high", "onlyFirst", "onlySecond", "p"], names.Where(n => n.StartsWith(".comparisons[].", StringComparison.Ordinal)).Select(n => n[15..]));
        JsonNode json = JsonNode.Parse(shown.Out)!;
        Assert.Equal("estimated at 20 W", (string)json["energy"]![0]!);
        Assert.True((double)json["rows"]![1]!["joules"]! > 0);
        Assert.Equal(64, ((string)json["models"]![0]!["sha256"]!).Length);
        Assert.Equal(1 + 3 + 3 + 3, json["curves"]!.AsArray().Count); // majority; best-of-n, beam and dvts by three selections
        Assert.Equal(4, json["comparisons"]!.AsArray().Count);

        Run table = await Run.OutthinkAsync(["runs", "show", path, "--against", "1"]);
        foreach (string part in (string[])["n=4", "best, last", "McNemar p", "1: small majority N=4", "SHA-256", "Joules estimated at 20 W"]) Assert.Contains(part, table.Out, StringComparison.Ordinal);
        Run wrong = await Run.OutthinkAsync(["runs", "show", path, "--against", "5"]);
        Assert.Equal(2, wrong.ExitCode);
        Assert.Contains("give 0 to 4", wrong.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Listing_tells_runs_from_other_files()
    {
        string path = NewPath("list");
        await EvalAsync(path);
        File.WriteAllText(Path.ChangeExtension(path, ".x.sqlite"), string.Concat(Enumerable.Repeat("text ", 200)));
        Run list = await Run.OutthinkAsync(["runs", "list", Path.GetDirectoryName(path)!, "--json"]);
        JsonNode json = JsonNode.Parse(list.Out)!;
        Assert.Equal("list.sqlite", (string)Assert.Single(json["runs"]!.AsArray())!["file"]!);
        Assert.Equal((24, 24), ((int)json["runs"]![0]!["done"]!, (int)json["runs"]![0]!["total"]!));
        Assert.Contains("not a database", (string)Assert.Single(json["unreadable"]!.AsArray())!["reason"]!, StringComparison.Ordinal);
        Run table = await Run.OutthinkAsync(["runs", "list", Path.GetDirectoryName(path)!]);
        Assert.Contains("100 %", table.Out, StringComparison.Ordinal);
        Assert.Equal(2, (await Run.OutthinkAsync(["runs", "list", family.PathOf("nowhere")])).ExitCode);
    }

    [Fact]
    public async Task Tables_are_exported()
    {
        string path = NewPath("export"), csv = family.PathOf("export.csv"), parquet = family.PathOf("export.parquet");
        await EvalAsync(path);
        Assert.Equal(0, (await Run.OutthinkAsync(["runs", "export", path, "--format", "csv", "--table", "candidates", "--out", csv])).ExitCode);
        Assert.StartsWith("row,problem,candidate,slot,", File.ReadLines(csv).First(), StringComparison.Ordinal);
        Assert.Equal(0, (await Run.OutthinkAsync(["runs", "export", path, "--format", "parquet", "--out", parquet])).ExitCode);
        Assert.Equal("PAR1"u8.ToArray(), File.ReadAllBytes(parquet)[^4..]);
        foreach ((string[] arguments, string expected) in ((string[], string)[])
            [
                (["--format", "jsonl", "--table", "steps", "--out", csv], "--table"),
                (["--format", "csv", "--out", path], "--out"),
                (["--out", csv], "--format"),
                (["--format", "xml", "--out", csv], "choose one of parquet, csv, jsonl"),
            ])
        {
            Run refused = await Run.OutthinkAsync(["runs", "export", path, .. arguments]);
            Assert.Equal(2, refused.ExitCode);
            Assert.Contains(expected, refused.Error, StringComparison.Ordinal);
        }
        Assert.Equal(1, (await Run.OutthinkAsync(["runs", "export", family.PathOf("absent"), "--format", "csv", "--out", csv])).ExitCode);
    }

    /// <summary>Times and energy are no part of what must be equal.</summary>
    static string WithoutEnergy(Run run)
    {
        JsonNode json = run.Json;
        json.AsObject().Remove("energy");
        foreach (JsonNode? row in json["rows"]!.AsArray()) row!.AsObject().Remove("joules");
        return json.ToJsonString();
    }

    sealed class StoppingWriter(CancellationTokenSource stop) : StringWriter
    {
        public override void WriteLine(string? value)
        {
            base.WriteLine(value);
            if (value?.StartsWith("row ", StringComparison.Ordinal) == true) stop.Cancel();
        }
    }
}
