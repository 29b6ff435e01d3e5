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

    /// <summary>Mean tokens of the prompt and of what the candidates of n hold, shared ones once: what each model evaluates at least.</summary>
    public required double LeastTokens { get; init; }

    public double Accuracy => Chances.IsEmpty ? 0 : Chances.Average();

    /// <summary>Ends of the Wilson 95 % interval over the problems.</summary>
    public (double Low, double High) Interval => Wilson.Interval(Accuracy, Chances.Length);

    internal static SubsamplePoint Of(int n, IReadOnlyCollection<ProblemPoint> problems)
    {
        int count = Math.Max(1, problems.Count);
        return new()
        {
            N = n,
            Chances = [.. problems.Select(p => p.Chance)],
            IsExact = problems.All(p => p.IsExact),
            PolicyTokens = problems.Sum(p => p.PolicyTokens) / count,
            PrmTokens = problems.Sum(p => p.PrmTokens) / count,
            Flops = problems.Sum(p => p.Flops) / count,
            LeastTokens = problems.Sum(p => p.LeastTokens) / count,
        };
    }

    /// <summary>With the costs that runs of other N say; as it is where they say nothing.</summary>
    internal SubsamplePoint Settle(ImmutableArray<SubsamplePoint> measured) => this with
    {
        PolicyTokens = Math.Max(MeasuredCosts.At(N, measured.Select(m => ((double)m.N, m.PolicyTokens))) ?? PolicyTokens, LeastTokens),
        PrmTokens = PrmTokens == 0 ? 0 : Math.Max(MeasuredCosts.At(N, measured.Select(m => ((double)m.N, m.PrmTokens))) ?? PrmTokens, LeastTokens),
        Flops = MeasuredCosts.At(N, measured.Select(m => ((double)m.N, m.Flops))) ?? Flops,
    };
}
