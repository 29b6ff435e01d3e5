using System.Collections.Immutable;
using Outthink.Scoring;

namespace Outthink.Planning;

/// <summary>
/// What is known of one policy with one reward model: what to begin with, how each tactic does by difficulty from there,
/// how to tell difficulty and a right answer from samples, and what a budget buys. A value; tuning makes it, files hold it.
/// </summary>
public sealed record SearchProfile
{
    /// <summary>The policy's name.</summary>
    public required string Policy { get; init; }

    /// <summary>The reward model's name; null when there is none.</summary>
    public required string? RewardModel { get; init; }

    /// <summary>How the answer is chosen among all candidates.</summary>
    public required Selection Selection { get; init; }

    public required Aggregation Aggregation { get; init; }

    /// <summary>What a search may begin with and what is known from there on, the cheapest first.</summary>
    public required ImmutableArray<Opening> Openings { get; init; }

    /// <summary>Mean power of the machine while it was tuned on; null where it could not be read.</summary>
    public double? Watts { get; init; }

    /// <summary>The best accuracy of all measured points; null where nothing was measured.</summary>
    public double? BestAccuracy() => Openings.SelectMany(o => o.Prices).Select(p => (double?)p.Accuracy).Max();

    /// <summary>Where the figures come from, in words: measured (suite, problems, seeds) or taken from a publication.</summary>
    public required string Provenance { get; init; }
}
