using FsCheck.Xunit;
using Microsoft.Data.Sqlite;
using Outthink.Evaluation.Energy;
using Outthink.Evaluation.Runs;
using Outthink.Evaluation.Runs.Storage;

namespace Outthink.Evaluation.Tests.Runs.Storage;

public sealed class RunFileTests
{
    [Fact]
    public void Another_configuration_is_refused_with_what_differs()
    {
        using StoredRun stored = new();
        stored.Start("run").Dispose();
        RunMismatchException e = Assert.Throws<RunMismatchException>(() =>
            RunFile.Start(stored.PathOf("run"), StoredRun.Configure(StoredRun.Plan(seed: 4), "1.1"), StoredRun.Suite, StoredRun.Machine, null, default));
        Assert.Contains("version: 1.0 in the file, 1.1 now", e.Message, StringComparison.Ordinal);
        Assert.Contains("rows[1].seed: 3 in the file, 4 now", e.Message, StringComparison.Ordinal);
        Assert.Contains(stored.PathOf("run"), e.Message, StringComparison.Ordinal);
        stored.Start("run").Dispose(); // refused, not spoilt
    }

    [Fact]
    public void Changed_weights_and_changed_problems_are_another_configuration()
    {
        RunConfiguration file = StoredRun.Configure(StoredRun.Plan());
        RunConfiguration weights = file with { Models = [file.Models[0] with { Sha256 = "ff" }] };
        Assert.Equal(["models[0].sha256: 00 in the file, ff now"], file.DifferencesTo(weights));
        Assert.Equal("models[0].role: policy in the file, nothing now", file.DifferencesTo(file with { Models = [] })[0]);
        EvaluationRun run = StoredRun.Plan();
        EvaluationRun other = new() { Suite = run.Suite with { Items = run.Suite.Items.SetItem(3, run.Suite.Items[3] with { Answer = "0" }) }, Rows = run.Rows, Policies = run.Policies, Prms = run.Prms, DifficultyOptions = run.DifficultyOptions };
        Assert.StartsWith("suiteSha256:", Assert.Single(file.DifferencesTo(StoredRun.Configure(other))), StringComparison.Ordinal);
        Assert.Empty(file.DifferencesTo(StoredRun.Configure(StoredRun.Plan(concurrency: 9))));
    }

    [Fact]
    public void Files_that_are_no_runs_are_refused_untouched()
    {
        using StoredRun stored = new();
        File.WriteAllText(stored.PathOf("text"), string.Concat(Enumerable.Repeat("not a database\n", 100)));
        Write("other", "CREATE TABLE t (x)");
        stored.Start("newer").Dispose();
        Write("newer", "PRAGMA user_version = 3");
        foreach ((string name, string expected) in ((string, string)[])[("text", "not a database"), ("other", "not a run"), ("newer", "has format 3")])
        {
            Assert.Contains(expected, Assert.Throws<RunFileException>(() => stored.Start(name)).Message, StringComparison.Ordinal);
            Assert.Contains(expected, Assert.Throws<RunFileException>(() => RunFile.OpenRead(stored.PathOf(name))).Message, StringComparison.Ordinal);
        }
        Assert.Contains("no run file", Assert.Throws<RunFileException>(() => RunFile.OpenRead(stored.PathOf("absent"))).Message, StringComparison.Ordinal);
        Assert.False(File.Exists(stored.PathOf("absent")));

        void Write(string name, string sql)
        {
            using SqliteConnection connection = new($"Data Source={stored.PathOf(name)};Pooling=False");
            connection.Open();
            using SqliteCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // constants of this test
            command.CommandText = sql;
#pragma warning restore CA2100
            command.ExecuteNonQuery();
        }
    }

    [Fact]
    public void A_file_killed_before_it_had_begun_is_begun_anew()
    {
        using StoredRun stored = new();
        File.WriteAllBytes(stored.PathOf("run"), []);
        using RunFile file = stored.Start("run");
        Assert.Equal(0, file.DoneAtStart);
    }

