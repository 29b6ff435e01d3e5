using System.Collections.Immutable;

namespace Outthink.Planning;

/// <summary>
/// What the samples of a problem say about it, without its reference answer: agreement, reward model's scores, lengths,
/// limits met, the policy's own confidence. The features of the fitted models, in a fixed order (<see cref="Names"/>).
/// </summary>
public sealed record Evidence
{
    /// <summary>Scores below this count as this: the features are logarithms.</summary>
    private const double LeastScore = 1e-6;

    /// <summary>The features' names, in order.</summary>
    public static ImmutableArray<string> Names { get; } =
    [
        "agreement", "answers", "bestLogScore", "meanLogScore", "chosenShare", "meanTokens", "unfinished", "logSamples",
        "logProbability", "leastLogProbability",
    ];

    /// <summary>The features' values, in the order of <see cref="Names"/>.</summary>
    public required ImmutableArray<double> Features { get; init; }

    /// <summary>Mean tokens of a finished candidate; 0 where none is.</summary>
    public double MeanTokens => 100 * Features[Names.IndexOf("meanTokens")];

    /// <summary>Samples this rests on, unfinished ones included.</summary>
    public required int Samples { get; init; }

    /// <summary>Summarises finished candidates (merged ones by their weight), the one chosen among them, and how many samples a limit cut off.</summary>
    public static Evidence Of(ImmutableArray<Candidate> candidates, Candidate? chosen, int truncated)
    {
        double votes = candidates.Sum(c => c.Weight);
        double all = Math.Max(1, votes + truncated);
        double[] logScores = [.. candidates.Select(c => LogScore(c.Score))];
        var groups = candidates.Where(c => c.Group >= 0).GroupBy(c => c.Group).Select(g => g.Sum(c => c.Weight)).ToArray();
        double chosenVotes = chosen is { Group: >= 0 } ? candidates.Where(c => c.Group == chosen.Group).Sum(c => c.Weight) : 0;
        return new()
        {
            Samples = (int)all,
            Features =
            [
                groups.Length == 0 ? 0 : groups.Max() / all,
                groups.Length / all,
                chosen is null ? Math.Log(LeastScore) : LogScore(chosen.Score),
                logScores.Length == 0 ? Math.Log(LeastScore) : logScores.Average(),
                chosenVotes / all,
                Length(candidates) / 100,
                truncated / all,
                Math.Log(all),
                MeanLogProbability(chosen?.Trajectory),
                chosen?.Trajectory.Steps.Min(s => s.LogProbability) ?? 0,
            ],
        };
    }

    private static double Length(ImmutableArray<Candidate> candidates) => candidates.IsEmpty ? 0 : candidates.Average(c => c.Trajectory.TokenCount);

    /// <summary>A token's, of the chosen solution; 0 where the policy cannot tell.</summary>
    private static double MeanLogProbability(Trajectory? chosen) => chosen?.LogProbability is { } sum && chosen.TokenCount > 0 ? sum / chosen.TokenCount : 0;

    /// <summary>0 where nothing scores: the feature then says nothing.</summary>
    private static double LogScore(double? score) => score is { } value ? Math.Log(Math.Max(value, LeastScore)) : 0;
}
