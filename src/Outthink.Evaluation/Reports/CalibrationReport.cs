using System.Collections.Immutable;
using Outthink.Evaluation.RewardModels;

namespace Outthink.Evaluation.Reports;

/// <summary>A <see cref="ScoreCalibration"/>.</summary>
public sealed record CalibrationReport(double ExpectedError, double Brier, ImmutableArray<CalibrationBinReport> Bins)
{
    public static CalibrationReport Of(ScoreCalibration calibration)
    {
        ArgumentNullException.ThrowIfNull(calibration);
        return new(calibration.ExpectedError, calibration.Brier,
            [.. calibration.Bins.Select(b => new CalibrationBinReport(b.From, b.To, b.Right.Trials, b.MeanScore, b.Right.Value, b.Right.Low, b.Right.High))]);
    }
}

/// <summary>A bin with the share of right steps and its Wilson 95 % interval.</summary>
public sealed record CalibrationBinReport(double From, double To, int Steps, double MeanScore, double Right, double Low, double High);
