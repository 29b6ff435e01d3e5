using Outthink.Evaluation.RewardModels;
using Outthink.Evaluation.Statistics;

namespace Outthink.Evaluation.Tests.RewardModels;

public sealed class JudgingFaultsTests
{
    static LabelledRollout Rollout(int problem, int? firstError, params double[] scores) => new() { Problem = problem, Scores = [.. scores], FirstError = firstError };

    static readonly CrossFit Half = new(0.5, 0.5);

    [Fact]
    public void A_threshold_comes_from_the_half_it_is_not_used_on()
    {
        CrossFit fit = CrossFit.Of(
        [
            Rollout(0, 0, 0.2), Rollout(2, null, 0.4),  // the even half parts at 0.3
            Rollout(1, 0, 0.6), Rollout(3, null, 0.8),  // the odd half at 0.7
        ]);
        Assert.Equal((0.7, 0.3), (Math.Round(fit.OnEven, 12), Math.Round(fit.OnOdd, 12)));
        Assert.Equal(fit.OnEven, fit.ThresholdFor(Rollout(4, null)));
        Assert.Equal(fit.OnOdd, fit.ThresholdFor(Rollout(5, null)));
        Assert.Equal(new CrossFit(0.5, 0.5), CrossFit.Of([]));
    }

    [Fact]
    public void Faults_are_counted_up_to_the_first_error()
    {
        JudgingFaults faults = JudgingFaults.Of(
        [
            Rollout(0, null, 0.9, 0.4),       // a right step rejected, and with it the solution
            Rollout(1, null, 0.9, 0.9),
            Rollout(2, 1, 0.3, 0.1, 0.1),     // one rejected before the error; the error is, too
            Rollout(3, 1, 0.9, 0.8, 0.1),     // the error passed, found a step late
            Rollout(4, 0, 0.2),               // found
            Rollout(5, 0, 0.7, 0.7),          // never found
        ], Half);
        Assert.Equal(new Proportion(2, 6), faults.RejectedRightSteps);
        Assert.Equal(new Proportion(1, 2), faults.RejectedRightSolutions);
        Assert.Equal(new Proportion(2, 4), faults.PassedErrors);
        Assert.Equal(new ErrorLocalisation(Exact: 1, Early: 1, Late: 1, Missed: 1, MeanDistance: 0, MeanAbsoluteDistance: 2.0 / 3), faults.Localisation);
    }

    [Fact]
    public void Without_wrong_rollouts_there_is_no_distance()
    {
        JudgingFaults faults = JudgingFaults.Of([Rollout(0, null, 0.9)], Half);
        Assert.Equal(new ErrorLocalisation(0, 0, 0, 0, null, null), faults.Localisation);
        Assert.Equal(new Proportion(0, 0), faults.PassedErrors);
    }
}
