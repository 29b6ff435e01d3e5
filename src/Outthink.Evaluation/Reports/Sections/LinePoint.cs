using Outthink.Evaluation.Runs.Subsampling;

namespace Outthink.Evaluation.Reports.Sections;

/// <summary>What a search reached and cost.</summary>
/// <param name="N">Generations a round; null where the search chooses it itself.</param>
/// <param name="Accuracy">Share of problems solved.</param>
/// <param name="Low">Lower end of its Wilson 95 % interval.</param>
/// <param name="High">Upper end.</param>
/// <param name="Tokens">Tokens a problem that policy and reward model evaluated.</param>
/// <param name="Flops">Floating-point operations a problem of both.</param>
internal sealed record LinePoint(int? N, double Accuracy, double Low, double High, double Tokens, double Flops)
{
    public static LinePoint Of(SubsamplePoint point) => new(point.N, point.Accuracy, point.Interval.Low, point.Interval.High, point.PolicyTokens + point.PrmTokens, point.Flops);
}
