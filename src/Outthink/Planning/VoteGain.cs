using System.Collections.Immutable;

namespace Outthink.Planning;

/// <summary>
/// What a vote is expected to gain by being drawn to its end: by how much the winner's share of all votes will exceed
/// the present leader's, which is the value of the information in the votes left (Howard 1966) where an answer's share is
/// taken for the probability that it is right. Unlike the leader's safety it is small, too, where two answers are close
/// and both have few votes: which of them wins matters little. Prior and urn are those of <see cref="VoteSafety"/>.
/// </summary>
public static class VoteGain
{
    /// <summary>The gain for these candidates, in shares of a vote, from 0 to 1; 1 when none has an answer.</summary>
    /// <param name="candidates">The finished candidates so far.</param>
    /// <param name="isWeighted">Whether a vote counts its candidate's score, as that share of a vote (scores outside [0, 1] count as the nearer end).</param>
    /// <param name="drawn">All samples so far, those without an answer among them.</param>
    /// <param name="left">Samples that are still to be drawn.</param>
    public static double Of(ImmutableArray<Candidate> candidates, bool isWeighted, int drawn, int left)
    {
        if (OpenVote.Of(candidates, isWeighted, drawn, left) is not { } vote) return 1;
        return left > OpenVote.Horizon ? InTheLimit(vote) : ToTheEnd(vote);
    }

    /// <summary>E[max(0, runnerUp + Y − leader − X)] over all votes, where X and Y of those left are theirs.</summary>
    internal static double ToTheEnd(OpenVote vote) => vote.Expect(lead => Math.Max(0, -lead)) / vote.All;

    /// <summary>
    /// E[max(0, q − p)] for shares (p, q, rest) ~ Dirichlet(leader + 1, runnerUp + 1, others + 1): the part p + q of the two is
    /// independent of the leader's part b ~ Beta of it, and E[max(0, 1 − 2b)] is an integral over b below one half.
    /// </summary>
    internal static double InTheLimit(OpenVote vote)
    {
        double a = vote.Leader + 1, b = vote.RunnerUp + 1, two = (a + b) / (a + b + vote.Others + 1);
        double below = BetaDistribution.Cumulative(0.5, a, b) - 2 * a / (a + b) * BetaDistribution.Cumulative(0.5, a + 1, b);
        return two * Math.Max(0, below);
    }
}
