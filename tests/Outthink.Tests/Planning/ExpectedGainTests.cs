using System.Collections.Immutable;
using Outthink.Planning;

namespace Outthink.Tests.Planning;

public sealed class ExpectedGainTests
{
    private static ImmutableArray<Candidate> Scored(params double?[] scores) => Candidates.Of([.. scores.Select(score => (1, score))]);

    [Theory]
    [InlineData(0.5, 4, 0.025)]
    [InlineData(1, 1, 0)]
    [InlineData(2, 1, 0)] // no probability: counts as 1
    [InlineData(-1, 1, 0.25)]
    public void It_is_the_mean_excess_of_a_uniform_score_seen_with_probability_one_in_n_plus_one(double best, int samples, double gain) =>
        Assert.Equal(gain, ExpectedGain.Of(Scored(best, best - 1), samples), 10);

    [Theory]
    [InlineData(0.5, 0.025)]
    [InlineData(0.5, 0.0126)]
    [InlineData(0.9, 0.00001)]
    [InlineData(1, 0.01)]
    [InlineData(0, 0.6)]
    public void As_many_samples_as_are_told_and_no_fewer_bring_it_below_what_is_asked(double best, double least)
    {
        var candidates = Scored(best);
        int until = (int)ExpectedGain.SamplesUntil(candidates, least);
        Assert.True(ExpectedGain.Of(candidates, until) < least + 1e-12);
        if (until > 0) Assert.True(ExpectedGain.Of(candidates, until - 1) >= least - 1e-12);
    }

    [Fact]
    public void Without_a_score_or_an_answer_everything_is_still_to_be_gained()
    {
        Assert.Equal(0.1, ExpectedGain.Of(Scored([null]), 4), 10);
        Assert.Equal(0.1, ExpectedGain.Of([.. Scored(0.9).Select(c => c with { Group = -1 })], 4), 10);
        Assert.Equal(0.1, ExpectedGain.Of([], 4), 10);
    }
}
