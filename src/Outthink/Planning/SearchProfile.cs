using System.Collections.Immutable;
using Outthink.Scoring;

namespace Outthink.Planning;

/// <summary>
/// What is known of one policy with one reward model: how each tactic does by difficulty, how to tell difficulty and a
/// right answer from samples, and what a budget buys. A value; tuning makes it, files hold it.
/// </summary>
public sealed record SearchProfile
{
    /// <summary>The policy's name.</summary>
    public required string Policy { get; init; }

    /// <summary>The reward model's name; null when there is none.</summary>
    public required string? RewardModel { get; init; }

    /// <summary>Whole solutions drawn first, from which everything is estimated.</summary>
    public required int Pilot { get; init; }

    /// <summary>How the answer is chosen among all candidates.</summary>
    public required Selection Selection { get; init; }

    public required Aggregation Aggregation { get; init; }

    /// <summary>P(pass@1 is at least a half).</summary>
    public required LogisticModel IsEasy { get; init; }

    /// <summary>P(pass@1 is at least a tenth).</summary>
    public required LogisticModel IsNotHard { get; init; }

    /// <summary>P(the answer chosen so far is right).</summary>
    public required LogisticModel IsRight { get; init; }

    public required ImmutableArray<TacticRecord> Tactics { get; init; }

    /// <summary>Measured points, the highest price (least spent) first.</summary>
    public required ImmutableArray<PricePoint> Prices { get; init; }

    /// <summary>Where the figures come from, in words: measured (suite, problems, seeds) or taken from a publication.</summary>
    public required string Provenance { get; init; }
}
