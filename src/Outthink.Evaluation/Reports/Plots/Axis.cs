namespace Outthink.Evaluation.Reports.Plots;

/// <summary>An axis of a <see cref="Chart"/>.</summary>
/// <param name="Label">Quantity and unit.</param>
/// <param name="Scale">How it is divided.</param>
public sealed record Axis(string Label, Scale Scale);
