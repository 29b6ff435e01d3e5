using Outthink.Evaluation.Statistics;

namespace Outthink.Evaluation.Runs;

/// <summary>Two rows on the same problems.</summary>
/// <param name="First">Index of a row that searches.</param>
/// <param name="Second">Index of a chain-of-thought row.</param>
/// <param name="Test">McNemar's exact test between them.</param>
public sealed record RowComparison(int First, int Second, McNemar Test);
