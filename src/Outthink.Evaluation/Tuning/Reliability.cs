using System.Collections.Immutable;
using Outthink.Evaluation.Statistics;
using Outthink.Planning;

namespace Outthink.Evaluation.Tuning;

/// <summary>The models fitted for an opening, on problems they were not fitted on.</summary>
public sealed record Reliability
{
    /// <summary>The opening after which they are asked.</summary>
    public required Tactic Opening { get; init; }

    /// <summary>Area under the ROC curve of "the answer at hand is right"; null when all were right or all wrong.</summary>
    public required double? Auc { get; init; }

    /// <summary>Mean squared error of that probability (Brier 1950).</summary>
    public required double Brier { get; init; }

    /// <summary>Problems by difficulty: row as sampled, column as estimated after the opening (most probable), easy first.</summary>
    public required ImmutableArray<ImmutableArray<int>> Confusion { get; init; }

    /// <summary>Problems judged.</summary>
    public required int Problems { get; init; }

    /// <param name="profile">What the selector needs besides.</param>
    /// <param name="table">What was seen.</param>
    /// <param name="parts">The opening as fitted on other problems, with the problems each is judged on.</param>
    internal static Reliability Of(SearchProfile profile, TrialTable table, IReadOnlyList<(Opening Opening, int[] Problems)> parts)
    {
        int[][] confusion = [new int[3], new int[3], new int[3]];
        List<(double Score, bool IsRight)> scored = [];
        foreach (var (opening, problems) in parts)
        {
            Selector selector = new(profile, opening, 0, Allowance.None);
            foreach (int problem in problems)
            {
                TrialState state = table.State(problem, [opening.First.Tactic]);
                Decision decision = selector.Decide(state.Evidence, [opening.First.Tactic], Usage.Zero, TimeSpan.Zero);
                scored.Add((decision.Confidence, state.IsRight));
                confusion[(int)table.Difficulties[problem]][decision.Difficulty.IndexOf(decision.Difficulty.Max())]++;
            }
        }
        return new()
        {
            Opening = parts[0].Opening.First.Tactic,
            Problems = scored.Count,
            Auc = RocCurve.Area(scored),
            Brier = scored.Average(s => Math.Pow(s.Score - (s.IsRight ? 1 : 0), 2)),
            Confusion = [.. confusion.Select(row => row.ToImmutableArray())],
        };
    }
}
