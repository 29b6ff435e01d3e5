using Outthink.Evaluation.Reports.Sections;
using Outthink.Evaluation.Runs;
using Outthink.Evaluation.Runs.Storage;
using Outthink.Planning;
using Outthink.Search;

namespace Outthink.Evaluation.Tests.Runs.Storage;

public sealed class PlannerConfigurationTests
{
    static EvaluationRun Run(RunFile? file, int samples = 8, Action<EvaluationProgress>? onProgress = null) => new()
    {
        Suite = StoredRun.Suite,
        Rows = [RowPlan.Of("weak", "judge", new BeamSearch(), Options), RowPlan.Of("weak", "judge", new ComputeOptimalSearch(new PublishedPrior(5, hasRewardModel: true, reasonsAtLength: false, samples)), Options)],
        Policies = new Dictionary<string, Policy> { ["weak"] = new ScriptedPolicy("weak", 60) },
        Prms = new Dictionary<string, ProcessRewardModel> { ["judge"] = new ScriptedRewardModel() },
        DifficultyOptions = Options with { Samples = 16 },
        File = file,
        OnProgress = onProgress,
        Concurrency = 1,
    };

    static SearchOptions Options => new() { Samples = 8, BeamWidth = 2, Seed = 3 };

    static async Task<EvaluationResult> RunAsync(StoredRun stored, string name, int stopAfter = int.MaxValue)
    {
        using RunFile file = stored.Start(name, Run(null));
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        int reports = 0;
        return await Run(file, onProgress: _ =>
        {
            if (++reports >= stopAfter) stop.Cancel();
        }).RunAsync(stop.Token);
    }

    [Fact]
    public async Task A_run_that_chose_its_searches_is_gone_on_with_read_and_reported()
    {
        using StoredRun stored = new();
        EvaluationResult whole = await RunAsync(stored, "whole");
        Assert.True((await RunAsync(stored, "parts", stopAfter: 31)).IsCancelled); // among the problems of auto
        await RunAsync(stored, "parts");
        Assert.Equal(StoredRun.Text(stored.Export("whole")), StoredRun.Text(stored.Export("parts")));
        using RunFile file = RunFile.OpenRead(stored.PathOf("whole"));
        RowResult read = file.ReadResult().Rows[1];
        Assert.Equal(("auto", whole.Rows[1].Accuracy), (read.Plan.Strategy.Name, read.Accuracy));
        Assert.Equal((whole.Rows[1].Plan.Selection, whole.Rows[1].Plan.Aggregation), (read.Plan.Selection, read.Plan.Aggregation));
        Assert.Contains(RunsPage.Of("T", [file]).Sections, s => s.Heading == "The selector against fixed searches");
    }

    [Fact]
    public async Task Another_planner_is_another_run()
    {
        using StoredRun stored = new();
        await RunAsync(stored, "a", stopAfter: 3);
        RunMismatchException e = Assert.Throws<RunMismatchException>(() => stored.Start("a", Run(null, samples: 4)).Dispose());
        Assert.Contains("rows[1].planner.samples: 8 in the file, 4 now", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_selector_is_told_by_its_profiles_content_and_its_price()
    {
        PlannerConfiguration one = Of(Profile("here"), 0.5), same = Of(Profile("here"), 0.5);
        Assert.Equal(one, same);
        Assert.Equal((64, 0.5, 16), (one.ProfileSha256!.Length, one.Price, one.Samples));
        Assert.NotEqual(one, Of(Profile("there"), 0.5));
        Assert.NotEqual(one, Of(Profile("here"), 0.25));
        Assert.Equal(one, PlannerConfiguration.Of(one.ToStrategy()));
        Assert.Null(PlannerConfiguration.Of(new BeamSearch()));

        static PlannerConfiguration Of(SearchProfile profile, double price) => PlannerConfiguration.Of(new ComputeOptimalSearch(new Selector(profile, profile.Openings[0], price, new() { Samples = 16 })))!;
    }

    [Fact]
    public async Task What_was_read_does_not_search()
    {
        SearchStrategy read = PlannerConfiguration.Of(new ComputeOptimalSearch(new PublishedPrior(5, hasRewardModel: false, reasonsAtLength: false, samples: 4)))!.ToStrategy();
        await Assert.ThrowsAsync<InvalidOperationException>(() => read.SearchAsync(new() { Id = "p", Text = "1, 2" }, new ScriptedPolicy("p", 0), null, Options, cancellationToken: TestContext.Current.CancellationToken));
    }

    static SearchProfile Profile(string provenance) => Profiles.Of("p", provenance);
}
