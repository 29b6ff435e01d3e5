namespace Outthink.Planning;

/// <summary>What one problem may spend at most, policy and reward model together; null is no limit.</summary>
public sealed record Allowance
{
    /// <summary>No limit at all.</summary>
    public static Allowance None { get; } = new();

    /// <summary>N of any tactic.</summary>
    public int? Samples { get; init; }

    public double? Tokens { get; init; }

    public double? Flops { get; init; }

    public double? Seconds { get; init; }

    /// <summary>Why a further cost does not fit, or null when it does.</summary>
    internal string? Refuses(Tactic tactic, TacticOutcome cost, Usage spent, TimeSpan elapsed)
    {
        if (tactic.Samples > Samples) return "more samples than allowed";
        if (spent.EvaluatedTokens + cost.Tokens > Tokens) return "more tokens than are left";
        if (spent.Flops + cost.Flops > Flops) return "more FLOPs than are left";
        return elapsed.TotalSeconds + cost.Seconds > Seconds ? "more time than is left" : null;
    }
}
