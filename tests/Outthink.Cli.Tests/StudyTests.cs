namespace Outthink.Cli.Tests;

public sealed class StudyTests(TinyFamily family)
{
    [Fact]
    public async Task A_study_is_run_once_and_told_again_from_its_files()
    {
        string folder = family.PathOf("study-a");
        string[] command = ["study", "--family", "tiny", "--limit", "2", "--out", folder];
        Run first = await family.OutthinkAsync(command);
        Assert.Equal(0, first.ExitCode);
        Assert.Equal(Path.Combine(folder, "report.html"), first.Out.Trim());
        string report = File.ReadAllText(Path.Combine(folder, "report.md"));
        foreach (string part in (string[])["# The study of the tiny family", "seeds 808", "outthink study --family tiny --limit 2", "## Small against large", "## Reward models in search", "## Voting rules", "## Reward models on labelled steps"])
            Assert.Contains(part, report, StringComparison.Ordinal);
        Assert.DoesNotContain("with training", report, StringComparison.Ordinal); // these cards say nothing of it
        string[] runs = [.. Directory.EnumerateFiles(Path.Combine(folder, "runs")).Select(Path.GetFileName).Order(StringComparer.Ordinal)!];
        Assert.Equal(["choices.sqlite", "judges.sqlite", "labelled-steps.json", "ladder.sqlite"], runs);

        string elsewhere = family.PathOf("study-b");
        Run again = await family.OutthinkAsync([.. command[..^1], elsewhere, "--work", Path.Combine(folder, "runs"), "--threads", "1"]);
        Assert.Equal(0, again.ExitCode);
        Assert.Equal(WithoutMachines(report), WithoutMachines(File.ReadAllText(Path.Combine(elsewhere, "report.md"))));

        Run other = await family.OutthinkAsync("study", "--family", "tiny", "--limit", "1", "--out", folder);
        Assert.Equal(2, other.ExitCode);
        Assert.Contains("--work:", other.Error, StringComparison.Ordinal);
        Assert.Contains("problems: 2 in the file, 1 now", other.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_interrupted_study_says_how_to_go_on()
    {
        string folder = family.PathOf("study-c");
        using CancellationTokenSource stop = new();
        StoppingWriter error = new(stop);
        using StringWriter output = new();
        int code = await CommandLine.RunAsync(["study", "--family", "tiny", "--limit", "2", "--out", folder, "--models", family.Folder], new(output, error, new StringReader("")), stop.Token);
        Assert.Equal((130, ""), (code, output.ToString()));
        Assert.Contains("the same command goes on", error.ToString(), StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(folder, "report.html")));
    }

    [Theory]
    [InlineData("'--family' is required", "study")]
    [InlineData("choose one of tiny", "study", "--family", "large")]
    [InlineData("--limit: give 1 to 4000", "study", "--family", "tiny", "--limit", "0")]
    public async Task A_wrong_command_line_is_said(string expected, params string[] command)
    {
        Run run = await family.OutthinkAsync(command);
        Assert.Equal(2, run.ExitCode);
        Assert.Contains(expected, run.Error, StringComparison.Ordinal);
    }

    /// <summary>The second start is listed as a machine of its own where it has other threads.</summary>
    static string WithoutMachines(string report) => string.Join('\n', report.Split('\n').Where(line => !line.Contains(".NET", StringComparison.Ordinal)));

    sealed class StoppingWriter(CancellationTokenSource stop) : StringWriter
    {
        public override void WriteLine(string? value)
        {
            base.WriteLine(value);
            if (value?.StartsWith("ladder: row ", StringComparison.Ordinal) == true) stop.Cancel();
        }
    }
}
