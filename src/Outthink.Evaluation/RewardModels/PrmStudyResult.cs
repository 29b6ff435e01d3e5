using System.Collections.Immutable;
using Outthink.Evaluation.Statistics;
using Outthink.Scoring;

namespace Outthink.Evaluation.RewardModels;

/// <summary>How one reward model judges one policy's rollouts, or the solutions of a file.</summary>
public sealed record PrmStudyResult
{
    /// <summary>Null where the solutions came from a file.</summary>
    public required string? Policy { get; init; }

    public required string Prm { get; init; }

    /// <summary>Labelled and scored solutions.</summary>
    public required int Rollouts { get; init; }

    /// <summary>Solutions that were cut off, right but unfinished, or longer than the reward model reads.</summary>
    public required int LeftOut { get; init; }

    /// <summary>Steps up to each solution's first error.</summary>
    public required int Steps { get; init; }

    /// <summary>Area under the ROC curve of these steps; null when they are all of one kind.</summary>
    public required double? Auc { get; init; }

    public required CrossFit Thresholds { get; init; }

    /// <summary>Wrong solutions whose first error is found exactly (ProcessBench, Zheng et al. 2024).</summary>
    public required Proportion OnWrong { get; init; }

    /// <summary>Right solutions in which none is found.</summary>
    public required Proportion OnRight { get; init; }

    /// <summary>Null where scores are no probabilities.</summary>
    public required ScoreCalibration? Calibration { get; init; }

    public required JudgingFaults Faults { get; init; }

    public required LengthBias LengthBias { get; init; }

    /// <summary>Null where there are no answers to vote on.</summary>
    public required VotingTable? Voting { get; init; }

    public required Usage Usage { get; init; }

    public required TimeSpan Elapsed { get; init; }

    /// <summary>ProcessBench's F1: the harmonic mean of <see cref="OnWrong"/> and <see cref="OnRight"/>.</summary>
    public double F1 => FirstErrorAccuracy.HarmonicMean(OnWrong.Value, OnRight.Value);

    internal static PrmStudyResult Of(string? policy, string prm, Judgement judgement, CrossFit thresholds, Aggregation aggregation)
    {
        ImmutableArray<LabelledRollout> rollouts = judgement.Rollouts;
        FirstErrorAccuracy[] halves = [.. rollouts.GroupBy(thresholds.ThresholdFor).Select(g => FirstErrorAccuracy.At(g.Key, [.. g]))];
        (double Score, bool IsRight)[] steps = [.. rollouts.SelectMany(r => r.StepsUpToFirstError)];
        return new()
        {
            Policy = policy,
            Prm = prm,
            Rollouts = rollouts.Length,
            LeftOut = judgement.LeftOut,
            Steps = steps.Length,
            Auc = RocCurve.Area(steps),
            Thresholds = thresholds,
            OnWrong = halves.Aggregate(default(Proportion), (sum, half) => sum + half.OnWrong),
            OnRight = halves.Aggregate(default(Proportion), (sum, half) => sum + half.OnRight),
            Calibration = ScoreCalibration.Of(steps),
            Faults = JudgingFaults.Of(rollouts, thresholds),
            LengthBias = LengthBias.Of(rollouts, aggregation),
            Voting = judgement.Voting,
            Usage = judgement.Usage,
            Elapsed = judgement.Elapsed,
        };
    }
}
