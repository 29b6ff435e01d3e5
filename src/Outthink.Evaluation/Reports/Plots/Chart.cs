using System.Collections.Immutable;

namespace Outthink.Evaluation.Reports.Plots;

/// <summary>Lines or points over an axis.</summary>
public sealed record Chart : Figure
{
    public required Axis X { get; init; }

    public required Axis Y { get; init; }

    /// <summary>May be empty, and so may each of them: then only the axes are drawn.</summary>
    public required ImmutableArray<Series> Series { get; init; }

    /// <summary>False where what lies between the points means nothing.</summary>
    public bool IsConnected { get; init; } = true;

    /// <summary>Draws the line y = x, on which a calibrated score lies.</summary>
    public bool HasDiagonal { get; init; }
}
