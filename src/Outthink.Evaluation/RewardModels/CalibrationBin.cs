using Outthink.Evaluation.Statistics;

namespace Outthink.Evaluation.RewardModels;

/// <summary>Steps whose scores are alike.</summary>
/// <param name="From">Lowest score of the bin.</param>
/// <param name="To">Its end, which belongs to the next bin; the last bin has its end.</param>
/// <param name="MeanScore">Mean score of its steps.</param>
/// <param name="Right">Share of right steps among them.</param>
public sealed record CalibrationBin(double From, double To, double MeanScore, Proportion Right);
