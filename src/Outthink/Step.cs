namespace Outthink;

/// <summary>One reasoning unit of policy text.</summary>
/// <param name="Text">The text exactly as generated, its delimiter included: the steps' texts joined are the whole solution. Never blank.</param>
/// <param name="TokenCount">Policy tokens of the step, delimiter or end-of-sequence token included.</param>
public sealed record Step(string Text, int TokenCount)
{
    /// <summary>The reward model's raw score, in [0, 1] for the usual models; null before scoring. Aggregation never changes it.</summary>
    public double? Score { get; init; }

    /// <summary>The policy's own confidence: the sum of its log-probabilities of the step's tokens (natural log, temperature 1, before any cut); null where the policy cannot tell.</summary>
    public double? LogProbability { get; init; }

    /// <summary>This step and the text after it as one step, unscored.</summary>
    internal Step Join(Step next) => new(Text + next.Text, TokenCount + next.TokenCount) { LogProbability = LogProbability + next.LogProbability };
}
