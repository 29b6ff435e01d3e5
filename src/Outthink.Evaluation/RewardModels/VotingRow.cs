using Outthink.Evaluation.Statistics;
using Outthink.Scoring;

namespace Outthink.Evaluation.RewardModels;

/// <summary>One rule of choosing among candidates, and the share of problems it solves.</summary>
/// <param name="Selection">How candidates become an answer.</param>
/// <param name="Aggregation">How step scores become one number; null where none is looked at.</param>
/// <param name="Accuracy">Problems whose chosen answer is right.</param>
public sealed record VotingRow(Selection Selection, Aggregation? Aggregation, Proportion Accuracy);
