namespace Outthink;

/// <summary>One reasoning unit of policy text.</summary>
/// <param name="Text">The text exactly as generated, its delimiter included: the steps' texts joined are the whole solution. Never blank.</param>
/// <param name="TokenCount">Policy tokens of the step, delimiter or end-of-sequence token included.</param>
public sealed record Step(string Text, int TokenCount)
{
    /// <summary>The reward model's raw score, in [0, 1] for the usual models; null before scoring. Aggregation never changes it.</summary>
    public double? Score { get; init; }
}
