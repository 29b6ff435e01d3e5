using System.Collections.Immutable;

namespace Outthink.Evaluation.Reports.Plots;

/// <summary>One bar of a <see cref="BarChart"/>.</summary>
/// <param name="Name">Written left of it.</param>
/// <param name="Values">One a part, none below 0.</param>
public sealed record Bar(string Name, ImmutableArray<double> Values);
