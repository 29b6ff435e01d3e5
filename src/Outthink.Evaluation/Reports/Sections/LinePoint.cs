using System.Collections.Immutable;
using Outthink.Evaluation.Runs.Subsampling;

namespace Outthink.Evaluation.Reports.Sections;

/// <summary>What a search reached and cost.</summary>
internal sealed record LinePoint
{
    /// <summary>Generations a round; of a search that chooses, the mean over the problems of all that it asked for.</summary>
    public required double N { get; init; }

    /// <summary>For each problem, in the suite's order, whether or how probably it is solved.</summary>
    public required ImmutableArray<double> Chances { get; init; }

    /// <summary>Ends of the accuracy's Wilson 95 % interval.</summary>
    public required (double Low, double High) Interval { get; init; }

    /// <summary>Tokens a problem that policy and reward model evaluated.</summary>
    public required double Tokens { get; init; }

    /// <summary>Floating-point operations a problem of both.</summary>
    public required double Flops { get; init; }

    /// <summary>Share of problems solved.</summary>
    public double Accuracy => Chances.Average();

    public static LinePoint Of(SubsamplePoint point) =>
        new() { N = point.N, Chances = point.Chances, Interval = point.Interval, Tokens = point.PolicyTokens + point.PrmTokens, Flops = point.Flops };
}
