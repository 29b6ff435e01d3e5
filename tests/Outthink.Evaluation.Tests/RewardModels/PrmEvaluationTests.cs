using Outthink.Evaluation.Reports;
using Outthink.Evaluation.RewardModels;
using Outthink.Evaluation.Suites;

namespace Outthink.Evaluation.Tests.RewardModels;

public sealed class PrmEvaluationTests
{
    static PrmEvaluation Evaluation(int concurrency) => new()
    {
        Suite = Sums.Draw(40),
        Calibration = Sums.Draw(20, offset: 100),
        Policies = [new ScriptedPolicy("weak", 60), new ScriptedPolicy("fair", 20)],
        Prms = [new ScriptedRewardModel()],
        Options = new() { Samples = 2, Seed = 1 },
        Concurrency = concurrency,
    };

    [Fact]
    public async Task A_perfect_judge_is_found_perfect()
    {
        foreach (PrmResult result in await Evaluation(8).RunAsync(TestContext.Current.CancellationToken))
        {
            Assert.Equal((80, 0), (result.Rollouts.Length, result.LeftOut));
            Assert.Equal((1.0, 1.0, 0.5), (result.Auc, result.FirstErrors.F1, result.FirstErrors.Threshold));
            Assert.Equal(80, result.FirstErrors.OnWrong.Trials + result.FirstErrors.OnRight.Trials);
        }
    }

    [Fact]
    public async Task Results_do_not_depend_on_how_many_problems_run_side_by_side()
    {
        string[] reports = [.. (await Task.WhenAll(Evaluation(1).RunAsync(TestContext.Current.CancellationToken), Evaluation(32).RunAsync(TestContext.Current.CancellationToken)))
            .Select(results => ReportText.Of(new PrmReport { Suite = "sums", Seed = 1, Rows = [.. results.Select(PrmRowReport.Of).Select(r => r with { Seconds = 0 })] }))];
        Assert.Equal(reports[0], reports[1]);
    }

    [Fact]
    public async Task Problems_without_canonical_steps_are_refused()
    {
        PrmEvaluation evaluation = new()
        {
            Suite = new Suite { Name = "plain", Items = [Sums.Draw(1).Items[0] with { Steps = [] }] },
            Calibration = Sums.Draw(1),
            Policies = [new ScriptedPolicy("p", 0)],
            Prms = [new ScriptedRewardModel()],
            Options = new(),
        };
        await Assert.ThrowsAsync<SuiteFormatException>(() => evaluation.RunAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public void The_first_step_that_differs_is_the_first_error()
    {
        Assert.Null(StepLabels.FirstError(["a\n\n", "b"], ["a\n\n", "b"]));
        Assert.Null(StepLabels.FirstError(["a\n\n", "b"], ["a"]));
        Assert.Equal(1, StepLabels.FirstError(["a\n\n", "b"], ["a\n\n", "c"]));
        Assert.Equal(2, StepLabels.FirstError(["a\n\n", "b"], ["a\n\n", "b\n\n", "c"]));
        Assert.Equal(0, StepLabels.FirstError([], ["a"]));
    }
}
