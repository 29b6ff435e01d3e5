using System.Collections.Immutable;
using Outthink.Evaluation.Runs;
using Outthink.Evaluation.Statistics;
using Outthink.Planning;

namespace Outthink.Evaluation.Reports.Sections;

/// <summary>What the selector's choices cost against fixed rows at no more tokens.</summary>
/// <param name="BestFixed">The best of the fixed rows that spend no more tokens a problem; the cheapest of all when each spends more.</param>
/// <param name="ToBestFixed">Accuracy of that row less the selector's.</param>
/// <param name="ToOracle">Accuracy of the choice by true difficulty less the selector's; null where difficulty was not estimated.</param>
internal sealed record SelectorRegret(StudiedRow BestFixed, PairedBootstrap ToBestFixed, PairedBootstrap? ToOracle)
{
    const ulong ResampleSeed = 0;

    /// <summary>Null without fixed rows on the same problems.</summary>
    public static SelectorRegret? Of(StudiedRow auto, ImmutableArray<StudiedRow> others)
    {
        ImmutableArray<StudiedRow> candidates = [.. others.Where(r => r.Outcomes.Length == auto.Outcomes.Length)];
        if (candidates.IsEmpty) return null;
        StudiedRow best = Affordable(candidates, Tokens(auto), Tokens).MaxBy(r => r.Accuracy.Value)!;
        return new(best, PairedBootstrap.Of(best.Solved, auto.Solved, ResampleSeed), auto.Difficulties.Length < auto.Outcomes.Length ? null : Oracle(auto, candidates));
    }

    /// <summary>Mean tokens a problem of both models.</summary>
    public static double Tokens(StudiedRow row) => row.Outcomes.Average(Tokens);

    static double Tokens(ProblemOutcome outcome) => outcome.Usage.PolicyTokens + outcome.Usage.PrmTokens;

    static PairedBootstrap Oracle(StudiedRow auto, ImmutableArray<StudiedRow> candidates)
    {
        double[] oracle = new double[auto.Outcomes.Length];
        foreach (int half in (int[])[0, 1])
        {
            foreach (Difficulty difficulty in Enum.GetValues<Difficulty>())
            {
                int[] chosenOn = Places(difficulty, 1 - half), judgedOn = Places(difficulty, half);
                if (judgedOn.Length == 0) continue;
                int[] seen = chosenOn.Length > 0 ? chosenOn : [.. Enumerable.Range(0, oracle.Length).Where(i => i % 2 != half)];
                if (seen.Length == 0) seen = judgedOn;
                StudiedRow best = Affordable(candidates, Mean(auto, seen, Tokens), r => Mean(r, seen, Tokens)).MaxBy(r => Mean(r, seen, o => o.IsCorrect ? 1 : 0))!;
                foreach (int i in judgedOn) oracle[i] = best.Outcomes[i].IsCorrect ? 1 : 0;
            }
        }
        return PairedBootstrap.Of(oracle, auto.Solved, ResampleSeed);

        int[] Places(Difficulty difficulty, int half) => [.. Enumerable.Range(0, oracle.Length).Where(i => i % 2 == half && auto.Difficulties[i] == difficulty)];
    }

    static double Mean(StudiedRow row, int[] places, Func<ProblemOutcome, double> of) => places.Average(i => of(row.Outcomes[i]));

    static IEnumerable<StudiedRow> Affordable(ImmutableArray<StudiedRow> rows, double budget, Func<StudiedRow, double> cost) =>
        rows.Where(r => cost(r) <= budget) is var within && within.Any() ? within : [rows.MinBy(cost)!];
}
