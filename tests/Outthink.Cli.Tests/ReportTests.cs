namespace Outthink.Cli.Tests;

public sealed class ReportTests(TinyFamily family)
{
    async Task<string> RunFileAsync(string name)
    {
        string path = Path.Combine(Directory.CreateDirectory(family.PathOf("report-" + name)).FullName, name + ".sqlite");
        Run eval = await family.OutthinkAsync("eval", "--limit", "4", "-n", "4", "-m", "2", "--max-tokens", "40", "--difficulty-samples", "2", "--run", path, "--json");
        Assert.Equal(0, eval.ExitCode);
        return path;
    }

    [Fact]
    public async Task A_folder_gets_page_text_and_plots_and_a_file_the_page_alone()
    {
        string path = await RunFileAsync("whole"), folder = family.PathOf("report-whole/out"), file = family.PathOf("report-whole/new/page.HTML");
        Run whole = await Run.OutthinkAsync(["report", path, "--out", folder, "--title", "Tiny & <small>"]);
        Assert.Equal((0, ""), (whole.ExitCode, whole.Error));
        Assert.Equal(Path.Combine(folder, "report.html"), whole.Out.Trim());
        Assert.True(File.Exists(Path.Combine(folder, "report.md")));
        string[] plots = [.. Directory.EnumerateFiles(Path.Combine(folder, "plots")).Select(f => Path.GetExtension(f)!)];
        Assert.Equal(plots.Count(p => p == ".svg"), plots.Count(p => p == ".png"));
        Assert.True(plots.Length >= 10);
        Run alone = await Run.OutthinkAsync(["report", path, "-o", file, "--title", "Tiny & <small>"]);
        Assert.Equal(0, alone.ExitCode);
        Assert.Equal([file], Directory.EnumerateFileSystemEntries(Path.GetDirectoryName(file)!));
        Assert.Equal(File.ReadAllText(Path.Combine(folder, "report.html")), File.ReadAllText(file));
        Assert.Contains("<h1>Tiny &amp; &lt;small&gt;</h1>", File.ReadAllText(file), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_that_chose_its_searches_is_kept_and_told()
    {
        string path = Path.Combine(Directory.CreateDirectory(family.PathOf("report-auto")).FullName, "auto.sqlite"), page = family.PathOf("report-auto/auto.html");
        Task<Run> EvalAsync(string n) => family.OutthinkAsync("eval", "--limit", "4", "-n", n, "-s", "beam", "auto", "--max-tokens", "40", "--difficulty-samples", "2", "--run", path);
        Assert.Equal(0, (await EvalAsync("4")).ExitCode);
        Assert.Contains("going on after 12 of 12 problems", (await EvalAsync("4")).Error, StringComparison.Ordinal);
        Run other = await EvalAsync("8");
        Assert.Equal(2, other.ExitCode);
        Assert.Contains("planner.samples: 4 in the file, 8 now", other.Error, StringComparison.Ordinal);
        Assert.Equal(0, (await Run.OutthinkAsync(["report", path, "--out", page])).ExitCode);
        Assert.Contains("The selector against fixed searches", File.ReadAllText(page), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_no_run_is_said()
    {
        string text = family.PathOf("report-text.sqlite"), path = await RunFileAsync("good");
        File.WriteAllText(text, string.Concat(Enumerable.Repeat("text ", 500)));
        Run absent = await Run.OutthinkAsync(["report", "no/such.sqlite", "--out", family.PathOf("report-none")]);
        Assert.Equal(1, absent.ExitCode);
        Assert.Contains("There is no run file", absent.Error, StringComparison.Ordinal);
        Run other = await Run.OutthinkAsync(["report", path, text, "--out", family.PathOf("report-none")]);
        Assert.Equal(1, other.ExitCode);
        Assert.Contains("not a database", other.Error, StringComparison.Ordinal);
        Run cut = await Run.OutthinkAsync(["report", Cut(path), "--out", family.PathOf("report-none")]);
        Assert.Equal(1, cut.ExitCode);
        Assert.Contains("cannot be used", cut.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(family.PathOf("report-none")));
    }

    [Fact]
    public async Task A_wrong_command_line_is_said()
    {
        string path = await RunFileAsync("usage");
        foreach ((string[] arguments, string expected) in ((string[], string)[])
            [
                ([path], "--out"),
                (["--out", "x"], "RUN"),
                ([path, path, "--out", "x"], "is given twice"),
                ([path, "--out", "x", "--title", " "], "--title"),
            ])
        {
            Run refused = await Run.OutthinkAsync(["report", .. arguments]);
            Assert.Equal(2, refused.ExitCode);
            Assert.Contains(expected, refused.Error, StringComparison.Ordinal);
        }
    }

    /// <summary>A run file whose later pages are overwritten with noise.</summary>
    string Cut(string path)
    {
        string cut = family.PathOf("report-cut.sqlite");
        byte[] bytes = File.ReadAllBytes(path);
        for (int i = 16384; i < bytes.Length; i++) bytes[i] = (byte)(i * 31);
        File.WriteAllBytes(cut, bytes);
        return cut;
    }
}
