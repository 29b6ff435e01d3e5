using System.Collections.Immutable;
using Outthink.Evaluation.Statistics;

namespace Outthink.Evaluation.Runs.Subsampling;

/// <summary>What a row would have been expected to reach, and to cost, with n generations a round instead of its N.</summary>
public sealed record SubsamplePoint
{
    public required int N { get; init; }

    /// <summary>For each problem, in the suite's order, the chance that it is solved.</summary>
    public required ImmutableArray<double> Chances { get; init; }

    /// <summary>True when every subset of the candidates was counted, by formula or one by one; else each problem's chance rests on 256 random ones.</summary>
    public required bool IsExact { get; init; }

    /// <summary>Expected policy tokens a problem; an estimate below the row's own N (see the manual).</summary>
    public required double PolicyTokens { get; init; }

    /// <summary>Expected PRM tokens a problem; 0 where the selection asks for no scores.</summary>
    public required double PrmTokens { get; init; }

    /// <summary>Expected floating-point operations a problem, of both models.</summary>
    public required double Flops { get; init; }

    public double Accuracy => Chances.IsEmpty ? 0 : Chances.Average();

    /// <summary>Ends of the Wilson 95 % interval over the problems.</summary>
    public (double Low, double High) Interval => Wilson.Interval(Accuracy, Chances.Length);
}
