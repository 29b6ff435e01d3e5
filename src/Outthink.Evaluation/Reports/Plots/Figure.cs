namespace Outthink.Evaluation.Reports.Plots;

/// <summary>Something to draw. Names in it may come from anywhere: they are cleaned when they are drawn.</summary>
public abstract record Figure
{
    /// <summary>Stem of its files' names: small letters, digits and hyphens, unique in a report.</summary>
    public required string Name { get; init; }

    /// <summary>What it shows, in a line above it.</summary>
    public required string Title { get; init; }
}
