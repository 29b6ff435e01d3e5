using System.Collections.Immutable;

namespace Outthink.Evaluation.Tuning;

/// <summary>What a tactic costs after an opening, by difficulty: the problem, and what both draw alike, is evaluated already.</summary>
/// <param name="Shares">Tokens after the opening, in those by itself.</param>
/// <param name="SecondsPerToken">Of a search alone on the machine, by the length of the opening's candidates: steps take turns, whatever is drawn in each.</param>
internal sealed record GoingOn(ImmutableArray<double> Shares, ImmutableArray<double> SecondsPerToken)
{
    /// <summary>Fewer problems of a difficulty than this tell nothing of it.</summary>
    const int FewestTimed = 4;

    /// <summary>A mean of few problems would be nothing for lack of chance: each costs a token at least.</summary>
    const double LeastTokens = 1;

    public static GoingOn Of(IReadOnlyList<TimedTrial> trials)
    {
        TimedTrial[][] parts = [.. Enum.GetValues<Planning.Difficulty>().Select(d => trials.Where(t => t.Difficulty == d).ToArray()).Select(part => part.Length < FewestTimed ? [.. trials] : part)];
        return new(
            [.. parts.Select(part => part.Sum(t => Math.Max(LeastTokens, t.Tokens)) / Math.Max(1, part.Sum(t => t.TokensAlone)))],
            [.. parts.Select(part => part.Sum(t => t.Seconds) / Math.Max(1, part.Sum(t => t.Length)))]);
    }
}
