using System.Collections.Immutable;

namespace Outthink.Evaluation.Reports.Plots;

/// <summary>Lying bars, each stacked of the same parts.</summary>
public sealed record BarChart : Figure
{
    /// <summary>Quantity and unit of the axis.</summary>
    public required string Label { get; init; }

    /// <summary>Names of the parts, from the left.</summary>
    public required ImmutableArray<string> Parts { get; init; }

    /// <summary>From the top.</summary>
    public required ImmutableArray<Bar> Bars { get; init; }
}
