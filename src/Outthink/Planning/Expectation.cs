namespace Outthink.Planning;

/// <summary>What one option promises at a decision. A null tactic is to stop with the answer at hand.</summary>
public sealed record Expectation
{
    public Tactic? Tactic { get; init; }

    /// <summary>Predicted probability that the answer is right afterwards.</summary>
    public required double Accuracy { get; init; }

    /// <summary>Predicted further tokens of policy and reward model.</summary>
    public required double Tokens { get; init; }

    /// <summary>Predicted further FLOPs.</summary>
    public required double Flops { get; init; }

    /// <summary>Predicted further seconds.</summary>
    public required double Seconds { get; init; }

    /// <summary>Why it cannot be chosen; null when it can.</summary>
    public string? Excluded { get; init; }
}
