using System.Text.Json;
using System.Text.Json.Nodes;

namespace Outthink.Cli.Tests;

public sealed class EvalTests(TinyFamily family)
{
    static readonly string[] Small = ["--limit", "4", "-n", "4", "--max-tokens", "40", "--json"];

    [Fact]
    public async Task The_json_has_its_promised_names()
    {
        Run run = await family.OutthinkAsync(["eval", .. Small, "-s", "beam", "--compare"]);
        Assert.Equal(0, run.ExitCode);
        string[] names = [.. Run.Names(JsonDocument.Parse(run.Out).RootElement)];
        Assert.Equal([".suite", ".seed", ".rows", ".comparisons"], names.Where(n => n.LastIndexOf('.') == 0));
        Assert.Equal(
            ["policy", "prm", "strategy", "n", "meanN", "m", "temperature", "aggregation", "selection", "seed", "problems", "accuracy", "low", "high", "promptTokens", "policyTokens",
                "prmTokens", "cachedTokens", "policyFlops", "prmFlops", "flops", "seconds", "byLevel", "byDifficulty", "truncated"],
            names.Where(n => n.StartsWith(".rows[].", StringComparison.Ordinal) && n.LastIndexOf('.') == 7).Select(n => n[8..]));
        Assert.Contains(".rows[].byLevel.1.accuracy", names);
        Assert.Contains(".rows[].byDifficulty.hard.high", names);
        JsonNode row = run.Json["rows"]![0]!;
        Assert.Equal((double)row["flops"]!, (double)row["policyFlops"]! + (double)row["prmFlops"]!);
    }

    [Fact]
    public async Task Rows_come_in_the_grids_order_and_only_once()
    {
        Run run = await family.OutthinkAsync("eval", "--limit", "2", "--max-tokens", "20", "--json", "--difficulty-samples", "0", "--policy", "small", "large", "--strategy", "cot", "majority,best-of-n", "-n", "2,4", "--sampling-seed", "1", "2");
        string[] rows = [.. run.Json["rows"]!.AsArray().Select(r => $"{r!["policy"]} {r["strategy"]} {r["prm"]} {r["n"]} {r["seed"]}")];
        Assert.Equal(2 * (1 + 4 + 4), rows.Length);
        Assert.Equal(["small cot  1 1", "small majority  2 1", "small majority  2 2", "small majority  4 1"], rows[..4]);
        Assert.Equal("small best-of-n judge 2 1", rows[5]);
        Assert.Equal("large cot  1 1", rows[9]);
    }

    [Fact]
    public async Task Results_do_not_depend_on_threads_or_problems_in_flight()
    {
        string[] command = ["eval", .. Small, "--difficulty-samples", "3"];
        Run[] runs = await Task.WhenAll(family.OutthinkAsync([.. command, "--threads", "1", "--concurrency", "1"]), family.OutthinkAsync([.. command, "--threads", "2", "--concurrency", "16"]));
        Assert.Equal(runs[0].Json.ToJsonString(), runs[1].Json.ToJsonString());
        Assert.Equal(5, runs[0].Json["rows"]!.AsArray().Count);
    }

    [Fact]
    public async Task Candidates_recount_the_rows()
    {
        string suite = family.PathOf("sevens.jsonl"), candidates = family.PathOf("candidates.jsonl");
        File.WriteAllLines(suite, Enumerable.Range(0, 6).Select(i => $$"""{"problem":"Question {{i}}?","answer":"{{(i % 2 == 0 ? 7 : 3)}}","level":"Level {{i % 2}}"}"""));
        Run run = await family.OutthinkAsync(["eval", "--suite", suite, .. Small[2..], "--limit", "5", "--candidates", candidates]);
        JsonArray rows = run.Json["rows"]!.AsArray();
        JsonNode[] lines = [.. File.ReadLines(candidates).Select(line => JsonNode.Parse(line)!)];
        for (int row = 0; row < rows.Count; row++)
        {
            Assert.Equal(5, (int)rows[row]!["problems"]!);
            JsonNode[] own = [.. lines.Where(l => (int)l["row"]! == row)];
            Assert.All(own, line => Assert.Equal((string)rows[row]!["strategy"]!, (string)line["strategy"]!));
            Assert.Equal((double)rows[row]!["accuracy"]!, own.Count(l => (bool)l["selected"]! && (bool)l["correct"]!) / 5.0);
        }
        Assert.Contains(lines, line => (bool)line["correct"]!);
    }

    [Fact]
    public async Task The_table_and_the_progress_go_apart()
    {
        Run run = await family.OutthinkAsync("eval", "--limit", "2", "-n", "4", "--max-tokens", "20", "--strategy", "cot,beam", "--compare");
        Assert.Contains("95 %", run.Out, StringComparison.Ordinal);
        Assert.Contains("McNemar p", run.Out, StringComparison.Ordinal);
        Assert.Contains("2 of 2 rows", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("2 of 2 rows", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Unreadable_lines_are_named_with_their_field()
    {
        string suite = family.PathOf("bad.jsonl");
        File.WriteAllLines(suite, ["""{"problem":"p","answer":"1"}""", """{"problem":"p"}""", "not json"]);
        Run run = await family.OutthinkAsync("eval", "--suite", suite);
        Assert.Equal((1, ""), (run.ExitCode, run.Out));
        Assert.Contains("line 2: field \"answer\" is missing", run.Error, StringComparison.Ordinal);
        Assert.Contains("line 3: not JSON", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_interrupt_prints_the_rows_there_are()
    {
        Run run = await Run.OutthinkAsync(["eval", .. Small, "--models", family.Folder], "", null, new CancellationToken(canceled: true));
        Assert.Equal(130, run.ExitCode);
        Assert.True((bool)run.Json["cancelled"]!);
        Assert.Empty(run.Json["rows"]!.AsArray());
    }

    [Fact]
    public async Task Reward_models_are_held_against_exact_labels()
    {
        Run run = await family.OutthinkAsync("prm", "evaluate", "--limit", "3", "--calibration", "2", "--max-tokens", "20", "--json");
        Assert.Equal(0, run.ExitCode);
        Assert.Equal(["small", "large"], run.Json["rows"]!.AsArray().Select(r => (string)r!["policy"]!));
        Assert.Equal(["policy", "prm", "problems", "rollouts", "leftOut", "wrong", "steps", "auc", "f1", "onWrong", "onRight", "threshold", "prmTokens", "prmFlops"],
            run.Json["rows"]![0]!.AsObject().Select(p => p.Key));
    }

    [Fact]
    public async Task The_demonstration_searches_with_the_smallest_and_the_default_policy_and_says_what_next()
    {
        Run run = await family.OutthinkAsync("demo", "--limit", "4");
        Assert.Equal(0, run.ExitCode);
        foreach (string part in (string[])["Now 4 held-out problems: every policy alone", "CoT alone:", "best-of-n", "with PRM", "Next (", "outthink solve", "outthink eval", "outthink models list"])
            Assert.Contains(part, run.Out, StringComparison.Ordinal);
        JsonNode rows = (await family.OutthinkAsync("demo", "--limit", "4", "--json")).Json["rows"]!;
        Assert.Equal(["small cot 1000", "small best-of-n 3000", "small beam 3000", "small dvts 3000", "large cot 2000"],
            rows.AsArray().Select(r => $"{r!["policy"]} {r["strategy"]} {r["allParameters"]}"));
    }
}
