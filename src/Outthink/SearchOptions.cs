using Outthink.Planning;
using Outthink.Scoring;

namespace Outthink;

/// <summary>What a search may spend and how it decides. Immutable; <see cref="Search.SearchStrategy.Validate"/> checks it before anything is loaded.</summary>
public sealed record SearchOptions
{
    /// <summary>N: generations per round (whole solutions for majority and best-of-N, steps for beam search and DVTS).</summary>
    public int Samples { get; init; } = 16;

    /// <summary>M: samples per kept beam; N must be a multiple of it.</summary>
    public int BeamWidth { get; init; } = 4;

    public Sampling Sampling { get; init; } = new();

    /// <summary>How a candidate's step scores become one number, once, at the end.</summary>
    public Aggregation Aggregation { get; init; } = Aggregation.Last;

    /// <summary>How the answer is chosen among the candidates; null takes the strategy's default, <see cref="Search.SearchStrategy.SelectionFor"/>.</summary>
    public Selection? Selection { get; init; }

    /// <summary>Most new tokens of one trajectory, over all its steps.</summary>
    public int MaxTokens { get; init; } = 2048;

    /// <summary>Most steps of one trajectory in beam search and DVTS.</summary>
    public int MaxSteps { get; init; } = 40;

    /// <summary>How often beam search and DVTS draw a slot again that gave nothing new: 0 or 1.</summary>
    public int Resamples { get; init; } = 1;

    /// <summary>Rules that stop early; null for none.</summary>
    public Thrift? Thrift { get; init; }

    /// <summary>
    /// Time until the verdict, from the call on; null waits for the end. When it is over the search is cancelled and its
    /// verdict is what was finished by then (<see cref="VerdictEnding.Deadline"/>). The one option that makes a verdict
    /// depend on the clock.
    /// </summary>
    public TimeSpan? Deadline { get; init; }

    /// <summary>The run's seed; each sample's own seed derives from it, the problem's id and the sample's place in the tree.</summary>
    public ulong Seed { get; init; }
}
