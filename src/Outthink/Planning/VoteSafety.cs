using System.Collections.Immutable;

namespace Outthink.Planning;

/// <summary>
/// How safe the leader of a vote is: the probability that its answer still has more votes than the present runner-up's
/// when all samples are drawn. The shares of the two and of all others have a uniform prior, so that what is left is
/// drawn as from Pólya's urn. With many samples left this is the Beta criterion of adaptive consistency (Aggarwal et
/// al. 2023, arXiv 2305.11860); with few it is larger, since a lead that cannot be made up is safe.
/// </summary>
public static class VoteSafety
{
    /// <summary>Sums of scores that differ by less are a tie.</summary>
    private const double Tie = 1e-9;

    /// <summary>
    /// The probability for these candidates; 0 when none has an answer. In a weighted vote a score is that share of a
    /// vote (scores outside [0, 1] count as the nearer end): the rest of it counts for no answer, so that a leader whose
    /// scores are low is not safe, however far ahead.
    /// </summary>
    /// <param name="candidates">The finished candidates so far.</param>
    /// <param name="isWeighted">Whether a vote counts its candidate's score.</param>
    /// <param name="drawn">All samples so far, those without an answer among them.</param>
    /// <param name="left">Samples that are still to be drawn.</param>
    public static double Of(ImmutableArray<Candidate> candidates, bool isWeighted, int drawn, int left)
    {
        if (OpenVote.Of(candidates, isWeighted, drawn, left) is not { } vote) return 0;
        return left > OpenVote.Horizon ? Leads(vote.Leader, vote.RunnerUp) : StillLeads(vote);
    }

    /// <summary>P(p &gt; ½) for p ~ Beta(leader + 1, runnerUp + 1): the share of the leader among the votes of the two.</summary>
    internal static double Leads(double leader, double runnerUp) => BetaDistribution.Cumulative(0.5, runnerUp + 1, leader + 1);

    /// <summary>P(leader + X &gt; runnerUp + Y), a tie counting half, where X and Y of the votes left are theirs.</summary>
    internal static double StillLeads(OpenVote vote) => Math.Min(1, vote.Expect(lead => lead > Tie ? 1 : lead < -Tie ? 0 : 0.5));
}
