using System.Collections.Immutable;

namespace Outthink.Evaluation.Tuning;

/// <summary>The fitted models on the half of the tuning problems they were not fitted on.</summary>
public sealed record Reliability
{
    /// <summary>Area under the ROC curve of "the answer at hand is right"; null when all were right or all wrong.</summary>
    public required double? Auc { get; init; }

    /// <summary>Mean squared error of that probability (Brier 1950).</summary>
    public required double Brier { get; init; }

    /// <summary>Problems by difficulty: row as sampled, column as estimated from the pilot (most probable), easy first.</summary>
    public required ImmutableArray<ImmutableArray<int>> Confusion { get; init; }

    /// <summary>Problems judged.</summary>
    public required int Problems { get; init; }
}
