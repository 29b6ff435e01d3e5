using System.Collections.Immutable;

namespace Outthink.Evaluation.Reports.Pages;

/// <summary>A report for people, as data; writers only read it. Texts are plain: a writer escapes them.</summary>
public sealed record ReportPage
{
    public required string Title { get; init; }

    public required ImmutableArray<ReportSection> Sections { get; init; }
}
