using FsCheck.Xunit;
using Outthink.Evaluation.RewardModels;
using Outthink.Evaluation.Statistics;

namespace Outthink.Evaluation.Tests.RewardModels;

public sealed class ScoreCalibrationTests
{
    [Fact]
    public void Bins_hold_their_steps_and_the_error_is_their_weighted_distance()
    {
        ScoreCalibration calibration = ScoreCalibration.Of([(0.05, false), (0.05, true), (0.9, true), (1.0, true)])!;
        Assert.Equal([(0.0, 0.1), (0.9, 1.0)], calibration.Bins.Select(b => (b.From, b.To)));
        Assert.Equal([new Proportion(1, 2), new Proportion(2, 2)], calibration.Bins.Select(b => b.Right));
        Assert.Equal(0.95, calibration.Bins[1].MeanScore, 12);
        Assert.Equal((0.45 * 2 + 0.05 * 2) / 4, calibration.ExpectedError, 12);
        Assert.Equal((0.0025 + 0.9025 + 0.01 + 0) / 4, calibration.Brier, 12);
    }

    [Fact]
    public void Scores_that_are_no_probabilities_have_no_calibration()
    {
        Assert.Null(ScoreCalibration.Of([]));
        Assert.Null(ScoreCalibration.Of([(0.5, true), (1.01, true)]));
        Assert.Null(ScoreCalibration.Of([(-0.01, true)]));
    }

    [Property]
    public bool Every_step_is_in_one_bin_and_a_perfect_score_has_no_error(byte[] bytes)
    {
        (double, bool)[] steps = [.. bytes.Select(b => (b % 101 / 100.0, b > 127))];
        ScoreCalibration? any = ScoreCalibration.Of(steps), perfect = ScoreCalibration.Of(steps.Select(s => (s.Item2 ? 1.0 : 0.0, s.Item2)));
        return steps.Length == 0
            ? any is null
            : any!.Bins.Sum(b => b.Right.Trials) == steps.Length && any.ExpectedError is >= 0 and <= 1
                && any.Bins.All(b => b.MeanScore >= b.From - 1e-9 && b.MeanScore <= b.To + 1e-9)
                && perfect is { ExpectedError: 0, Brier: 0 };
    }
}
