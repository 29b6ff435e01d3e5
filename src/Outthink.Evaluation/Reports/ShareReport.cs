using Outthink.Evaluation.Statistics;

namespace Outthink.Evaluation.Reports;

/// <summary>Accuracy on a part of the problems, with its Wilson 95 % interval.</summary>
public sealed record ShareReport(int Problems, double Accuracy, double Low, double High)
{
    public static ShareReport Of(Proportion share) => new(share.Trials, share.Value, share.Low, share.High);
}
