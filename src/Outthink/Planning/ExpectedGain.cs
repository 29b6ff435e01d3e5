using System.Collections.Immutable;

namespace Outthink.Planning;

/// <summary>
/// What one more sample of best-of-N is expected to add to the best score: the optimal-stopping index of a search with
/// recall, which goes on as long as the gain exceeds the price (Weitzman 1979; for best-of-N see arXiv 2510.01394 and
/// 2510.15945). The scores' distribution is unknown: its posterior is a Dirichlet process with the uniform distribution
/// on [0, 1] as base and weight 1 (Ferguson 1973).
/// </summary>
public static class ExpectedGain
{
    /// <summary>
    /// (1 − best)² / (2 (n + 1)): the next score is one of the n seen with probability n / (n + 1), which adds nothing,
    /// else uniform.
    /// </summary>
    /// <param name="candidates">The scored candidates so far; scores outside [0, 1] count as the nearer end.</param>
    /// <param name="samples">All samples so far, n, those cut off included.</param>
    public static double Of(ImmutableArray<Candidate> candidates, int samples) => Missing(candidates) / (2 * (samples + 1.0));

    /// <summary>The number of samples, whole, at which the gain is less than <paramref name="least"/> (above 0) if none of them is better than the best so far.</summary>
    public static double SamplesUntil(ImmutableArray<Candidate> candidates, double least) => Math.Floor(Missing(candidates) / (2 * least));

    private static double Missing(ImmutableArray<Candidate> candidates)
    {
        double best = Math.Clamp(candidates.Where(c => c.Group >= 0).Max(c => c.Score) ?? 0, 0, 1);
        return (1 - best) * (1 - best);
    }
}
