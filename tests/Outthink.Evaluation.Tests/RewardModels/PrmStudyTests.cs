using Outthink.Evaluation.Reports;
using Outthink.Evaluation.RewardModels;
using Outthink.Evaluation.Statistics;
using Outthink.Evaluation.Suites;

namespace Outthink.Evaluation.Tests.RewardModels;

public sealed class PrmStudyTests
{
    static PrmStudy Study(int concurrency = 8) => new() { Prms = [new ScriptedRewardModel()], Concurrency = concurrency };

    static readonly SearchOptions Options = new() { Samples = 4, Seed = 1 };

    [Fact]
    public async Task A_perfect_judge_has_no_faults()
    {
        var results = await Study().RunAsync(Sums.Draw(40), [new ScriptedPolicy("weak", 60), new ScriptedPolicy("fair", 20)], Options, TestContext.Current.CancellationToken);
        Assert.Equal(["weak", "fair"], results.Select(r => r.Policy));
        foreach (PrmStudyResult result in results)
        {
            Assert.Equal((160, 0, 1.0, 1.0), (result.Rollouts, result.LeftOut, result.Auc, result.F1));
            Assert.Equal((0, 0, 0), (result.Faults.RejectedRightSteps.Successes, result.Faults.RejectedRightSolutions.Successes, result.Faults.PassedErrors.Successes));
            Assert.Equal(result.OnWrong.Trials, result.Faults.Localisation.Exact);
            Assert.Equal(0.1, result.Calibration!.ExpectedError, 12); // 0.9 for all that is right, 0.1 for all that is wrong
            Assert.Equal(result.Voting!.Coverage, result.Voting.Rows.Single(r => (r.Selection, r.Aggregation) == (Scoring.Selection.Best, Scoring.Aggregation.Last)).Accuracy);
        }
    }

    [Fact]
    public async Task Results_do_not_depend_on_how_many_problems_run_side_by_side()
    {
        string[] reports = await Task.WhenAll(new[] { 1, 16 }.Select(async concurrency =>
        {
            var results = await Study(concurrency).RunAsync(Sums.Draw(20), [new ScriptedPolicy("weak", 60)], Options, TestContext.Current.CancellationToken);
            return ReportText.Of(new PrmStudyReport { Source = "sums", LengthUnit = "tokens", Aggregation = Scoring.Aggregation.Last, Rows = [.. results.Select(r => PrmStudyRow.Of(r) with { Seconds = 0 })] });
        }));
        Assert.Equal(reports[0], reports[1]);
    }

    [Fact]
    public async Task Solutions_of_a_file_are_scored_as_written()
    {
        PrmStudyResult result = Assert.Single(await Study().RunAsync(
        [
            new("1, 2, 3", ["1 + 2 = 3.", "The answer is \\boxed{6}."], null),
            new("1, 2, 3", ["1 + 2 = 4.", "The answer is \\boxed{7}."], 0),
            new("2, 2, 3", ["2 + 2 = 4.", "The answer is \\boxed{9}."], 1),
        ], TestContext.Current.CancellationToken));
        Assert.Null(result.Policy);
        Assert.Null(result.Voting);
        Assert.Equal((3, 5, 1.0), (result.Rollouts, result.Steps, result.Auc));
        Assert.Equal((2, 1), (result.OnWrong.Trials, result.OnRight.Trials));
    }

    [Fact]
    public async Task Problems_without_canonical_steps_are_refused() =>
        await Assert.ThrowsAsync<SuiteFormatException>(() => Study().RunAsync(
            new Suite { Name = "plain", Items = [Sums.Draw(1).Items[0] with { Steps = [] }] }, [new ScriptedPolicy("p", 0)], Options, TestContext.Current.CancellationToken));

    [Fact]
    public void Parts_of_a_proportion_add_up() => Assert.Equal(new Proportion(3, 7), new Proportion(1, 3) + new Proportion(2, 4));
}
