using System.Collections.Immutable;
using Outthink.Evaluation.Statistics;

namespace Outthink.Evaluation.Reports.Sections;

/// <summary>
/// The selector against majority voting at the same tokens a problem. Between two n the vote takes each on such a share
/// of the problems that it spends as much; beyond its largest n it stays there, below its smallest it spends more.
/// </summary>
/// <param name="Accuracy">The vote's.</param>
/// <param name="Tokens">What the vote spends a problem.</param>
/// <param name="Ahead">The selector's accuracy less the vote's.</param>
internal sealed record VoteAtEqualTokens(double Accuracy, double Tokens, PairedBootstrap Ahead)
{
    const ulong ResampleSeed = 0;

    /// <summary>Null where no row votes on the same problems.</summary>
    public static VoteAtEqualTokens? Of(StudiedRow auto, ImmutableArray<StudiedRow> others)
    {
        ImmutableArray<StudiedRow> votes = [.. others.Where(r => r.Plan.Strategy.Name == "majority" && r.Outcomes.Length == auto.Outcomes.Length)];
        LinePoint[] points = [.. FixedSearch.All(votes).Select(f => f.Point).OrderBy(p => p.Tokens)];
        if (points.Length == 0) return null;
        double budget = auto.Points[0].Tokens;
        LinePoint below = points.LastOrDefault(p => p.Tokens <= budget) ?? points[0], above = points.FirstOrDefault(p => p.Tokens > budget) ?? points[^1];
        double share = above.Tokens > below.Tokens ? (budget - below.Tokens) / (above.Tokens - below.Tokens) : 0;
        double[] chances = [.. below.Chances.Zip(above.Chances, (low, high) => low + (high - low) * share)];
        return new(chances.Average(), below.Tokens + (above.Tokens - below.Tokens) * share, PairedBootstrap.Of(auto.Solved, chances, ResampleSeed));
    }
}
