using System.Text.Json;
using System.Text.Json.Nodes;
using Outthink.Tracing;
using Spectre.Console.Testing;

namespace Outthink.Cli.Tests;

public sealed class SolveTests(TinyFamily family)
{
    const string Problem = "Tom has 3 figs and finds 4. How many figs does Tom have?";

    [Theory]
    [InlineData("cot")]
    [InlineData("majority")]
    [InlineData("best-of-n")]
    [InlineData("beam")]
    [InlineData("dvts")]
    public async Task Same_command_same_json_whatever_the_threads(string strategy)
    {
        string[] command = ["solve", Problem, "-s", strategy, "-n", "8", "-m", "4", "--seed", "5", "--json", "--max-tokens", "60"];
        Run first = await family.OutthinkAsync([.. command, "--threads", "1"]);
        Run[] beside = await Task.WhenAll(family.OutthinkAsync([.. command, "--threads", "1"]), family.OutthinkAsync([.. command, "--threads", "2"]));
        Assert.Equal((0, ""), (first.ExitCode, first.Error));
        Assert.All(beside, run => Assert.Equal(first.Json.ToJsonString(), run.Json.ToJsonString()));
        Assert.True(first.Json["usage"]!["policyTokens"]!.GetValue<long>() > 0);
        Assert.Equal(strategy is "best-of-n" or "beam" or "dvts", first.Json["usage"]!["prmTokens"]!.GetValue<long>() > 0);
        Assert.Equal(strategy == "cot", first.Json["cot"] is null);
    }

    [Fact]
    public async Task Another_seed_gives_other_candidates()
    {
        Run[] runs = await Task.WhenAll(new[] { "1", "2" }.Select(seed => family.OutthinkAsync("solve", Problem, "-s", "majority", "--seed", seed, "--json", "--max-tokens", "60")));
        Assert.NotEqual(runs[0].Json["candidates"]!.ToJsonString(), runs[1].Json["candidates"]!.ToJsonString());
    }

    [Fact]
    public async Task The_json_has_its_promised_names()
    {
        Run run = await family.OutthinkAsync("solve", Problem, "-n", "8", "--json", "--max-tokens", "60");
        string[] names = [.. Run.Names(JsonDocument.Parse(run.Out).RootElement).Where(n => !n[1..].Contains('.', StringComparison.Ordinal))];
        Assert.Equal(
            [".problem", ".policy", ".prm", ".strategy", ".n", ".m", ".temperature", ".aggregation", ".selection", ".seed", ".answer", ".ending", ".chosen",
                ".candidates", ".truncated", ".cot", ".usage", ".seconds"], names);
        JsonNode json = run.Json;
        Assert.Equal(("small", "judge", "beam", 8, 4, 1.0, "last", "best", "complete"),
            ((string)json["policy"]!, (string)json["prm"]!, (string)json["strategy"]!, (int)json["n"]!, (int)json["m"]!, (double)json["temperature"]!,
                (string)json["aggregation"]!, (string)json["selection"]!, (string)json["ending"]!));
        Assert.All(json["candidates"]!.AsArray().SelectMany(c => c!["steps"]!.AsArray()), step => Assert.InRange((double)step!["score"]!, 0, 1));
        Assert.All(json["candidates"]!.AsArray().SelectMany(c => c!["steps"]!.AsArray()), step => Assert.True((double)step!["logProbability"]! < 0));
    }

    [Fact]
    public async Task Without_a_problem_the_seed_draws_one()
    {
        Run[] runs = await Task.WhenAll(new[] { "1", "1", "2" }.Select(seed => family.OutthinkAsync("solve", "-s", "cot", "--seed", seed, "--json", "--max-tokens", "30")));
        Assert.Equal((string)runs[0].Json["problem"]!, (string)runs[1].Json["problem"]!);
        Assert.NotEqual((string)runs[0].Json["problem"]!, (string)runs[2].Json["problem"]!);
        Assert.True(int.TryParse((string)runs[0].Json["reference"]!, out _));
    }

