namespace Outthink.Engine;

/// <summary>What a request cost: measured, not estimated.</summary>
public sealed record EvaluationUsage
{
    public static EvaluationUsage Zero { get; } = new();

    /// <summary>Tokens run through the model for this request, those of <see cref="RecomputedTokens"/> included.</summary>
    public long EvaluatedTokens { get; init; }

    /// <summary>
    /// Tokens that did not have to be: the sum over samples or continuations of what each would have evaluated alone
    /// with an empty cache, less the tokens evaluated for the first time.
    /// </summary>
    public long CachedTokens { get; init; }

    /// <summary>
    /// Tokens evaluated again because their blocks were needed elsewhere: zero while the cache is large enough
    /// (<see cref="EngineOptions.KvBytes"/>).
    /// </summary>
    public long RecomputedTokens { get; init; }

    /// <summary>Passes of the loop in which the request took part.</summary>
    public long Passes { get; init; }

    /// <summary>
    /// 2 · parameters for each evaluated token, 4 · layers · heads · headDim for each token it attended to, and 2 · width ·
    /// vocabulary (a head: · its outputs) for each remembered state (<see cref="LineMemory"/>) that is read.
    /// </summary>
    public double Flops { get; init; }

    public static EvaluationUsage operator +(EvaluationUsage a, EvaluationUsage b) => new()
    {
        EvaluatedTokens = a.EvaluatedTokens + b.EvaluatedTokens,
        CachedTokens = a.CachedTokens + b.CachedTokens,
        RecomputedTokens = a.RecomputedTokens + b.RecomputedTokens,
        Passes = a.Passes + b.Passes,
        Flops = a.Flops + b.Flops,
    };

    public static EvaluationUsage Add(EvaluationUsage left, EvaluationUsage right) => left + right;
}
