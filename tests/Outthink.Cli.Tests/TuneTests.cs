namespace Outthink.Cli.Tests;

public sealed class TuneTests(TinyFamily family)
{
    [Fact]
    public async Task A_profile_is_made_and_found_and_joules_need_the_power_of_the_machine()
    {
        string models = Directory.CreateDirectory(family.PathOf("tune-models")).FullName, work = family.PathOf("tuning");
        foreach (string file in Directory.EnumerateFiles(family.Folder)) File.Copy(file, Path.Combine(models, Path.GetFileName(file))); // a profile would change what others see of "auto"
        Task<Run> OutthinkAsync(params string[] arguments) => Run.OutthinkAsync([.. arguments, "--models", models]);

        Run tuned = await OutthinkAsync("tune", "--policy", "large", "--limit", "40", "--budgets", "1", "4", "--max-tokens", "12", "--work", work);
        Assert.True(tuned.ExitCode == 0, tuned.Error);
        Assert.Contains("best-of-n N=1", tuned.Out, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(work)); // what they held is in the profile

        string[] solve = ["solve", "Ann has 3 pens.", "--policy", "large", "-s", "auto", "--max-tokens", "12", "--explain"];
        Run explained = await OutthinkAsync(solve);
        Assert.True(explained.ExitCode == 0, explained.Error);
        Assert.Contains("Decision 1", explained.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("No profile", explained.Error, StringComparison.Ordinal);

        Run unknown = await OutthinkAsync([.. solve, "--budget-joules", "5"]);
        Assert.Equal(2, unknown.ExitCode);
        Assert.Contains("--watts", unknown.Error, StringComparison.Ordinal);
        Assert.Equal(0, (await OutthinkAsync([.. solve, "--budget-joules", "5", "--watts", "20"])).ExitCode);
    }

    [Fact]
    public async Task Too_few_problems_are_refused_with_what_to_do()
    {
        Run run = await family.OutthinkAsync("tune", "--policy", "small", "--limit", "39", "--work", family.PathOf("tuning-few"));
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("at least 40", run.Error, StringComparison.Ordinal);
    }
}
