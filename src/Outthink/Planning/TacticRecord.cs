using System.Collections.Immutable;

namespace Outthink.Planning;

/// <summary>What tuning measured of one tactic, by difficulty.</summary>
public sealed record TacticRecord
{
    public required Tactic Tactic { get; init; }

    /// <summary>One entry a difficulty, easy first.</summary>
    public required ImmutableArray<TacticOutcome> Outcomes { get; init; }

    public TacticOutcome this[Difficulty difficulty] => Outcomes[(int)difficulty];
}
