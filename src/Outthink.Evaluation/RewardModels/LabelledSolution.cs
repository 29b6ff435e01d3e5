using System.Collections.Immutable;

namespace Outthink.Evaluation.RewardModels;

/// <summary>A solution from elsewhere, with a label.</summary>
/// <param name="Problem">The problem's text.</param>
/// <param name="Steps">Its steps, each not blank, without the delimiter; at least one.</param>
/// <param name="FirstError">Zero-based index of the first wrong step; null when every step is right.</param>
public sealed record LabelledSolution(string Problem, ImmutableArray<string> Steps, int? FirstError);
