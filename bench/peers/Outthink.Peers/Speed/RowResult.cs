using System.Collections.Immutable;
using Outthink.Engine.Measuring;

namespace Outthink.Peers.Speed;

/// <summary>A row as it was measured: for a share, theirs and the ratios are empty and ours is the share.</summary>
sealed record RowResult
{
    public required string Id { get; init; }
    public required string Title { get; init; }

    /// <summary>Of each run, in order: tokens per second, seconds, or a share.</summary>
    public required ImmutableArray<double> Ours { get; init; }
    public required ImmutableArray<double> Theirs { get; init; }
    public required string Unit { get; init; }
    public required double AtLeast { get; init; }
    public required double? Aim { get; init; }

    /// <summary>Tokens evaluated in the last run by policy and PRM, ours and theirs, where the row is a search.</summary>
    public long[]? Tokens { get; init; }

    /// <summary>How many times faster ours is: of the medians. The share itself where there is no peer.</summary>
    public double Ratio => Theirs.IsEmpty ? Spread.Of(Ours).Median : IsTime ? Spread.Of(Theirs).Median / Spread.Of(Ours).Median : Spread.Of(Ours).Median / Spread.Of(Theirs).Median;

    /// <summary>Ratios of the runs made beside each other.</summary>
    public Spread? Ratios => Theirs.IsEmpty ? null : Spread.Of(Ours.Zip(Theirs, (ours, theirs) => IsTime ? theirs / ours : ours / theirs));

    bool IsTime => Unit == "s";
}
