using System.Collections.Immutable;
using FsCheck.Xunit;
using Outthink.Planning;

namespace Outthink.Tests.Planning;

public sealed class VoteSafetyTests
{
    [Fact]
    public void With_no_end_in_sight_four_equal_answers_are_safe_with_31_of_32_parts() =>
        Assert.Equal(31 / 32.0, VoteSafety.Of(Candidates.Of((0, 1), (0, 1), (0, 1), (0, 1)), isWeighted: false, drawn: 4, left: 10_000), 10);

    [Fact]
    public void A_tie_is_even_and_no_answer_is_no_leader()
    {
        Assert.Equal(0.5, VoteSafety.Of(Candidates.Of((0, .9), (1, .1)), isWeighted: false, drawn: 2, left: 6), 10);
        Assert.Equal(0, VoteSafety.Of(Candidates.Of((-1, .9)), isWeighted: false, drawn: 1, left: 6));
        Assert.Equal(0, VoteSafety.Of([], isWeighted: true, drawn: 4, left: 6));
        Assert.Equal(0, VoteSafety.Of(Candidates.Of((0, 0), (1, -1)), isWeighted: true, drawn: 2, left: 6));
    }

    [Property(MaxTest = 200)]
    public void It_is_the_probability_of_an_urn(byte leader, byte other, byte others, byte left)
    {
        (int more, int less) = (Math.Max(leader % 6, other % 6), Math.Min(leader % 6, other % 6));
        Assert.Equal(Urn(more, less, others % 6, left % 7, more - less), VoteSafety.StillLeads(new(more, less, others % 6, left % 7)), 1e-9);
    }

    [Property(MaxTest = 200)]
    public void A_lead_that_cannot_be_made_up_is_safe(byte leader, byte other, byte others)
    {
        (int more, int less) = (Math.Max(leader % 6, other % 6) + 1, Math.Min(leader % 6, other % 6));
        Assert.Equal(1, VoteSafety.StillLeads(new(more, less, others, Left: more - less - 1)), 1e-9);
        Assert.InRange(VoteSafety.StillLeads(new(more, less, others % 6, Left: more - less + 1)), 0.5, 1 - 1e-12);
    }

    [Property(MaxTest = 200)]
    public void Whole_scores_are_votes(byte[] groups, byte left)
    {
        ImmutableArray<Candidate> votes = Candidates.Of([.. groups.Select(g => (g % 4, 1.0))]);
        Assert.Equal(VoteSafety.Of(votes, isWeighted: false, groups.Length, left), VoteSafety.Of(votes, isWeighted: true, groups.Length, left), 1e-9);
    }

    [Property(MaxTest = 200)]
    public void Another_vote_for_the_leader_makes_it_safer(byte leader, byte other, byte left)
    {
        (double more, double less) = (Math.Max(leader, other), Math.Min(leader, other));
        Assert.InRange(VoteSafety.Leads(more + 1, less), VoteSafety.Leads(more, less), 1);
        Assert.InRange(VoteSafety.Leads(more, less), 0.5 - 1e-9, 1);
        Assert.InRange(VoteSafety.StillLeads(new(more + 1, less, 3, left)), VoteSafety.StillLeads(new(more, less, 3, left)) - 1e-9, 1);
    }

    [Fact]
    public void Low_scores_are_not_safe_however_far_ahead()
    {
        ImmutableArray<Candidate> low = Candidates.Of((0, .01), (0, .01), (0, .01), (0, .01), (1, 1e-6)), high = Candidates.Of((0, .9), (0, .9), (0, .9), (0, .9), (1, 1e-6));
        Assert.InRange(VoteSafety.Of(low, isWeighted: true, drawn: 5, left: 11), 0.5, 0.7);
        Assert.InRange(VoteSafety.Of(high, isWeighted: true, drawn: 5, left: 11), 0.95, 1);
    }

    [Fact]
    public void Thousands_of_votes_stay_probabilities()
    {
        Assert.InRange(VoteSafety.StillLeads(new(3000, 1000, 5000, Left: 512)), 1 - 1e-9, 1);
        Assert.InRange(VoteSafety.StillLeads(new(1000, 1000, 0, Left: 511)), 0.5 - 1e-6, 0.5 + 1e-6);
    }

    /// <summary>The same by going through every draw: a ball of the colour drawn is put back with another one.</summary>
    private static double Urn(double leader, double runnerUp, double others, int left, double lead)
    {
        if (left == 0) return lead > 0 ? 1 : lead < 0 ? 0 : 0.5;
        double all = leader + runnerUp + others + 3;
        return ((leader + 1) * Urn(leader + 1, runnerUp, others, left - 1, lead + 1)
            + (runnerUp + 1) * Urn(leader, runnerUp + 1, others, left - 1, lead - 1)
            + (others + 1) * Urn(leader, runnerUp, others + 1, left - 1, lead)) / all;
    }
}
