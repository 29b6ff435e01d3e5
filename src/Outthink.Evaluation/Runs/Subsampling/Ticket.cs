namespace Outthink.Evaluation.Runs.Subsampling;

/// <summary>A candidate reduced to what a vote looks at.</summary>
/// <param name="Unit">Which independent part of the row it belongs to: its sample, or its subtree.</param>
/// <param name="Group">The class of equal answers, 0 or above.</param>
/// <param name="Score">The aggregated score; null when unscored.</param>
/// <param name="Weight">Its votes.</param>
/// <param name="IsCorrect">Whether its answer meets the reference.</param>
internal readonly record struct Ticket(int Unit, int Group, double? Score, double Weight, bool IsCorrect);