    [Fact]
    public async Task A_dash_reads_standard_input()
    {
        string[] command = ["solve", "-", "-s", "cot", "--json", "--max-tokens", "30", "--models", family.Folder];
        Run run = await Run.OutthinkAsync(command, "How many?\n", null, TestContext.Current.CancellationToken);
        Assert.Equal("How many?", (string)run.Json["problem"]!);
        Run empty = await Run.OutthinkAsync(command, " \n", null, TestContext.Current.CancellationToken);
        Assert.Equal(1, empty.ExitCode);
        Assert.Contains("Standard input holds no problem", empty.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_problem_beyond_the_context_is_a_failure_that_says_so()
    {
        Run run = await family.OutthinkAsync("solve", new string('x', 600));
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("at most 512", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Plain_lines_tell_the_rounds_the_steps_and_what_cot_alone_said()
    {
        Run run = await family.OutthinkAsync("solve", Problem, "-n", "8", "--max-tokens", "60");
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        foreach (string part in (string[])["beam with small, N = 8, M = 4, judged by judge", "round 1: kept", "Answer:", "CoT alone:", "Usage:"])
            Assert.Contains(part, run.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("\e[", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task On_a_screen_the_tree_is_drawn()
    {
        using TestConsole screen = new();
        Run run = await Run.OutthinkAsync(["solve", Problem, "-n", "8", "--max-tokens", "60", "--models", family.Folder], "", screen, TestContext.Current.CancellationToken);
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Contains(" samples", screen.Output, StringComparison.Ordinal);
        Assert.Contains("pruned", screen.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_trace_reads_back_to_the_verdict()
    {
        string path = family.PathOf("solve.trace.jsonl");
        Run run = await family.OutthinkAsync("solve", Problem, "-n", "8", "--trace", path, "--json", "--max-tokens", "60");
        using StreamReader reader = File.OpenText(path);
        SearchEvent[] events = [.. SearchTrace.Read(reader)];
        Assert.IsType<SearchEvent.Started>(events[0]);
        Assert.Equal((string?)run.Json["answer"], Assert.IsType<SearchEvent.Decided>(events[^1]).Answer);
    }

    [Fact]
    public async Task A_deadline_that_passes_marks_the_verdict_and_one_that_does_not_changes_nothing_but_cot()
    {
        Run late = await family.OutthinkAsync("solve", Problem, "-s", "best-of-n", "-n", "4096", "--json", "--deadline", "1");
        Assert.Equal((0, "deadline"), (late.ExitCode, (string)late.Json["ending"]!));
        Assert.Null(late.Json["cot"]);
        string[] command = ["solve", Problem, "-s", "best-of-n", "-n", "4", "--json", "--max-tokens", "60"];
        Run without = await family.OutthinkAsync(command), within = await family.OutthinkAsync([.. command, "--deadline", "600000"]);
        Assert.Equal(without.Json["candidates"]!.ToJsonString(), within.Json["candidates"]!.ToJsonString());
        Assert.Equal("complete", (string)within.Json["ending"]!);
        Assert.Null(within.Json["cot"]);
    }

    [Fact]
    public async Task A_rule_that_stops_early_says_so()
    {
        Run run = await family.OutthinkAsync("solve", Problem, "-s", "best-of-n", "-n", "16", "--least-gain", "0.9", "--max-tokens", "60");
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("after 4 of 16 samples", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_interrupt_prints_what_was_found_and_marks_it()
    {
        Run run = await Run.OutthinkAsync(["solve", Problem, "--json", "--models", family.Folder], "", null, new CancellationToken(canceled: true));
        Assert.Equal(130, run.ExitCode);
        Assert.Equal("cancelled", (string)run.Json["ending"]!);
        Assert.Null(run.Json["cot"]);
    }
}
