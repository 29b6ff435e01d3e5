using System.Collections.Immutable;

namespace Outthink.Planning;

/// <summary>
/// How safe the leader of a vote is: the posterior probability, from a uniform prior, that its answer is drawn more
/// often than the runner-up's (adaptive consistency, Aggarwal et al. 2023, arXiv 2305.11860, the Beta criterion).
/// </summary>
public static class VoteSafety
{
    /// <summary>
    /// The probability for these candidates; 0 when none has an answer. A weighted vote is approximated: weights are
    /// turned into as many equal votes as carry the same information, (Σw)² / Σw² in all (Kish's effective sample size),
    /// shared out in proportion. Equal weights give the plain count; negative ones count as 0.
    /// </summary>
    /// <param name="candidates">The finished candidates so far.</param>
    /// <param name="isWeighted">Whether a vote counts its candidate's score.</param>
    public static double Of(ImmutableArray<Candidate> candidates, bool isWeighted)
    {
        var votes = candidates.Where(c => c.Group >= 0)
            .Select(c => (c.Group, Weight: isWeighted ? c.Weight * Math.Max(0, c.Score ?? 0) : c.Weight)).ToArray();
        double sum = votes.Sum(v => v.Weight), squares = votes.Sum(v => v.Weight * v.Weight);
        if (squares == 0) return 0;
        double perWeight = sum / squares;
        double[] leaders = [.. votes.GroupBy(v => v.Group, v => v.Weight * perWeight).Select(g => g.Sum()).OrderDescending().Take(2)];
        return Leads(leaders[0], leaders.ElementAtOrDefault(1));
    }

    /// <summary>P(p &gt; ½) for p ~ Beta(leader + 1, runnerUp + 1): the share of the leader among the votes of the two.</summary>
    internal static double Leads(double leader, double runnerUp) => BetaDistribution.Cumulative(0.5, runnerUp + 1, leader + 1);
}
