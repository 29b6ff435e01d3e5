using System.Collections.Immutable;
using Outthink.Evaluation.Statistics;

namespace Outthink.Evaluation.RewardModels;

/// <summary>How well one reward model judges one policy's rollouts.</summary>
public sealed record PrmResult
{
    public required string Policy { get; init; }

    public required string Prm { get; init; }

    public required int Problems { get; init; }

    public required ImmutableArray<LabelledRollout> Rollouts { get; init; }

    /// <summary>Rollouts left out: cut off by a limit, or right as far as they go and ended early.</summary>
    public required int LeftOut { get; init; }

    /// <summary>First errors found and right solutions left alone, at the threshold from other problems.</summary>
    public required FirstErrorAccuracy FirstErrors { get; init; }

    public required Usage Usage { get; init; }

    public required TimeSpan Elapsed { get; init; }

    /// <summary>Steps that count: those up to and including the first error.</summary>
    public int Steps => Rollouts.Sum(r => r.StepsUpToFirstError.Count());

    /// <summary>Area under the ROC curve of the steps up to the first error; null when they are all of one kind.</summary>
    public double? Auc => RocCurve.Area(Rollouts.SelectMany(r => r.StepsUpToFirstError));
}
