namespace Outthink.Evaluation.Reports.Plots;

/// <summary>A point with the ends of its interval, in the axes' units.</summary>
public readonly record struct ChartPoint(double X, double Y, double Low, double High);
