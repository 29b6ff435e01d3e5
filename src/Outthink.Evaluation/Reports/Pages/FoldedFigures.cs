using System.Collections.Immutable;
using Outthink.Evaluation.Reports.Plots;

namespace Outthink.Evaluation.Reports.Pages;

/// <summary>Figures that are shown when they are asked for.</summary>
public sealed record FoldedFigures(string Heading, ImmutableArray<Figure> Figures);
