using System.Collections.Immutable;
using FsCheck.Xunit;
using Outthink.Planning;

namespace Outthink.Tests.Planning;

public sealed class VoteSafetyTests
{
    private static ImmutableArray<Candidate> Votes(params (int Group, double Score)[] votes) =>
    [
        .. votes.Select((v, i) => new Candidate
        {
            Trajectory = new() { Id = new(i), Steps = [], State = TrajectoryState.Finished },
            Answer = v.Group < 0 ? null : $"{v.Group}",
            Group = v.Group,
            Score = v.Score,
            Weight = 1,
        }),
    ];

    [Fact]
    public void Four_equal_answers_are_safe_with_31_of_32_parts() =>
        Assert.Equal(31 / 32.0, VoteSafety.Of(Votes((0, 1), (0, 1), (0, 1), (0, 1)), isWeighted: false), 10);

    [Fact]
    public void A_tie_is_even_and_no_answer_is_no_leader()
    {
        Assert.Equal(0.5, VoteSafety.Of(Votes((0, .9), (1, .1)), isWeighted: false), 10);
        Assert.Equal(0, VoteSafety.Of(Votes((-1, .9)), isWeighted: false));
        Assert.Equal(0, VoteSafety.Of([], isWeighted: true));
        Assert.Equal(0, VoteSafety.Of(Votes((0, 0), (1, -1)), isWeighted: true));
    }

    [Property(MaxTest = 200)]
    public void Equal_weights_are_votes_whatever_their_size(byte[] groups, byte score)
    {
        ImmutableArray<Candidate> votes = Votes([.. groups.Select(g => (g % 4, (1 + score) / 256.0))]);
        Assert.Equal(VoteSafety.Of(votes, isWeighted: false), VoteSafety.Of(votes, isWeighted: true), 9);
    }

    [Property(MaxTest = 200)]
    public void Another_vote_for_the_leader_makes_it_safer(byte leader, byte other)
    {
        (double more, double less) = (Math.Max(leader, other), Math.Min(leader, other));
        Assert.InRange(VoteSafety.Leads(more + 1, less), VoteSafety.Leads(more, less), 1);
        Assert.InRange(VoteSafety.Leads(more, less), 0.5 - 1e-9, 1);
    }

    [Fact]
    public void One_heavy_vote_among_light_ones_is_about_one_vote() =>
        Assert.InRange(VoteSafety.Of(Votes((0, 1), (1, 1e-6), (1, 1e-6), (1, 1e-6)), isWeighted: true), 0.74, 0.76);
}
