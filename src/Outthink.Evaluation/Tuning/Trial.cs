using System.Collections.Immutable;

namespace Outthink.Evaluation.Tuning;

/// <summary>What one tactic, run by itself, left behind on one problem.</summary>
internal sealed record Trial(ImmutableArray<Trajectory> Finished, int Truncated, Usage Usage)
{
    public static Trial Of(Verdict verdict) => new([.. verdict.Candidates.Select(c => c.Trajectory)], verdict.Truncated.Length, verdict.Usage);

    /// <summary>Tokens evaluated by both models.</summary>
    public double Tokens => Usage.EvaluatedTokens;
}
