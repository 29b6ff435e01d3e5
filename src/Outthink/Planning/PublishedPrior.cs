using System.Collections.Immutable;
using Outthink.Scoring;

namespace Outthink.Planning;

/// <summary>
/// What publications found for other models, for use until this pair is tuned: one tactic by the policy's size and the
/// problem's difficulty, behind a gate for reward models. Liu et al. 2025 (arXiv 2502.06703): the summary of section 4
/// by size and difficulty; their experiments with long-reasoning models use majority voting.
/// </summary>
/// <param name="parameters">Parameters of the policy.</param>
/// <param name="hasRewardModel">Whether a reward model may guide the search.</param>
/// <param name="reasonsAtLength">Whether the policy is a long-reasoning model (R1 type).</param>
/// <param name="samples">Cap on N; 4 at least.</param>
public sealed class PublishedPrior(long parameters, bool hasRewardModel, bool reasonsAtLength, int samples) : Planner
{
    private const double Billion = 1e9;
    private const string Source = "Liu et al. 2025, section 4";

    /// <summary>Parameters of the policy.</summary>
    public long Parameters => parameters;

    /// <summary>Whether the policy is a long-reasoning model.</summary>
    public bool ReasonsAtLength => reasonsAtLength;

    /// <summary>Cap on N.</summary>
    public int Samples => samples;

    public override Tactic Opening => new() { Strategy = NeedsRewardModel ? "best-of-n" : "majority", Samples = Math.Min(4, samples), Selection = Selection };

    public override bool NeedsRewardModel => hasRewardModel && !reasonsAtLength;

    public override Selection Selection => NeedsRewardModel ? Selection.Weighted : Selection.Majority;

    /// <summary>One tactic after four whole samples, then the end. Difficulty is read off their agreement, which stands for pass@1.</summary>
    public override Decision Decide(Evidence evidence, ImmutableArray<Tactic> tried, Usage spent, TimeSpan elapsed)
    {
        ArgumentNullException.ThrowIfNull(evidence);
        double agreement = evidence.Features[Evidence.Names.IndexOf("agreement")];
        Difficulty difficulty = agreement >= 0.5 ? Difficulty.Easy : agreement > 0.25 ? Difficulty.Medium : Difficulty.Hard;
        var (strategy, reason) = Rule(difficulty);
        bool goesOn = tried.Length == 1 && samples > Opening.Samples && agreement < 1;
        return new()
        {
            Tactic = goesOn ? new Tactic { Strategy = strategy, Samples = strategy is "beam" or "dvts" ? samples / 4 * 4 : samples - Opening.Samples, Selection = Selection } : null,
            Evidence = evidence,
            Confidence = agreement,
            Difficulty = [.. Enum.GetValues<Difficulty>().Select(d => d == difficulty ? 1.0 : 0)],
            Options = [],
            Reason = goesOn ? reason : "all agree, or nothing is left to spend",
            Price = 0,
        };
    }

    private (string Strategy, string Reason) Rule(Difficulty difficulty)
    {
        if (reasonsAtLength) return ("majority", $"long-reasoning policies: majority ({Source}, appendix on R1 distillates)");
        if (!hasRewardModel) return ("majority", "no reward model to trust: majority");
        string size = parameters < 7 * Billion ? "below 7B" : parameters <= 32 * Billion ? "7B to 32B" : "above 32B";
        string strategy = (size, difficulty) switch
        {
            ("below 7B", Difficulty.Easy) => "best-of-n",
            ("below 7B", _) => "beam",
            ("7B to 32B", Difficulty.Hard) => "beam",
            ("7B to 32B", _) => "dvts",
            _ => "best-of-n",
        };
        return (strategy, $"{size}, {difficulty.ToString().ToLowerInvariant()}: {strategy} ({Source})");
    }
}
