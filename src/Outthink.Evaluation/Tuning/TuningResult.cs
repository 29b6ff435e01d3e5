using System.Collections.Immutable;
using Outthink.Planning;

namespace Outthink.Evaluation.Tuning;

/// <summary>A fitted profile and how far it can be trusted.</summary>
public sealed record TuningResult
{
    public required SearchProfile Profile { get; init; }

    /// <summary>How well the fitted models do on problems they were not fitted on, one entry an opening, in their order.</summary>
    public required ImmutableArray<Reliability> Reliability { get; init; }

    /// <summary>Tactics given up early because another did better for less, with the reason.</summary>
    public required ImmutableArray<string> Dropped { get; init; }
}
