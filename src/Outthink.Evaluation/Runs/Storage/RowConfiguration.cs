using System.Globalization;
using System.Text.Json.Serialization;
using Outthink.Planning;
using Outthink.Scoring;
using Outthink.Search;

namespace Outthink.Evaluation.Runs.Storage;

/// <summary>A <see cref="RowPlan"/> as a run file keeps it, every option in full.</summary>
public sealed record RowConfiguration
{
    public required string Policy { get; init; }

    public required string? Prm { get; init; }

    public required string Strategy { get; init; }

    public required int N { get; init; }

    public required int M { get; init; }

    public required double Temperature { get; init; }

    public required int TopK { get; init; }

    public required double TopP { get; init; }

    public required double MinP { get; init; }

    public required Aggregation Aggregation { get; init; }

    /// <summary>Null for the strategy's own.</summary>
    public required Selection? Selection { get; init; }

    public required int MaxTokens { get; init; }

    public required int MaxSteps { get; init; }

    public required int Resamples { get; init; }

    /// <summary>Rules that stop early; absent without any.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Thrift? Thrift { get; init; }

    /// <summary>What a compute-optimal search decided by; absent for fixed strategies.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public PlannerConfiguration? Planner { get; init; }

    /// <summary>Decimal: readers of JSON often keep only 53 bits of a number.</summary>
    public required string Seed { get; init; }

    public static RowConfiguration Of(RowPlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        SearchOptions options = plan.Options;
        return new()
        {
            Policy = plan.Policy,
            Prm = plan.Prm,
            Strategy = plan.Strategy.Name,
            N = options.Samples,
            M = options.BeamWidth,
            Temperature = options.Sampling.Temperature,
            TopK = options.Sampling.TopK,
            TopP = options.Sampling.TopP,
            MinP = options.Sampling.MinP,
            Aggregation = options.Aggregation,
            Selection = options.Selection,
            MaxTokens = options.MaxTokens,
            MaxSteps = options.MaxSteps,
            Resamples = options.Resamples,
            Thrift = options.Thrift,
            Planner = PlannerConfiguration.Of(plan.Strategy),
            Seed = options.Seed.ToString(CultureInfo.InvariantCulture),
        };
    }

    /// <exception cref="RunFileException">The strategy or the seed is none that this version knows.</exception>
    public RowPlan ToPlan() => new()
    {
        Policy = Policy,
        Prm = Prm,
        Strategy = Planner?.ToStrategy() ?? (SearchStrategy.TryParse(Strategy, out SearchStrategy? strategy) ? strategy : throw new RunFileException($"The run's strategy '{Strategy}' is unknown to this version.")),
        Options = new()
        {
            Samples = N,
            BeamWidth = M,
            Sampling = new() { Temperature = Temperature, TopK = TopK, TopP = TopP, MinP = MinP },
            Aggregation = Aggregation,
            Selection = Selection,
            MaxTokens = MaxTokens,
            MaxSteps = MaxSteps,
            Resamples = Resamples,
            Thrift = Thrift,
            Seed = ulong.TryParse(Seed, NumberStyles.None, CultureInfo.InvariantCulture, out ulong seed) ? seed : throw new RunFileException($"The run's seed '{Seed}' is not a number."),
        },
    };
}
