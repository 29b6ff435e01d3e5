using System.Collections.Immutable;
using Outthink.Planning;

namespace Outthink.Tests.Planning;

public sealed class EvidenceTests
{
    private static Candidate Candidate(int group, double? score, double weight = 1, int tokens = 100) => new()
    {
        Trajectory = new() { Id = new(group), Steps = [new Step("x", tokens)], State = TrajectoryState.Finished },
        Answer = group < 0 ? null : $"{group}",
        Group = group,
        Score = score,
        Weight = weight,
    };

    private static double Feature(Evidence evidence, string name) => evidence.Features[Evidence.Names.IndexOf(name)];

    [Fact]
    public void Agreement_counts_votes_over_all_samples_those_cut_off_included()
    {
        ImmutableArray<Candidate> candidates = [Candidate(0, .5, weight: 3), Candidate(1, .9), Candidate(-1, .1)];

        var evidence = Evidence.Of(candidates, candidates[1], truncated: 5);

        Assert.Equal(10, evidence.Samples);
        Assert.Equal((.3, .1, .2, .5), (Feature(evidence, "agreement"), Feature(evidence, "chosenShare"), Feature(evidence, "answers"), Feature(evidence, "unfinished")));
        Assert.Equal(Math.Log(.9), Feature(evidence, "bestLogScore"), 1e-12);
        Assert.Equal((Math.Log(.5) + Math.Log(.9) + Math.Log(.1)) / 3, Feature(evidence, "meanLogScore"), 1e-12);
        Assert.Equal(Math.Log(10), Feature(evidence, "logSamples"), 1e-12);
        Assert.Equal(1, Feature(evidence, "meanTokens"));
    }

    [Fact]
    public void Nothing_finished_is_finite_and_says_so()
    {
        var evidence = Evidence.Of([], null, truncated: 2);

        Assert.Equal(1, Feature(evidence, "unfinished"));
        Assert.All(evidence.Features, f => Assert.True(double.IsFinite(f)));
        Assert.All(Evidence.Of([], null, truncated: 0).Features, f => Assert.True(double.IsFinite(f)));
    }

    [Fact]
    public void Without_scores_the_score_features_are_silent_and_a_score_of_zero_stays_finite()
    {
        Assert.Equal(0, Feature(Evidence.Of([Candidate(0, null)], Candidate(0, null), 0), "bestLogScore"));
        Assert.True(double.IsFinite(Feature(Evidence.Of([Candidate(0, 0)], Candidate(0, 0), 0), "bestLogScore")));
    }

    [Fact]
    public void A_model_refuses_another_number_of_features() =>
        Assert.Throws<ArgumentException>(() => new LogisticModel { Intercept = 0, Weights = [1, 2] }.Predict([1]));

    [Fact]
    public void The_policy_s_confidence_is_the_chosen_solution_s_and_silent_where_it_cannot_tell()
    {
        Candidate chosen = Candidate(0, .5) with { Trajectory = new() { Id = new(1), Steps = [new Step("a", 4) { LogProbability = -1 }, new Step("b", 6) { LogProbability = -2 }], State = TrajectoryState.Finished } };

        var evidence = Evidence.Of([chosen, Candidate(1, .4)], chosen, truncated: 0);

        Assert.Equal((-.3, -2), (Feature(evidence, "logProbability"), Feature(evidence, "leastLogProbability")));
        Assert.Equal(55, evidence.MeanTokens, 1e-9);
        Assert.Equal((0, 0), (Feature(Evidence.Of([Candidate(0, .5)], Candidate(0, .5), 0), "logProbability"), Feature(Evidence.Of([Candidate(0, .5)], Candidate(0, .5), 0), "leastLogProbability")));
    }
}
