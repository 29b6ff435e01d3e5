using Outthink.Evaluation.RewardModels;
using Outthink.Scoring;

namespace Outthink.Evaluation.Tests.RewardModels;

public sealed class LengthBiasTests
{
    static LabelledRollout Rollout(int? firstError, int length, params double[] scores) => new() { Scores = [.. scores], FirstError = firstError, Length = length };

    [Fact]
    public void A_score_that_follows_length_is_told_at_equal_correctness()
    {
        LengthBias bias = LengthBias.Of(
        [
            Rollout(null, 10, 0.2), Rollout(null, 20, 0.9, 0.3), Rollout(null, 30, 0.9, 0.9, 0.4),   // the longer, the better
            Rollout(0, 11, 0.4), Rollout(0, 21, 0.9, 0.3), Rollout(0, 31, 0.9, 0.9, 0.2),            // the longer, the worse
        ], Aggregation.Last);
        Assert.Equal((1.0, -1.0), (bias.StepsAmongRight!.Value, bias.StepsAmongWrong!.Value));
        Assert.Equal((1.0, -1.0), (bias.LengthAmongRight!.Value, bias.LengthAmongWrong!.Value));
        Assert.Equal(0.5, bias.AucOfSteps);                 // three pairs each way, three ties
        Assert.Equal(6.0 / 9, bias.AucOfLength!.Value, 12);  // 10 before all, 20 before two, 30 before one
        Assert.Equal(0.5, bias.AucOfScore);
    }

    [Fact]
    public void The_aggregation_decides_the_score()
    {
        LabelledRollout[] rollouts = [Rollout(null, 1, 0.5), Rollout(null, 2, 0.1, 0.6), Rollout(null, 3, 0.1, 0.05, 0.7)];
        Assert.Equal(1, LengthBias.Of(rollouts, Aggregation.Last).StepsAmongRight!.Value, 12);
        Assert.Equal(-1, LengthBias.Of(rollouts, Aggregation.Min).StepsAmongRight!.Value, 12);
    }

    [Fact]
    public void Nothing_is_said_of_too_few()
    {
        LengthBias bias = LengthBias.Of([Rollout(null, 1, 0.5), Rollout(null, 2, 0.6)], Aggregation.Last);
        Assert.Equal(new LengthBias(null, null, null, null, null, null, null), bias);
    }
}
