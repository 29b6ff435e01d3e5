using System.Collections.Immutable;

namespace Outthink;

/// <summary>A request to a policy: extend one trajectory by one sample a seed.</summary>
public sealed record Expansion
{
    /// <summary>
    /// May be half-written: a sample that ended at its limit of tokens. It is then written on: the proposal's steps begin
    /// with its last step as it now stands, and a sample that goes on with its own seed is the one that an uninterrupted
    /// request would have given.
    /// </summary>
    public required TrajectoryId Parent { get; init; }

    /// <summary>One seed a sample, derived from the sample's place in the tree: a sample depends on its seed and its parent, on nothing that runs beside it.</summary>
    public required ImmutableArray<ulong> Seeds { get; init; }

    /// <summary>
    /// A hint: empty, or one a sample, the seed that will be asked for next should the sample come out equal to an
    /// earlier one of this expansion. A port may draw these along, at no cost for what they share; it need not.
    /// </summary>
    public ImmutableArray<ulong> ReserveSeeds { get; init; } = [];

    public required Sampling Sampling { get; init; }

    public required Extent Extent { get; init; }

    /// <summary>Most new tokens a sample may take.</summary>
    public required int MaxTokens { get; init; }
}
