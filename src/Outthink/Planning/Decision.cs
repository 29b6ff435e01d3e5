using System.Collections.Immutable;

namespace Outthink.Planning;

/// <summary>One decision of the selector, with everything it weighed.</summary>
public sealed record Decision
{
    /// <summary>What to run next; null to stop.</summary>
    public required Tactic? Tactic { get; init; }

    /// <summary>What it rests on.</summary>
    public required Evidence Evidence { get; init; }

    /// <summary>P(the answer at hand is right).</summary>
    public required double Confidence { get; init; }

    /// <summary>P(easy), P(medium), P(hard), given all samples so far and what was tried in vain.</summary>
    public required ImmutableArray<double> Difficulty { get; init; }

    /// <summary>Every option, stopping first.</summary>
    public required ImmutableArray<Expectation> Options { get; init; }

    /// <summary>Why, in a few words: the rule, and its source where it is a published one.</summary>
    public required string Reason { get; init; }

    /// <summary>What a token must buy.</summary>
    public required double Price { get; init; }
}
