using System.Collections.Immutable;
using Outthink.Evaluation.Reports.Plots;

namespace Outthink.Evaluation.Reports.Pages;

/// <summary>A part of a page: paragraphs, then tables, then figures.</summary>
public sealed record ReportSection
{
    public required string Heading { get; init; }

    public ImmutableArray<string> Paragraphs { get; init; } = [];

    public ImmutableArray<ReportTable> Tables { get; init; } = [];

    public ImmutableArray<Figure> Figures { get; init; } = [];

    /// <summary>What only some readers want: shown folded under this name, below the rest.</summary>
    public ImmutableArray<FoldedFigures> Folded { get; init; } = [];
}
