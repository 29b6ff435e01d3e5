using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using Outthink.Planning;
using Outthink.Scoring;
using Outthink.Search;

namespace Outthink.Evaluation.Runs.Storage;

/// <summary>What a compute-optimal search decided by, as a run file keeps it: enough to tell two planners apart, not to plan again.</summary>
public sealed record PlannerConfiguration
{
    /// <summary>SHA-256 of the tuned profile's content; absent where published priors decided.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? ProfileSha256 { get; init; }

    /// <summary>What a token must buy; absent where published priors decided.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? Price { get; init; }

    /// <summary>The policy's parameters that the published priors went by; absent with a profile.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? Parameters { get; init; }

    /// <summary>Whether they took it for a long-reasoning model; absent with a profile.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? ReasonsAtLength { get; init; }

    /// <summary>Cap on N; null without one.</summary>
    public required int? Samples { get; init; }

    /// <summary>Most tokens a problem; absent without such a limit, like the two below.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? Tokens { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? Flops { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? Seconds { get; init; }

    /// <summary>What the search began with.</summary>
    public required Tactic Opening { get; init; }

    public required bool NeedsRewardModel { get; init; }

    public required Selection Selection { get; init; }

    /// <summary>Null where it is the options'.</summary>
    public required Aggregation? Aggregation { get; init; }

    /// <summary>Null for a strategy that plans nothing.</summary>
    /// <exception cref="NotSupportedException">A run cannot keep a planner of this kind.</exception>
    public static PlannerConfiguration? Of(SearchStrategy strategy) => (strategy as ComputeOptimalSearch)?.Planner switch
    {
        null => null,
        Kept kept => kept.Configuration,
        Selector selector => Of(selector, selector.Allowance.Samples) with
        {
            ProfileSha256 = Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(selector.Profile, RunJson.Default.SearchProfile))),
            Price = selector.Price,
            Tokens = selector.Allowance.Tokens,
            Flops = selector.Allowance.Flops,
            Seconds = selector.Allowance.Seconds,
        },
        PublishedPrior prior => Of(prior, prior.Samples) with { Parameters = prior.Parameters, ReasonsAtLength = prior.ReasonsAtLength },
        Planner other => throw new NotSupportedException($"A run cannot keep decisions by a {other.GetType().Name}."),
    };

    /// <summary>The strategy to read a run with; it cannot search.</summary>
    internal ComputeOptimalSearch ToStrategy() => new(new Kept(this));

    static PlannerConfiguration Of(Planner planner, int? samples) =>
        new() { Samples = samples, Opening = planner.Opening, NeedsRewardModel = planner.NeedsRewardModel, Selection = planner.Selection, Aggregation = planner.Aggregation };

    sealed class Kept(PlannerConfiguration configuration) : Planner
    {
        public PlannerConfiguration Configuration => configuration;

        public override Tactic Opening => configuration.Opening;

        public override bool NeedsRewardModel => configuration.NeedsRewardModel;

        public override Selection Selection => configuration.Selection;

        public override Aggregation? Aggregation => configuration.Aggregation;

        public override Decision Decide(Evidence evidence, ImmutableArray<Tactic> tried, Usage spent, TimeSpan elapsed) =>
            throw new InvalidOperationException("This strategy was read from a run file, which tells planners apart but does not hold them: search with the planner itself.");
    }
}
