using System.Collections.Immutable;

namespace Outthink.Planning;

/// <summary>
/// How a vote may still end: the shares of its leader, of its runner-up and of all others have a uniform prior, so that
/// the votes left are drawn as from Pólya's urn.
/// </summary>
/// <param name="Leader">Votes of the leading answer, above 0.</param>
/// <param name="RunnerUp">Votes of the next one, at most as many.</param>
/// <param name="Others">All other votes, and those of none.</param>
/// <param name="Left">Samples that are still to be drawn.</param>
internal readonly record struct OpenVote(double Leader, double RunnerUp, double Others, int Left)
{
    /// <summary>With more samples left than this the limit is taken.</summary>
    public const int Horizon = 512;

    private const double Negligible = 1e-14;

    /// <summary>All votes, those left among them.</summary>
    public double All => Leader + RunnerUp + Others + Left;

    /// <summary>
    /// The vote of these candidates; null when none has an answer with votes. In a weighted vote a score is that share of
    /// a vote (scores outside [0, 1] count as the nearer end), and the rest of it counts for no answer.
    /// </summary>
    /// <param name="candidates">The finished candidates so far.</param>
    /// <param name="isWeighted">Whether a vote counts its candidate's score.</param>
    /// <param name="drawn">All samples so far, those without an answer among them.</param>
    /// <param name="left">Samples that are still to be drawn.</param>
    public static OpenVote? Of(ImmutableArray<Candidate> candidates, bool isWeighted, int drawn, int left)
    {
        double[] votes =
        [
            .. candidates.Where(c => c.Group >= 0).GroupBy(c => c.Group, c => c.Weight * (isWeighted ? Math.Clamp(c.Score ?? 0, 0, 1) : 1))
                .Select(g => g.Sum()).OrderDescending().Take(2),
        ];
        if (votes.Length == 0 || votes[0] <= 0) return null;
        double leader = votes[0], runnerUp = votes.ElementAtOrDefault(1);
        return new(leader, runnerUp, Math.Max(0, drawn - leader - runnerUp), left);
    }

    /// <summary>The expectation of what the final lead, the leader's votes less the runner-up's, is worth.</summary>
    public double Expect(Func<double, double> worth)
    {
        double[] ofTheTwo = BetaDistribution.Binomial(Left, Leader + RunnerUp + 2, Others + 1);
        double sum = 0;
        for (int both = 0; both <= Left; both++)
        {
            if (ofTheTwo[both] < Negligible) continue;
            double[] ofLeader = BetaDistribution.Binomial(both, Leader + 1, RunnerUp + 1);
            for (int x = 0; x <= both; x++) sum += ofTheTwo[both] * ofLeader[x] * worth(Leader - RunnerUp + 2 * x - both);
        }
        return sum;
    }
}
