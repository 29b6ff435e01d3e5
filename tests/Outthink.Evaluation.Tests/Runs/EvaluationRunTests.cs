using System.Collections.Immutable;
using Outthink.Evaluation.Reports;
using Outthink.Evaluation.Runs;
using Outthink.Evaluation.Statistics;
using Outthink.Evaluation.Suites;
using Outthink.Planning;
using Outthink.Search;

namespace Outthink.Evaluation.Tests.Runs;

public sealed class EvaluationRunTests
{
    static readonly SearchOptions Options = new() { Samples = 8, BeamWidth = 2, Seed = 3 };

    static ImmutableArray<RowPlan> Plans(params ReadOnlySpan<string> policies) => new Grid
    {
        Policies = [.. policies],
        Prms = ["judge"],
        Strategies = SearchStrategy.All,
        Samples = [8],
        Seeds = [3],
        Options = Options,
    }.Rows();

    static EvaluationRun Run(Suite suite, int? concurrency = null, Action<EvaluationProgress>? onProgress = null, List<CandidateRecord>? candidates = null) => new()
    {
        Suite = suite,
        Rows = Plans("weak", "fair"),
        Policies = new Dictionary<string, Policy> { ["weak"] = new ScriptedPolicy("weak", 60), ["fair"] = new ScriptedPolicy("fair", 20) },
        Prms = new Dictionary<string, ProcessRewardModel> { ["judge"] = new ScriptedRewardModel() },
        DifficultyOptions = Options with { Samples = 16 },
        Concurrency = concurrency,
        OnProgress = onProgress,
        OnVerdict = (row, plan, item, verdict) => candidates?.AddRange(CandidateRecord.Of(row, plan, item, verdict)),
    };

    static string Report(EvaluationResult result)
    {
        EvaluationReport report = EvaluationReport.Of(result, 5, withComparisons: true);
        return ReportText.Of(report with { Rows = [.. report.Rows.Select(r => r with { Seconds = 0 })] });
    }

    [Fact]
    public async Task Results_do_not_depend_on_how_many_problems_run_side_by_side()
    {
        List<CandidateRecord> alone = [], beside = [];
        string one = Report(await Run(Sums.Draw(30), concurrency: 1, candidates: alone).RunAsync(TestContext.Current.CancellationToken));
        string many = Report(await Run(Sums.Draw(30), concurrency: 64, candidates: beside).RunAsync(TestContext.Current.CancellationToken));
        Assert.Equal(one, many);
        Assert.Equal(alone.Select(ReportText.Of), beside.Select(ReportText.Of));
    }

    [Fact]
    public async Task Greedy_answers_are_graded_and_counted_by_level()
    {
        EvaluationResult result = await Run(Sums.Draw(30)).RunAsync(TestContext.Current.CancellationToken);
        RowResult greedy = result.Rows[0];
        Assert.Equal("cot", greedy.Plan.Strategy.Name);
        Assert.Equal(new Proportion(15, 30), greedy.Accuracy); // right for even first numbers
        Assert.Equal(["1", "2", "3"], greedy.ByLevel.Keys);
        Assert.All(greedy.ByLevel.Values, share => Assert.Equal(new Proportion(5, 10), share));
        Assert.Equal(30, greedy.ByDifficulty.Values.Sum(d => d.Trials));
        Assert.Equal((300, 30 * (10 + 15), 0L), (greedy.Usage.PromptTokens, greedy.Usage.PolicyTokens, greedy.Usage.PrmTokens));
    }

    [Fact]
    public async Task Difficulty_samples_are_in_no_rows_usage()
    {
        EvaluationResult result = await Run(Sums.Draw(6)).RunAsync(TestContext.Current.CancellationToken);
        RowResult majority = result.Rows[1];
        Assert.Equal(6 * (10 + 8 * 15), majority.Usage.PolicyTokens);
        Assert.Equal(6 * 8 * 15, result.Rows[2].Usage.PrmTokens); // best-of-n: each of the 8 scored once
    }

    [Fact]
    public async Task Candidates_recount_their_row()
    {
        List<CandidateRecord> candidates = [];
        EvaluationResult result = await Run(Sums.Draw(20), candidates: candidates).RunAsync(TestContext.Current.CancellationToken);
        for (int row = 0; row < result.Rows.Length; row++)
        {
            CandidateRecord[] own = [.. candidates.Where(c => c.Row == row)];
            Assert.Equal(result.Rows[row].Accuracy.Successes, own.Count(c => c.Selected && c.Correct));
            Assert.Equal(20, own.Count(c => c.Selected));
            if (result.Rows[row].Plan.HasIndependentSamples)
            {
                Assert.Equal(20 * 8, own.Sum(c => c.Multiplicity));
                Assert.Equal(result.Rows[row].Coverage[1], own.Where(c => c.Correct).Sum(c => c.Multiplicity) / (20 * 8), 12);
                Assert.Equal(result.Rows[row].Coverage[8], own.Where(c => c.Correct).Select(c => c.Problem).Distinct().Count() / 20.0, 12);
            }
        }
    }

