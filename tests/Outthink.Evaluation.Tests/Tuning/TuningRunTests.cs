using System.Collections.Immutable;
using Outthink.Evaluation.Runs;
using Outthink.Evaluation.Runs.Storage;
using Outthink.Evaluation.Suites;
using Outthink.Evaluation.Tests.Runs.Storage;
using Outthink.Evaluation.Tuning;
using Outthink.Planning;
using Outthink.Search;

namespace Outthink.Evaluation.Tests.Tuning;

public sealed class TuningRunTests
{
    private static TuningRun Run(int percentWrong, int problems = 120, Func<string, Suite, ImmutableArray<RowPlan>, SearchOptions, RunFile>? openFile = null, Action<string, double>? onProgress = null, Func<Suite, ImmutableArray<RowPlan>, SearchOptions, TimingLog>? openTimings = null) => new()
    {
        OpenFile = openFile,
        OpenTimings = openTimings,
        OnProgress = onProgress,
        Policy = new ScriptedPolicy("adder", percentWrong),
        Prm = new ScriptedRewardModel(),
        Suite = Sums.Draw(problems),
        Options = new() { Tactics = TuningOptions.TacticsOf([1, 4, 8], withRewardModel: true), DifficultySamples = 16, Search = new() { Seed = 3 } },
    };

    [Fact]
    public async Task The_same_run_gives_the_same_profile_but_for_the_seconds()
    {
        string first = Timeless(await Run(40).RunAsync(TestContext.Current.CancellationToken)), second = Timeless(await Run(40).RunAsync(TestContext.Current.CancellationToken));

        Assert.Equal(first, second);
    }

    [Fact]
    public async Task Spending_falls_with_the_price_and_buys_accuracy()
    {
        TuningResult result = await Run(40).RunAsync(TestContext.Current.CancellationToken);

        var prices = result.Profile.Openings[0].Prices;
        Assert.Equal(prices.OrderByDescending(p => p.Price), prices);
        Assert.True(prices[^1].Tokens > 1.5 * prices[0].Tokens);
        Assert.True(prices[^1].Accuracy > prices[0].Accuracy + 0.1);
        Assert.True(result.Reliability[0].Auc > 0.95); // the scripted judge knows
        Assert.All(result.Reliability, r => Assert.Equal(120, r.Confusion.Sum(row => row.Sum())));
        Assert.Equal(result.Profile.Openings.Select(o => o.First.Tactic), result.Reliability.Select(r => r.Opening));
    }

    [Fact]
    public async Task A_budget_set_by_the_profile_is_met_on_other_problems()
    {
        TuningResult result = await Run(40).RunAsync(TestContext.Current.CancellationToken);
        double budget = (result.Profile.Openings[0].Prices[0].Tokens + result.Profile.Openings[0].Prices[^1].Tokens) / 2;
        ComputeOptimalSearch auto = new(Selector.ForBudget(result.Profile, CostUnit.Tokens, budget, Allowance.None));
        double spent = 0;
        var others = Sums.Draw(200, offset: 1000).Items;

        foreach (var item in others)
        {
            Verdict verdict = await auto.SearchAsync(new() { Id = item.Id, Text = item.Problem }, new ScriptedPolicy("adder", 40), new ScriptedRewardModel(), new() { Samples = 64 }, cancellationToken: TestContext.Current.CancellationToken);
            spent += verdict.Usage.PolicyTokens + verdict.Usage.PrmTokens;
        }

        Assert.InRange(spent / others.Length, 0.6 * budget, 1.4 * budget);
    }

    [Fact]
    public async Task Too_few_problems_or_no_tactic_are_refused()
    {
        await Assert.ThrowsAsync<TuningException>(() => Run(40, problems: 39).RunAsync(TestContext.Current.CancellationToken));
        TuningRun without = new() { Policy = new ScriptedPolicy("adder", 40), Prm = null, Suite = Sums.Draw(60), Options = new() { Tactics = [] } };
        await Assert.ThrowsAsync<TuningException>(() => without.RunAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_profile_survives_its_file_and_a_damaged_file_says_what_to_do()
    {
        string text = ProfileFile.Write(Tuned(await Run(40).RunAsync(TestContext.Current.CancellationToken)));

        Assert.Equal(text, ProfileFile.Write(ProfileFile.Read(text)));
        foreach (string damaged in (string[])["", "null", "[]", "{}", text[..(text.Length / 2)], text.Replace("\"version\": 2", "\"version\": 9", StringComparison.Ordinal), text.Replace("\"samples\": 4", "\"samples\": 0", StringComparison.Ordinal), text.Replace("\"dvts\"", "\"magic\"", StringComparison.Ordinal)])
            Assert.Contains("outthink tune", Assert.Throws<ProfileFormatException>(() => ProfileFile.Read(damaged)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Interrupted_again_and_again_it_goes_on_and_ends_with_the_same_profile()
    {
        string undisturbed = Timeless(await Run(40).RunAsync(TestContext.Current.CancellationToken));
        string folder = Directory.CreateTempSubdirectory("outthink-tuning-").FullName;
        List<int> done = [], timed = [];
        TimingLog OpenTimings(Suite suite, ImmutableArray<RowPlan> rows, SearchOptions difficulty)
        {
            TimingLog log = TimingLog.Open(Path.Combine(folder, "seconds"), RunConfiguration.Of(suite, rows, difficulty, 3, "1.0", []), StoredRun.Machine);
            timed.Add(log.Count);
            return log;
        }
        RunFile Open(string part, Suite suite, ImmutableArray<RowPlan> rows, SearchOptions difficulty)
        {
            RunFile file = RunFile.Start(Path.Combine(folder, part), RunConfiguration.Of(suite, rows, difficulty, 3, "1.0", []), suite, StoredRun.Machine, null, DateTimeOffset.UnixEpoch);
            done.Add(file.DoneAtStart);
            return file;
        }

        foreach (double share in new[] { 0.1, 0.3, 0.5, 0.8, 0.93, 0.97 })
        {
            using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Run(40, openFile: Open, openTimings: OpenTimings, onProgress: (_, now) =>
            {
                if (now >= share) stop.Cancel();
            }).RunAsync(stop.Token));
        }
        TuningResult last = await Run(40, openFile: Open, openTimings: OpenTimings).RunAsync(TestContext.Current.CancellationToken);

        Assert.Equal(undisturbed, Timeless(last));
        Assert.Equal(0, done[0]);
        Assert.True(done[^1] > 0 && done[^2] > 0, "Nothing was gone on with.");
        Assert.Equal(0, timed[0]);
        Assert.True(timed[1] > 0 && timed[2] > timed[1], "Nothing timed was gone on with.");
        Directory.Delete(folder, recursive: true);
    }

    private static TunedProfile Tuned(TuningResult result) => new()
    {
        Version = ProfileFile.Version,
        PolicyHash = "aa",
        RewardModelHash = "bb",
        Suite = "sums",
        Seed = 3,
        Result = result,
    };

    private static string Timeless(TuningResult result) => ProfileFile.Write(Tuned(result with
    {
        Profile = result.Profile with
        {
            Openings =
            [
                .. result.Profile.Openings.Select(o => o with
                {
                    First = Timelessly(o.First),
                    Next = [.. o.Next.Select(Timelessly)],
                    Prices = [.. o.Prices.Select(p => p with { Seconds = 0 })],
                }),
            ],
        },
    }));

    private static TacticRecord Timelessly(TacticRecord record) => record with { Outcomes = [.. record.Outcomes.Select(o => o with { Seconds = 0 })] };
}
