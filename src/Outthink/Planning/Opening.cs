using System.Collections.Immutable;

namespace Outthink.Planning;

/// <summary>
/// A tactic that a search begins with, before anything is known of the problem, and what is known once it has run: how to
/// read its candidates, what may follow, and what a search so begun spends and reaches.
/// </summary>
public sealed record Opening
{
    /// <summary>The tactic by itself, from the root: accuracy and whole cost by difficulty. Nothing came before it, so its recovery is its accuracy.</summary>
    public required TacticRecord First { get; init; }

    /// <summary>P(pass@1 is at least a half), from the evidence after the opening.</summary>
    public required LogisticModel IsEasy { get; init; }

    /// <summary>P(pass@1 is at least a tenth), likewise.</summary>
    public required LogisticModel IsNotHard { get; init; }

    /// <summary>P(the answer chosen so far is right), after the opening and after whatever followed.</summary>
    public required LogisticModel IsRight { get; init; }

    /// <summary>Mean tokens of a candidate after the opening, by difficulty, easy first: longer problems cost more, in proportion.</summary>
    public required ImmutableArray<double> Lengths { get; init; }

    /// <summary>What may follow, the cheapest first; costs are those of going on, what is evaluated already taken off.</summary>
    public required ImmutableArray<TacticRecord> Next { get; init; }

    /// <summary>Measured points, the highest price (least spent) first.</summary>
    public required ImmutableArray<PricePoint> Prices { get; init; }
}
