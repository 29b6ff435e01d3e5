using System.Collections.Immutable;
using Outthink.Evaluation.Statistics;
using Outthink.Planning;

namespace Outthink.Evaluation.Reports.Sections;

/// <summary>
/// What the selector's choices cost against fixed searches at no more tokens: the rows that were run, and of those whose
/// parts are smaller runs, every smaller n.
/// </summary>
/// <param name="BestFixed">The best of the fixed searches that spend no more tokens a problem; the cheapest of all when each spends more.</param>
/// <param name="ToBestFixed">Accuracy of that search less the selector's.</param>
/// <param name="ToOracle">Accuracy of the choice by true difficulty less the selector's; null where difficulty was not estimated.</param>
internal sealed record SelectorRegret(FixedSearch BestFixed, PairedBootstrap ToBestFixed, PairedBootstrap? ToOracle)
{
    const ulong ResampleSeed = 0;

    /// <summary>Null without fixed rows on the same problems.</summary>
    public static SelectorRegret? Of(StudiedRow auto, ImmutableArray<StudiedRow> others)
    {
        ImmutableArray<StudiedRow> rows = [.. others.Where(r => r.Outcomes.Length == auto.Outcomes.Length)];
        if (rows.IsEmpty) return null;
        FixedSearch best = FixedSearch.Affordable(FixedSearch.All(rows), auto.Points[0].Tokens).MaxBy(f => f.Point.Accuracy)!;
        return new(best, PairedBootstrap.Of(best.Point.Chances.AsSpan(), auto.Solved, ResampleSeed), auto.Difficulties.Length < auto.Outcomes.Length ? null : Oracle(auto, rows));
    }

    static PairedBootstrap Oracle(StudiedRow auto, ImmutableArray<StudiedRow> rows)
    {
        List<double> oracle = [], selector = [];
        foreach (StudiedRow part in auto.SamplesByDifficulty.Keys.Select(auto.Of).OfType<StudiedRow>())
        {
            Difficulty difficulty = part.Difficulties[0];
            FixedSearch[] affordable = [.. FixedSearch.Affordable(FixedSearch.All([.. rows.Select(r => r.Of(difficulty)).OfType<StudiedRow>()]), part.Points[0].Tokens)];
            double[] solved = part.Solved;
            foreach (int half in (int[])[0, 1])
            {
                int[] judgedOn = Half(part, half), chosenOn = Half(part, 1 - half) is { Length: > 0 } other ? other : judgedOn;
                if (judgedOn.Length == 0) continue;
                FixedSearch best = affordable.MaxBy(f => chosenOn.Average(i => f.Point.Chances[i]))!;
                oracle.AddRange(judgedOn.Select(i => best.Point.Chances[i]));
                selector.AddRange(judgedOn.Select(i => solved[i]));
            }
        }
        return PairedBootstrap.Of([.. oracle], [.. selector], ResampleSeed);
    }

    static int[] Half(StudiedRow row, int half) => [.. Enumerable.Range(0, row.Outcomes.Length).Where(i => i % 2 == half)];
}
