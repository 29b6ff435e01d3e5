using System.Text.Json;
using System.Text.Json.Nodes;

namespace Outthink.Cli.Tests;

public sealed class BenchTests(TinyFamily family)
{
    [Fact]
    public async Task The_json_has_its_promised_names_and_the_counts_are_those_of_the_work()
    {
        Run run = await family.OutthinkAsync("bench", "--model", family.PathOf("small.gguf"), "--prompt-tokens", "24", "--new-tokens", "8", "--sequences", "1,3", "7", "--repeats", "2", "--threads", "1", "--json");
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        string[] names = [.. Run.Names(JsonDocument.Parse(run.Out).RootElement)];
        Assert.Equal([".machine", ".model", ".promptTokens", ".newTokens", ".repeats", ".ceilings", ".rows"], names.Where(n => n.LastIndexOf('.') == 0));
        foreach (string name in (string[])["int8Gops", "fp32Gflops", "memoryGBps", "valid"]) Assert.Contains(".ceilings." + name, names);
        Assert.Equal(
            ["sequences", "prefillTokensPerSecond", "decodeTokensPerSecond", "ceilingShare", "memoryShare", "residentBytes", "allocatedBytesPerToken", "prefillSpread", "decodeSpread", "evaluatedTokens"],
            names.Where(n => n.StartsWith(".rows[].", StringComparison.Ordinal)).Select(n => n[8..]));
        JsonNode[] rows = [.. run.Json["rows"]!.AsArray().Select(r => r!)];
        Assert.Equal([1, 3, 7], rows.Select(r => (int)r["sequences"]!));
        Assert.Equal([24 + 8, 24 + 24, 24 + 56], rows.Select(r => (int)r["evaluatedTokens"]!));
        JsonNode machine = run.Json["machine"]!, ceilings = run.Json["ceilings"]!;
        Assert.Equal((1, "F32"), ((int)machine["threads"]!, (string)run.Json["model"]!["type"]!));
        Assert.Equal((bool)ceilings["valid"]!, ceilings["doubt"] is null);
        foreach (JsonNode row in rows)
        {
            double share = 2 * (double)run.Json["model"]!["parameters"]! * (double)row["decodeTokensPerSecond"]! / ((double)ceilings["fp32Gflops"]! * 1e9);
            Assert.Equal(share, (double)row["ceilingShare"]!, share * 1e-9);
            Assert.True((double)row["prefillTokensPerSecond"]! > 0 && (long)row["residentBytes"]! > 0 && (double)row["prefillSpread"]! >= 0);
        }
    }

    [Fact]
    public async Task The_table_says_what_was_measured()
    {
        Run run = await family.OutthinkAsync("bench", "--model", family.PathOf("small.gguf"), "--prompt-tokens", "4", "--new-tokens", "2", "--sequences", "2", "--repeats", "1");
        Assert.Equal(0, run.ExitCode);
        foreach (string part in (string[])["small.gguf", "GOP/s a core", "prompt of 4 tokens shared, 2 new ones each", "decode tokens/s"])
            Assert.Contains(part, run.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("beam")]
    [InlineData("dvts")]
    public async Task A_search_is_measured_by_name_or_by_file(string strategy)
    {
        Run run = await family.OutthinkAsync("bench", "search", "--policy", "small", "--prm", family.PathOf("large.gguf"), "--strategy", strategy, "-n", "4", "-m", "2",
            "--steps", "3", "--step-tokens", "5", "--prompt-tokens", "20", "--repeats", "2", "--json");
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        JsonNode json = run.Json;
        Assert.Equal((strategy, 4 * 3 * 5, 2), ((string)json["strategy"]!, (int)json["generatedTokens"]!, (int)json["candidates"]!));
        Assert.InRange((int)json["policyTokens"]!, 20, 20 + 60);
        Assert.InRange((int)json["prmTokens"]!, 20, 20 + 60);
        Assert.InRange((double)json["outsideShare"]!, 0, 1);
        Assert.InRange((double)json["readingShare"]!, 0, (double)json["outsideShare"]!);
        Assert.True((double)JsonNode.Parse(run.Out)!["seconds"]! > 0);
    }

    [Fact]
    public async Task More_work_than_the_context_holds_is_a_failure_that_says_so()
    {
        foreach (string[] command in (string[][])[["bench", "--model", family.PathOf("small.gguf"), "--prompt-tokens", "500", "--new-tokens", "12"], ["bench", "search", "--prompt-tokens", "500"]])
        {
            Run run = await family.OutthinkAsync(command);
            Assert.Equal((1, ""), (run.ExitCode, run.Out));
            Assert.Contains("context of 512", run.Error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_synthetic_model_is_written_inspected_and_measured()
    {
        string path = family.PathOf("synthetic.gguf");
        Run written = await Run.OutthinkAsync(["models", "synthesize", "--like", "tiny-36k", "--type", "q8_0", "--layers", "1", "--seed", "4", "--out", path, "--json"]);
        Assert.Equal((0, ""), (written.ExitCode, written.Error));
        Assert.Equal(("tiny-36k", "Q8_0", 1, new FileInfo(path).Length), ((string)written.Json["like"]!, (string)written.Json["type"]!, (int)written.Json["layers"]!, (long)written.Json["bytes"]!));
        JsonNode inspected = (await family.OutthinkAsync("models", "inspect", path, "--json")).Json;
        Assert.Equal((1, 512), ((int)inspected["model"]!["layers"]!, (int)inspected["model"]!["vocabulary"]!));
        Run bench = await family.OutthinkAsync("bench", "--model", path, "--prompt-tokens", "8", "--new-tokens", "2", "--sequences", "2", "--repeats", "1", "--json");
        Assert.Equal("Q8_0", (string)bench.Json["model"]!["type"]!);
    }

    [Theory]
    [InlineData("bench", "--model is missing")]
    [InlineData("bench --model no/such.gguf", "no/such.gguf")]
    [InlineData("bench --model . --sequences 0", "--sequences")]
    [InlineData("bench --model . --sequences 1,x", "'x'")]
    [InlineData("bench --model . --prompt-tokens 0", "--prompt-tokens")]
    [InlineData("bench --model . --repeats 0 --new-tokens -1", "--new-tokens")]
    [InlineData("bench search --strategy cot", "beam or dvts")]
    [InlineData("bench search -n 6 -m 4", "multiple of M")]
    [InlineData("bench search --policy nobody", "'nobody'")]
    [InlineData("bench search --steps 0", "--steps")]
    [InlineData("models synthesize --out x.gguf", "--like is missing")]
    [InlineData("models synthesize --like tiny-36k", "--out is missing")]
    [InlineData("models synthesize --like gpt-9 --out x.gguf", "qwen2.5-0.5b")]
    [InlineData("models synthesize --like tiny-36k --type Q9 --out x.gguf", "'Q9'")]
    [InlineData("models synthesize --like tiny-36k --type 8 --out x.gguf", "'8'")]
    [InlineData("models synthesize --like qwen2.5-0.5b --type Q4_K --out x.gguf", "896")]
    [InlineData("models synthesize --like tiny-36k --layers 0 --out x.gguf", "0 layers")]
    public async Task A_wrong_command_line_is_exit_code_2_and_says_what_is_wrong(string arguments, string expected)
    {
        Run run = await family.OutthinkAsync(arguments.Split(' '));
        Assert.Equal((2, ""), (run.ExitCode, run.Out));
        Assert.Contains(expected, run.Error, StringComparison.Ordinal);
        Assert.False(File.Exists("x.gguf"));
    }
}
