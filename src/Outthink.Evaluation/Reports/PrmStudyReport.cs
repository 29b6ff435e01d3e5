using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Outthink.Evaluation.RewardModels;
using Outthink.Scoring;

namespace Outthink.Evaluation.Reports;

/// <summary>What <c>outthink prm study --json</c> prints.</summary>
public sealed record PrmStudyReport
{
    /// <summary>The suite's name, or the file of labelled solutions.</summary>
    public required string Source { get; init; }

    /// <summary>Absent for a file of labelled solutions.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ulong? Seed { get; init; }

    /// <summary>Unit of lengths: "tokens" of the policy's rollouts, or "characters" of a file's solutions.</summary>
    public required string LengthUnit { get; init; }

    /// <summary>How a solution's step scores became one number where length bias is measured.</summary>
    public required Aggregation Aggregation { get; init; }

    /// <summary>Lines of the file without a label or without steps; absent when there are none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int Unlabelled { get; init; }

    public required ImmutableArray<PrmStudyRow> Rows { get; init; }
}

/// <summary>One reward model on one policy's rollouts, or on a file.</summary>
public sealed record PrmStudyRow
{
    /// <summary>Null for a file.</summary>
    public required string? Policy { get; init; }

    public required string Prm { get; init; }

    public required int Rollouts { get; init; }

    public required int LeftOut { get; init; }

    /// <summary>Solutions with a wrong step.</summary>
    public required int Wrong { get; init; }

    public required int Steps { get; init; }

    /// <summary>Null when all steps are of one kind.</summary>
    public required double? Auc { get; init; }

    public required double F1 { get; init; }

    /// <summary>Wrong solutions whose first error is found exactly.</summary>
    public required ShareReport OnWrong { get; init; }

    /// <summary>Right solutions in which none is found.</summary>
    public required ShareReport OnRight { get; init; }

    /// <summary>Of the problems with even index and of those with odd index.</summary>
    public required ImmutableArray<double> Thresholds { get; init; }

    /// <summary>Over-criticism of steps: right steps scored below the threshold.</summary>
    public required ShareReport RejectedRightSteps { get; init; }

    /// <summary>Over-criticism of solutions: right in all steps, yet a step is rejected.</summary>
    public required ShareReport RejectedRightSolutions { get; init; }

    /// <summary>Error neglect: first wrong steps scored at or above the threshold.</summary>
    public required ShareReport PassedErrors { get; init; }

    public required ErrorLocalisation Localisation { get; init; }

    /// <summary>Null where scores are no probabilities.</summary>
    public required CalibrationReport? Calibration { get; init; }

    public required LengthBias LengthBias { get; init; }

    /// <summary>Null for a file.</summary>
    public required VotingReport? Voting { get; init; }

    public required long PrmTokens { get; init; }

    public required double PrmFlops { get; init; }

    public required double Seconds { get; init; }

    public static PrmStudyRow Of(PrmStudyResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        return new()
        {
            Policy = result.Policy,
            Prm = result.Prm,
            Rollouts = result.Rollouts,
            LeftOut = result.LeftOut,
            Wrong = result.OnWrong.Trials,
            Steps = result.Steps,
            Auc = result.Auc,
            F1 = result.F1,
            OnWrong = ShareReport.Of(result.OnWrong),
            OnRight = ShareReport.Of(result.OnRight),
            Thresholds = [result.Thresholds.OnEven, result.Thresholds.OnOdd],
            RejectedRightSteps = ShareReport.Of(result.Faults.RejectedRightSteps),
            RejectedRightSolutions = ShareReport.Of(result.Faults.RejectedRightSolutions),
            PassedErrors = ShareReport.Of(result.Faults.PassedErrors),
            Localisation = result.Faults.Localisation,
            Calibration = result.Calibration is { } calibration ? CalibrationReport.Of(calibration) : null,
            LengthBias = result.LengthBias,
            Voting = result.Voting is { } voting ? VotingReport.Of(voting) : null,
            PrmTokens = result.Usage.PrmTokens,
            PrmFlops = result.Usage.PrmFlops,
            Seconds = result.Elapsed.TotalSeconds,
        };
    }
}
