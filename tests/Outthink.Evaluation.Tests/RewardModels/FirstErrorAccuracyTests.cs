using FsCheck.Xunit;
using Outthink.Evaluation.RewardModels;
using Outthink.Evaluation.Statistics;

namespace Outthink.Evaluation.Tests.RewardModels;

public sealed class FirstErrorAccuracyTests
{
    static LabelledRollout Rollout(int? firstError, params double[] scores) => new() { Scores = [.. scores], FirstError = firstError };

    [Fact]
    public void F1_is_the_harmonic_mean_of_both_kinds()
    {
        FirstErrorAccuracy accuracy = FirstErrorAccuracy.At(0.5,
        [
            Rollout(1, 0.9, 0.2, 0.9),      // found
            Rollout(1, 0.9, 0.6, 0.1),      // found too late
            Rollout(1, 0.3, 0.2),           // found too early
            Rollout(0, 0.1),                // found
            Rollout(null, 0.9, 0.5),        // none found: the threshold itself is not below it
            Rollout(null, 0.9, 0.4),        // one found that is none
        ]);
        Assert.Equal(new Proportion(2, 4), accuracy.OnWrong);
        Assert.Equal(new Proportion(1, 2), accuracy.OnRight);
        Assert.Equal(0.5, accuracy.F1);
        Assert.Equal(0, FirstErrorAccuracy.At(0.5, [Rollout(null, 0.9)]).F1);
    }

    [Fact]
    public void Steps_after_the_first_error_are_dropped()
    {
        Assert.Equal([(0.9, true), (0.2, false)], Rollout(1, 0.9, 0.2, 0.8).StepsUpToFirstError);
        Assert.Equal([(0.9, true), (0.2, true)], Rollout(null, 0.9, 0.2).StepsUpToFirstError);
    }

    [Fact]
    public void Best_threshold_lies_between_right_and_wrong_scores()
    {
        double? threshold = FirstErrorAccuracy.BestThreshold([Rollout(0, 0.2), Rollout(null, 0.6), Rollout(null, 0.8, 0.7)]);
        Assert.Equal(0.4, threshold!.Value, 12);
        Assert.Null(FirstErrorAccuracy.BestThreshold([Rollout(null, 0.6)]));
    }

    [Property]
    public bool Best_threshold_is_as_good_as_any_tried(byte[] bytes)
    {
        LabelledRollout[] rollouts = [.. bytes.Chunk(4).Where(c => c.Length == 4).Select(c =>
            Rollout(c[3] % 4 == 3 ? null : c[3] % 4, c[0] % 10 / 10.0, c[1] % 10 / 10.0, c[2] % 10 / 10.0))];
        double tried = Enumerable.Range(-1, 24).Max(i => FirstErrorAccuracy.At(i / 20.0, rollouts).F1);
        double best = FirstErrorAccuracy.BestThreshold(rollouts) is { } t ? FirstErrorAccuracy.At(t, rollouts).F1 : 0;
        return Math.Abs(best - tried) < 1e-12;
    }
}
