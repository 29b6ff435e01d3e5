using System.Collections.Immutable;
using FsCheck.Xunit;
using Outthink.Planning;

namespace Outthink.Tests.Planning;

public sealed class VoteGainTests
{
    private static ImmutableArray<Candidate> Votes(params int[] groups) => Candidates.Of([.. groups.Select(group => (group, 1.0))]);

    [Property(MaxTest = 200)]
    public void It_is_the_mean_excess_over_all_draws_of_an_urn(byte leader, byte other, byte others, byte left)
    {
        (int more, int less) = (Math.Max(leader % 6, other % 6), Math.Min(leader % 6, other % 6));
        OpenVote vote = new(more, less, others % 6, left % 7);
        Assert.Equal(Urn(vote) / vote.All, VoteGain.ToTheEnd(vote), 1e-9);
    }

    [Property(MaxTest = 100)]
    public void What_lies_far_ahead_is_its_limit(byte leader, byte other, byte others)
    {
        (int more, int less) = (Math.Max(leader % 9, other % 9), Math.Min(leader % 9, other % 9));
        Assert.Equal(VoteGain.ToTheEnd(new(more, less, others % 9, Left: 4000)), VoteGain.InTheLimit(new(more, less, others % 9, Left: 0)), 2e-3);
    }

    [Fact]
    public void Of_three_shares_of_which_nothing_is_known_the_second_exceeds_the_first_by_a_sixth() =>
        Assert.Equal(1 / 6.0, VoteGain.InTheLimit(new(0, 0, 0, Left: 0)), 10);

    [Fact]
    public void A_lead_that_cannot_be_made_up_leaves_nothing_to_gain()
    {
        Assert.Equal(0, VoteGain.Of(Votes(0, 0, 0, 0, 1), isWeighted: false, drawn: 5, left: 3), 12);
        Assert.Equal(0, VoteGain.Of(Votes(0, 0, 1), isWeighted: false, drawn: 3, left: 0), 12);
    }

    [Fact]
    public void Without_an_answer_there_is_everything_to_gain()
    {
        Assert.Equal(1, VoteGain.Of([], isWeighted: false, drawn: 4, left: 4));
        Assert.Equal(1, VoteGain.Of(Votes(-1, -1), isWeighted: true, drawn: 2, left: 4));
    }

    [Fact]
    public void Two_close_answers_with_few_votes_of_many_promise_less_than_two_that_share_all()
    {
        ImmutableArray<Candidate> two = Votes([.. Enumerable.Range(0, 20).Select(i => i % 2)]), many = Votes([.. Enumerable.Range(0, 20).Select(i => i / 2)]);
        Assert.Equal(0.5, VoteSafety.Of(two, isWeighted: false, drawn: 20, left: 44), 6);
        Assert.Equal(0.5, VoteSafety.Of(many, isWeighted: false, drawn: 20, left: 44), 6);
        Assert.InRange(VoteGain.Of(many, isWeighted: false, drawn: 20, left: 44), 0.01, 0.6 * VoteGain.Of(two, isWeighted: false, drawn: 20, left: 44));
    }

    /// <summary>The mean of what the runner-up ends ahead by, going through every draw: a ball of the colour drawn is put back with another one.</summary>
    private static double Urn(OpenVote vote, double leader = 0, double runnerUp = 0, double others = 0)
    {
        if (leader + runnerUp + others == vote.Left) return Math.Max(0, vote.RunnerUp + runnerUp - vote.Leader - leader);
        double a = vote.Leader + leader + 1, b = vote.RunnerUp + runnerUp + 1, c = vote.Others + others + 1;
        return (a * Urn(vote, leader + 1, runnerUp, others) + b * Urn(vote, leader, runnerUp + 1, others) + c * Urn(vote, leader, runnerUp, others + 1)) / (a + b + c);
    }
}
