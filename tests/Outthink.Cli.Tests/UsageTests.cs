namespace Outthink.Cli.Tests;

public sealed class UsageTests(TinyFamily family)
{
    [Theory]
    [InlineData("bogus")]
    [InlineData("models")]
    [InlineData("solve p --nonsense")]
    [InlineData("solve p -n x")]
    [InlineData("solve p --temperature -1")]
    [InlineData("solve p -n 0")]
    [InlineData("solve p --threads 0")]
    [InlineData("solve p --kv-mib 0")]
    [InlineData("solve p --max-tokens 0")]
    [InlineData("solve p -s majority --safe-vote 0.5")]
    [InlineData("solve p -s best-of-n --least-gain 0")]
    [InlineData("solve p -s majority --least-vote-gain 1")]
    [InlineData("solve p --verify-every 0 --reject-after 0 --reject-below 2 --enough 0")]
    [InlineData("solve p --deadline 0")]
    [InlineData("solve p --least-thinking 0")]
    [InlineData("solve p --least-thinking 9 --thinking-budget 8")]
    [InlineData("eval --least-thinking 9 --thinking-budget 8")]
    [InlineData("eval -s majority --wave 0")]
    [InlineData("eval --limit 0")]
    [InlineData("eval -n 4,x")]
    [InlineData("eval --suite nowhere.jsonl")]
    [InlineData("eval --difficulty-samples -1")]
    [InlineData("prm evaluate --rollouts 0")]
    [InlineData("prm evaluate --temperature 0")]
    [InlineData("models inspect")]
    [InlineData("models pull")]
    [InlineData("models pull nonsense")]
    [InlineData("models pull org/name:../../x")]
    [InlineData("models pull org/name --revision ../x")]
    [InlineData("models remove https://huggingface.co/org/name")]
    [InlineData("tune --strategy cot")]
    [InlineData("tune --prm none --strategy dvts")]
    [InlineData("tune --budgets 0")]
    [InlineData("tune --watts 0")]
    [InlineData("solve p -s auto --budget-joules 0")]
    [InlineData("solve p -s auto --budget-joules 5 --budget-tokens 5")]
    [InlineData("train --only nobody")]
    [InlineData("train --threads 0")]
    public async Task A_wrong_command_line_is_exit_code_2_and_says_where_help_is(string arguments)
    {
        Run run = await family.OutthinkAsync(arguments.Split(' '));
        Assert.Equal((2, ""), (run.ExitCode, run.Out));
        Assert.StartsWith("error: ", run.Error, StringComparison.Ordinal);
        Assert.Contains("--help'.", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_at_all_is_wrong_too() => Assert.Equal(2, (await Run.OutthinkAsync([])).ExitCode);

    [Fact]
    public async Task All_problems_come_in_one_list_before_a_model_is_opened()
    {
        Run run = await family.OutthinkAsync("eval", "-n", "5", "-s", "beam", "--temperature", "-2", "--policy", "nobody", "no/such.gguf", "--prm", "nothing", "--limit", "-3");
        Assert.Equal(2, run.ExitCode);
        foreach (string part in (string[])["multiple of M", "Temperature is -2", "'nobody'", "small, large", "'no/such.gguf'", "'nothing'", "There are: judge", "--limit"])
            Assert.Contains(part, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task N_that_is_no_multiple_of_m_matters_to_tree_searches_only()
    {
        Assert.Contains("give N = 8", (await family.OutthinkAsync("solve", "p", "-n", "5", "--policy", "no/such.gguf")).Error, StringComparison.Ordinal);
        Assert.Equal(0, (await family.OutthinkAsync("solve", "p", "-n", "5", "-s", "majority")).ExitCode);
        Assert.Equal(0, (await family.OutthinkAsync("solve", "p", "-n", "5", "-s", "best-of-n")).ExitCode);
    }

    [Theory]
    [InlineData("--strategy", "cot, majority, best-of-n, beam, dvts")]
    [InlineData("--aggregate", "last, min, mean, product")]
    [InlineData("--select", "best, majority, weighted")]
    [InlineData("--policy", "small, large")]
    [InlineData("--prm", "judge")]
    public async Task An_unknown_name_lists_what_exists(string option, string expected)
    {
        Run run = await family.OutthinkAsync("solve", "p", option, "nonesuch");
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("nonesuch", run.Error, StringComparison.Ordinal);
        Assert.Contains(expected, run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    public async Task An_empty_problem_is_said(string problem)
    {
        Run run = await family.OutthinkAsync("solve", problem);
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("the problem is empty", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("solve", "[default: beam]", "[default: 16]", "[default: 4]", "[default: 1]", "[default: last]", "[default: 2048]")]
    [InlineData("eval", "[default: arithmetic]", "[default: all but auto]", "[default: 16]")]
    [InlineData("prm evaluate", "[default: 200]", "[default: 2]")]
    [InlineData("demo", "[default: 500]")]
    [InlineData("train", "[default: models]", "[default: the whole family]")]
    public async Task Help_prints_the_defaults_and_opens_nothing(string command, params string[] defaults)
    {
        Run run = await Run.OutthinkAsync([.. command.Split(' '), "--help", "--models", "/nonexistent"]);
        Assert.Equal(0, run.ExitCode);
        Assert.All(defaults, text => Assert.Contains(text, run.Out, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_folder_without_models_is_said()
    {
        Run run = await Run.OutthinkAsync(["demo", "--models", "/nonexistent"]);
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("/nonexistent", run.Error, StringComparison.Ordinal);
    }
}