    [Fact]
    public void Two_writers_do_not_share_a_file()
    {
        using StoredRun stored = new();
        using (RunFile first = stored.Start("run"))
        {
            Assert.Contains("Another process is writing", Assert.Throws<RunFileException>(() => stored.Start("run")).Message, StringComparison.Ordinal);
            using RunFile looking = RunFile.OpenRead(stored.PathOf("run"));
            Assert.Equal(0, looking.Done);
        }
        stored.Start("run").Dispose();
    }

    [Fact]
    public async Task Times_and_energy_are_kept_and_no_part_of_the_export()
    {
        using StoredRun stored = new();
        ManualClock clock = new();
        await stored.RunAsync("with", energy: EnergyMeter.Estimate(40, clock), clock: clock);
        await stored.RunAsync("without");
        using RunFile file = RunFile.OpenRead(stored.PathOf("with"));
        RowResult row = file.ReadResult().Rows[2];
        Assert.True(row.Elapsed > TimeSpan.Zero);
        Assert.Equal(40 * row.Elapsed.TotalSeconds, row.Joules!.Value, 1e-6 * row.Joules.Value);
        using RunFile bare = RunFile.OpenRead(stored.PathOf("without"));
        Assert.Null(bare.ReadResult().Rows[2].Joules);
        Assert.Equal(StoredRun.Text(stored.Export("with")), StoredRun.Text(stored.Export("without")));
    }

    [Property(MaxTest = 20)]
    public bool Any_text_and_number_comes_back_as_it_was(string?[] texts, double[] scores, ulong seed)
    {
        using StoredRun stored = new();
        // Texts come from UTF-8, so that there are no lone surrogates.
        string[] steps = [.. texts.Select(t => string.Concat((t ?? "").Where(c => !char.IsSurrogate(c)))), "a\0b", "\ud83d\ude00\r\n\t'\"\u2028"];
        Trajectory trajectory = new()
        {
            Id = new(77),
            Seed = seed,
            State = TrajectoryState.Finished,
            Multiplicity = 3,
            Steps = [.. steps.Select((text, i) => new Step(text, i) { Score = i < scores.Length && double.IsFinite(scores[i]) ? scores[i] : null })],
        };
        Candidate candidate = new() { Trajectory = trajectory, Answer = steps[0], Group = 0, Score = trajectory.Steps[0].Score, Weight = 3 };
        Trajectory cut = trajectory with { Id = new(5), State = TrajectoryState.Truncated, Steps = [] };
        SolvedProblem solved = new()
        {
            Outcome = new() { Item = StoredRun.Suite.Items[1], Answer = steps[0], IsCorrect = true, CorrectSamples = 3, Samples = 4, Truncated = 1, Usage = new() { PolicyTokens = long.MaxValue, PrmFlops = 1e300, PolicyPasses = 4 } },
            Verdict = new() { Problem = new() { Id = "", Text = "" }, Strategy = "cot", Answer = steps[0], Chosen = trajectory, Candidates = [candidate], Truncated = [cut], Usage = Usage.Zero, Elapsed = default, Ending = VerdictEnding.Complete },
            Slots = [6, 2],
        };
        using RunFile file = stored.Start("run");
        file.Write(2, 1, solved);
        (int problem, SolvedProblem read) = file.Recall(2, file.Configuration.Rows[2].ToPlan()).Single();
        Trajectory back = read.Verdict!.Candidates[0].Trajectory;
        return problem == 1 && read.Outcome.Usage == solved.Outcome.Usage && read.Outcome.Samples == 4 && read.Outcome.Answer == steps[0]
            && back.Steps.SequenceEqual(trajectory.Steps) && (back.Seed, back.Multiplicity) == (seed, 3)
            && read.Verdict.Candidates[0].Score == candidate.Score && read.Slots.SequenceEqual(solved.Slots)
            && read.Verdict.Chosen == back && read.Verdict.Truncated.Single().Seed == seed;
    }
}