    [Fact]
    public async Task A_search_with_a_perfect_judge_is_compared_with_both_chains_of_thought()
    {
        EvaluationResult result = await Run(Sums.Draw(40)).RunAsync(TestContext.Current.CancellationToken);
        ImmutableArray<RowComparison> comparisons = [.. result.AgainstChainsOfThought()];
        Assert.Equal(8 * 2, comparisons.Length);
        RowComparison best = comparisons.Single(c => c.First == 7 && c.Second == 0); // fair with best-of-n against weak alone
        Assert.Equal(("best-of-n", "fair"), (result.Rows[7].Plan.Strategy.Name, result.Rows[7].Plan.Policy));
        Assert.Equal(new McNemar(20, 0), best.Test);
    }

    [Fact]
    public async Task A_rejected_problem_counts_as_not_solved()
    {
        Suite suite = Sums.Draw(2);
        suite = suite with { Items = [.. suite.Items, suite.Items[0] with { Id = "long", Problem = new string('1', 101) }] };
        EvaluationResult result = await Run(suite).RunAsync(TestContext.Current.CancellationToken);
        Assert.Equal(new Proportion(1, 3), result.Rows[0].Accuracy);
        Assert.Equal(1, RowReport.Of(result.Rows[0]).Rejected);
        Assert.Equal("the problem is too long", result.Rows[0].Outcomes[2].Rejection);
    }

    [Fact]
    public async Task Cancelling_returns_finished_rows_and_the_first_problems_of_the_one_in_work()
    {
        using CancellationTokenSource stop = new();
        EvaluationRun run = Run(Sums.Draw(30), concurrency: 1, onProgress: p =>
        {
            if (p is { Row: 2, IsEstimatingDifficulty: false, Done: 10 }) stop.Cancel();
        });
        EvaluationResult result = await run.RunAsync(stop.Token);
        Assert.True(result.IsCancelled);
        Assert.Equal(3, result.Rows.Length);
        Assert.Equal([30, 30, 10], result.Rows.Select(r => r.Outcomes.Length));
        Assert.Equal(run.Suite.Items.Take(10), result.Rows[2].Outcomes.Select(o => o.Item));
        Assert.Equal(10, result.Rows[2].Difficulties.Length);
    }

    [Fact]
    public async Task A_cancelled_run_reports_nothing_it_did_not_do()
    {
        EvaluationResult result = await Run(Sums.Draw(5)).RunAsync(new CancellationToken(canceled: true));
        Assert.True(result.IsCancelled);
        Assert.Empty(result.Rows);
    }

    [Fact]
    public async Task A_fault_of_a_model_ends_the_run()
    {
        EvaluationRun run = new()
        {
            Suite = Sums.Draw(5),
            Rows = Plans("broken"),
            Policies = new Dictionary<string, Policy> { ["broken"] = new ScriptedPolicy("broken", 0) { BeforeProposing = () => throw new InvalidDataException("out of order") } },
            Prms = new Dictionary<string, ProcessRewardModel>(),
        };
        await Assert.ThrowsAsync<InvalidDataException>(() => run.RunAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Progress_ends_with_nothing_remaining()
    {
        List<EvaluationProgress> heard = [];
        await Run(Sums.Draw(5), onProgress: heard.Add).RunAsync(TestContext.Current.CancellationToken);
        Assert.Equal((10 + 2) * 5, heard.Count);
        Assert.Equal(TimeSpan.Zero, heard[^1].Remaining!.Value);
        Assert.Equal((9, 10, 5, 5), (heard[^1].Row, heard[^1].RowCount, heard[^1].Done, heard[^1].Problems));
    }

    [Theory]
    [InlineData(8, 16, Difficulty.Easy)]
    [InlineData(7, 16, Difficulty.Medium)]
    [InlineData(2, 16, Difficulty.Medium)]
    [InlineData(1, 16, Difficulty.Hard)]
    [InlineData(1, 10, Difficulty.Medium)]
    [InlineData(0, 16, Difficulty.Hard)]
    public void Bins_are_cut_at_a_half_and_a_tenth(int correct, int samples, Difficulty expected) =>
        Assert.Equal(expected, EvaluationRun.Judge(correct, samples));
}
