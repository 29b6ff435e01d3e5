using System.Text.Json;

namespace Outthink.Cli.Tests;

public sealed class PrmStudyTests(TinyFamily family)
{
    static readonly string[] Small = ["prm", "study", "--limit", "4", "--rollouts", "4", "--max-tokens", "40"];

    [Fact]
    public async Task Json_has_its_promised_names_and_depends_on_seeds_alone()
    {
        Run run = await family.OutthinkAsync([.. Small, "--json"]);
        Assert.Equal(0, run.ExitCode);
        string[] names = [.. Run.Names(JsonDocument.Parse(run.Out).RootElement)];
        Assert.Equal([".source", ".seed", ".lengthUnit", ".aggregation", ".rows"], names.Where(n => n.LastIndexOf('.') == 0));
        Assert.Equal(["policy", "prm", "rollouts", "leftOut", "wrong", "steps", "auc", "f1", "onWrong", "onRight", "thresholds", "rejectedRightSteps", "rejectedRightSolutions", "passedErrors",
            "localisation", "calibration", "lengthBias", "voting", "prmTokens", "prmFlops", "seconds"], names.Where(n => n.StartsWith(".rows[].", StringComparison.Ordinal) && n.Count(c => c == '.') == 2).Select(n => n[8..]));
        Assert.Equal(9, run.Json["rows"]![0]!["voting"]!["rules"]!.AsArray().Count);
        Run again = await family.OutthinkAsync([.. Small, "--json", "--threads", "1"]);
        Assert.Equal(run.Json.ToJsonString(), again.Json.ToJsonString());
    }

    [Fact]
    public async Task Labelled_solutions_are_judged_and_the_tables_say_what_was_left_out()
    {
        string path = family.PathOf("traces.jsonl");
        File.WriteAllText(path, $$"""
            {"problem":"Add 3 and 4.","steps":["Take 3.","Add 4.","The answer is \\boxed{7}."],"first_error":-1}
            {"problem":"Add 3 and 4.","steps":["Take 3.","Lose 1.","The answer is \\boxed{2}."],"first_error":1}
            {"problem":"{{new string('x', 600)}}","steps":["Take 3."],"first_error":0}
            {"problem":"p","steps":["Take 3."],"first_error":null}
            """);
        Run run = await family.OutthinkAsync("prm", "study", "--traces", path);
        Assert.Equal(0, run.ExitCode);
        foreach (string part in (string[])["judge", "thresholds", "ECE", "lengths in characters", "1 solutions were left out", "1 lines without a label"]) Assert.Contains(part, run.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("voting rule", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_does_not_go_together_is_said_before_anything_is_opened()
    {
        string path = family.PathOf("bad.jsonl");
        File.WriteAllText(path, "x");
        Run both = await family.OutthinkAsync("prm", "study", "--traces", path, "--policy", "small", "--rollouts", "2");
        Assert.Equal(2, both.ExitCode);
        Assert.Contains("--policy: the solutions come from --traces", both.Error, StringComparison.Ordinal);
        Assert.Contains("--rollouts: the solutions come from --traces", both.Error, StringComparison.Ordinal);
        Assert.Equal(2, (await family.OutthinkAsync("prm", "study", "--traces", "no/such.jsonl")).ExitCode);
        Assert.Equal(2, (await family.OutthinkAsync("prm", "study", "--prm", "nobody")).ExitCode);
        Run bad = await family.OutthinkAsync("prm", "study", "--traces", path);
        Assert.Equal(1, bad.ExitCode);
        Assert.Contains("line 1: not JSON", bad.Error, StringComparison.Ordinal);
    }
}
