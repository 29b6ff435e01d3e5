using Outthink.Evaluation.Runs;
using Outthink.Evaluation.Runs.Storage;

namespace Outthink.Evaluation.Tests.Runs.Storage;

public sealed class ResumptionTests
{
    // 13 problems, 2 estimates and 2 × 5 rows.
    const int All = 13 * 12;

    [Theory]
    [InlineData(1, 5)]
    [InlineData(4, 11)]
    [InlineData(16, 40)]
    public async Task Interrupted_again_and_again_a_run_exports_the_same_bytes(int concurrency, int problemsAStart)
    {
        using StoredRun stored = new();
        (EvaluationResult whole, List<string> candidates) = await stored.RunAsync("whole");
        int starts = 0;
        for (int done = 0; done < All; starts++)
        {
            await stored.RunAsync("parts", concurrency, stopAfter: done + problemsAStart);
            int now = stored.Done("parts");
            Assert.InRange(now, Math.Min(All, done + 1), All); // progress
            done = now;
        }
        Assert.InRange(starts, 2, All);
        (EvaluationResult resumed, List<string> again) = await stored.RunAsync("parts", concurrency);
        Assert.Equal(StoredRun.Text(stored.Export("whole")), StoredRun.Text(stored.Export("parts")));
        Assert.Equal(StoredRun.Report(whole), StoredRun.Report(resumed));
        Assert.Equal(candidates, again);
    }

    [Fact]
    public async Task What_a_kill_leaves_behind_is_gone_on_with()
    {
        using StoredRun stored = new();
        int copies = 0;
        // The file and its log, copied between two transactions, are what a process killed there leaves on the disk.
        await stored.RunAsync("whole", onProgress: done =>
        {
            if (done % 19 != 4) return;
            copies++;
            foreach (string part in (string[])["", "-wal"]) File.Copy(stored.PathOf("whole" + part), stored.PathOf($"killed{done}{part}"));
        });
        byte[] whole = stored.Export("whole");
        Assert.Equal(9, copies);
        for (int done = 4; done < All; done += 19)
        {
            Assert.Equal(done, stored.Done($"killed{done}"));
            await stored.RunAsync($"killed{done}", concurrency: 8);
            Assert.Equal(whole, stored.Export($"killed{done}"));
        }
    }

    [Fact]
    public async Task A_finished_file_needs_nothing_beside_it_and_is_not_run_again()
    {
        using StoredRun stored = new();
        await stored.RunAsync("run");
        Assert.Equal([stored.PathOf("run")], Directory.GetFiles(Path.GetDirectoryName(stored.PathOf("run"))!));
        using (RunFile file = stored.Start("run"))
        {
            Assert.Equal((All, All, All, 2), (file.Done, file.DoneAtStart, file.Total, file.Attempts));
        }
        int searched = 0;
        EvaluationRun plan = StoredRun.Plan();
        using RunFile again = stored.Start("run");
        EvaluationResult result = await new EvaluationRun
        {
            Suite = plan.Suite,
            Rows = plan.Rows,
            Policies = plan.Policies.ToDictionary(p => p.Key, p => (Policy)new ScriptedPolicy(p.Key, 0) { BeforeProposing = () => Task.FromResult(searched++) }),
            Prms = plan.Prms,
            DifficultyOptions = plan.DifficultyOptions,
            File = again,
        }.RunAsync(TestContext.Current.CancellationToken);
        Assert.Equal((0, false), (searched, result.IsCancelled));
    }

    [Fact]
    public async Task The_file_tells_the_same_result_as_the_run()
    {
        using StoredRun stored = new();
        (EvaluationResult whole, _) = await stored.RunAsync("run", concurrency: 4);
        using RunFile file = RunFile.OpenRead(stored.PathOf("run"));
        Assert.Equal(StoredRun.Report(whole), StoredRun.Report(file.ReadResult()));
    }

    [Fact]
    public async Task A_run_cut_short_is_read_as_far_as_it_went()
    {
        using StoredRun stored = new();
        await stored.RunAsync("run", stopAfter: 13 + 13 + 5); // an estimate, a row, five problems
        using RunFile file = RunFile.OpenRead(stored.PathOf("run"));
        EvaluationResult result = file.ReadResult();
        Assert.True(result.IsCancelled);
        Assert.Equal([13, 5, 0], result.Rows.Take(3).Select(r => r.Outcomes.Length));
        Assert.Equal("the problem is too long", result.Rows[0].Outcomes[12].Rejection);
    }
}
