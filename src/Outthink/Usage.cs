using System.Text.Json.Serialization;

namespace Outthink;

/// <summary>
/// What was spent, measured by the ports: dropped and duplicate samples count too. "Evaluated" tokens went through the
/// model; "cached" ones would have, had no prefix been shared.
/// </summary>
public sealed record Usage
{
    public static Usage Zero { get; } = new();

    /// <summary>Prompt tokens the policy evaluated (part of <see cref="PolicyTokens"/>).</summary>
    public long PromptTokens { get; init; }

    /// <summary>Tokens the policy drew, over all samples.</summary>
    public long GeneratedTokens { get; init; }

    /// <summary>Tokens the policy evaluated, prompt included, cached ones excluded.</summary>
    public long PolicyTokens { get; init; }

    /// <summary>Tokens the policy did not evaluate again because a prefix was shared.</summary>
    public long PolicyCachedTokens { get; init; }

    /// <summary>Tokens the reward model evaluated, prompt included, cached ones excluded.</summary>
    public long PrmTokens { get; init; }

    /// <summary>Tokens the reward model did not evaluate again because a prefix was shared.</summary>
    public long PrmCachedTokens { get; init; }

    /// <summary>
    /// Tokens that both models evaluated again because the cache was too small for all that ran (part of
    /// <see cref="PolicyTokens"/> and <see cref="PrmTokens"/>). It depends on what runs beside the search, so traces leave
    /// it out.
    /// </summary>
    [JsonIgnore]
    public long RecomputedTokens { get; init; }

    /// <summary>Floating-point operations of the policy: 2 · parameters · tokens plus the attention term.</summary>
    public double PolicyFlops { get; init; }

    /// <summary>Floating-point operations of the reward model, counted alike.</summary>
    public double PrmFlops { get; init; }

    /// <summary>
    /// Passes of the policy's loop, each request counting those it took part in. It depends on what runs beside the search
    /// (a long prompt may be split over passes), so traces leave it out.
    /// </summary>
    [JsonIgnore]
    public long PolicyPasses { get; init; }

    /// <summary>Passes of the reward model's loop, counted alike.</summary>
    [JsonIgnore]
    public long PrmPasses { get; init; }

    /// <summary>Tokens that went through both models.</summary>
    [JsonIgnore]
    public long EvaluatedTokens => PolicyTokens + PrmTokens;

    /// <summary>Both models' operations.</summary>
    public double Flops => PolicyFlops + PrmFlops;

    public static Usage operator +(Usage a, Usage b) => new()
    {
        PromptTokens = a.PromptTokens + b.PromptTokens,
        GeneratedTokens = a.GeneratedTokens + b.GeneratedTokens,
        PolicyTokens = a.PolicyTokens + b.PolicyTokens,
        PolicyCachedTokens = a.PolicyCachedTokens + b.PolicyCachedTokens,
        PrmTokens = a.PrmTokens + b.PrmTokens,
        PrmCachedTokens = a.PrmCachedTokens + b.PrmCachedTokens,
        RecomputedTokens = a.RecomputedTokens + b.RecomputedTokens,
        PolicyFlops = a.PolicyFlops + b.PolicyFlops,
        PrmFlops = a.PrmFlops + b.PrmFlops,
        PolicyPasses = a.PolicyPasses + b.PolicyPasses,
        PrmPasses = a.PrmPasses + b.PrmPasses,
    };
}
