using System.Collections.Immutable;

namespace Outthink.Evaluation.Tuning;

/// <summary>One part of what a tuning times: what a tactic costs after an opening, or how selectors' forecasts turned out.</summary>
internal sealed record Timing
{
    /// <summary>Names the part within its tuning.</summary>
    public required string Part { get; init; }

    /// <summary>Null where the part is forecasts.</summary>
    public GoingOn? Cost { get; init; }

    /// <summary>Empty where the part is a cost.</summary>
    public ImmutableArray<Forecast> Forecasts { get; init; } = [];

    /// <summary>What the part took by the clock.</summary>
    public double Seconds { get; init; }

    /// <summary>What the machine drew meanwhile; null where it does not tell.</summary>
    public double? Joules { get; init; }

    /// <summary>Whether it holds one thing, whole.</summary>
    internal bool IsSound => !Forecasts.IsDefault && (Cost is null || (!Cost.Shares.IsDefault && !Cost.SecondsPerToken.IsDefault && Cost.Shares.Length == Cost.SecondsPerToken.Length && Cost.Shares.Length == Enum.GetValues<Planning.Difficulty>().Length));
}
