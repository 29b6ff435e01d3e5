namespace Outthink.Evaluation.Runs.Subsampling;

/// <summary>What one problem is expected to come to with some units of its row.</summary>
/// <param name="Chance">That it is solved.</param>
/// <param name="IsExact">Whether every subset was counted.</param>
/// <param name="PolicyTokens">Tokens the policy evaluates.</param>
/// <param name="PrmTokens">Tokens the reward model evaluates.</param>
/// <param name="Flops">Operations of both.</param>
/// <param name="LeastTokens">Tokens of the prompt and of what those units hold in the end, once where they share it: no model that saw them evaluated fewer.</param>
internal readonly record struct ProblemPoint(double Chance, bool IsExact, double PolicyTokens, double PrmTokens, double Flops, double LeastTokens)
{
    /// <summary>The problem as the row solved it.</summary>
    public static ProblemPoint Of(ProblemOutcome outcome) => new(outcome.IsCorrect ? 1 : 0, true, outcome.Usage.PolicyTokens, outcome.Usage.PrmTokens, outcome.Usage.Flops, 0);
}
