using System.Collections.Immutable;

namespace Outthink.Evaluation.Reports.Plots;

/// <summary>One line of a <see cref="Chart"/>.</summary>
/// <param name="Name">As the legend calls it.</param>
/// <param name="Colour">Index into the palette: the same thing has the same colour in every figure.</param>
/// <param name="Points">By rising X.</param>
public sealed record Series(string Name, int Colour, ImmutableArray<ChartPoint> Points);
