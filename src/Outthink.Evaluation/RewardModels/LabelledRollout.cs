using System.Collections.Immutable;

namespace Outthink.Evaluation.RewardModels;

/// <summary>A rollout with one score a step and the place of its first wrong step.</summary>
public sealed record LabelledRollout
{
    /// <summary>Index of its problem: what is chosen on some problems is judged on others.</summary>
    public int Problem { get; init; }

    /// <summary>The reward model's raw scores, one a step.</summary>
    public required ImmutableArray<double> Scores { get; init; }

    /// <summary>Zero-based index of the first wrong step; null when every step is right.</summary>
    public required int? FirstError { get; init; }

    /// <summary>Length of the whole solution: policy tokens of a rollout, characters of a solution from a file.</summary>
    public int Length { get; init; }

    /// <summary>
    /// The steps that count for a step's metric, those up to and including the first error: after it, "right" has no
    /// meaning, and the easy verdict "all is lost" would flatter every model.
    /// </summary>
    public IEnumerable<(double Score, bool IsRight)> StepsUpToFirstError =>
        Scores.Take((FirstError ?? Scores.Length) + 1).Select((score, i) => (score, i != FirstError));

    /// <summary>The first step scored below the threshold, which is taken for the first error; null when there is none.</summary>
    public int? FlaggedAt(double threshold)
    {
        for (int i = 0; i < Scores.Length; i++)
            if (Scores[i] < threshold) return i;
        return null;
    }
}
