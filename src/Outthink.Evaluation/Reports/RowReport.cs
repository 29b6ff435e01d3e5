using System.Text.Json.Serialization;
using Outthink.Evaluation.Runs;
using Outthink.Scoring;

namespace Outthink.Evaluation.Reports;

/// <summary>One row of an <see cref="EvaluationReport"/>.</summary>
public sealed record RowReport
{
    public required string Policy { get; init; }

    /// <summary>Null for strategies that ask none.</summary>
    public required string? Prm { get; init; }

    public required string Strategy { get; init; }

    public required int N { get; init; }

    /// <summary>Mean generations that a problem asked for: N; of a selector, whose N is a cap, the sum over all that it tried.</summary>
    public required double MeanN { get; init; }

    /// <summary>Null where there are no beams.</summary>
    public required int? M { get; init; }

    public required double Temperature { get; init; }

    public required Aggregation? Aggregation { get; init; }

    public required Selection? Selection { get; init; }

    /// <summary>The sampling seed.</summary>
    public required ulong Seed { get; init; }

    public required int Problems { get; init; }

    public required double Accuracy { get; init; }

    /// <summary>Ends of the Wilson 95 % interval.</summary>
    public required double Low { get; init; }

    public required double High { get; init; }

    public required long PromptTokens { get; init; }

    /// <summary>Tokens the policy evaluated: prompts and dropped samples included, cached ones excluded.</summary>
    public required long PolicyTokens { get; init; }

    public required long PrmTokens { get; init; }

    /// <summary>Tokens neither model evaluated again because a prefix was shared.</summary>
    public required long CachedTokens { get; init; }

    public required double PolicyFlops { get; init; }

    public required double PrmFlops { get; init; }

    /// <summary>Both models'.</summary>
    public required double Flops { get; init; }

    public required double Seconds { get; init; }

    /// <summary>The machine's energy over the row; absent where it is not known.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? Joules { get; init; }

    public required IReadOnlyDictionary<string, ShareReport> ByLevel { get; init; }

    /// <summary>Keys "easy", "medium", "hard"; empty when no difficulty samples were drawn.</summary>
    public required IReadOnlyDictionary<string, ShareReport> ByDifficulty { get; init; }

    /// <summary>pass@k by k, for strategies of independent samples; absent for the others.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, double>? Coverage { get; init; }

    /// <summary>Trajectories cut off by a limit.</summary>
    public required int Truncated { get; init; }

    /// <summary>Problems that could not be asked, counted as not solved; absent when there are none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int Rejected { get; init; }

    public static RowReport Of(RowResult row)
    {
        ArgumentNullException.ThrowIfNull(row);
        Usage usage = row.Usage;
        return new()
        {
            Policy = row.Plan.Policy,
            Prm = row.Plan.Prm,
            Strategy = row.Plan.Strategy.Name,
            N = row.Plan.Samples,
            MeanN = row.MeanSamples,
            M = row.Plan.BeamWidth,
            Temperature = row.Plan.Temperature,
            Aggregation = row.Plan.Aggregation,
            Selection = row.Plan.Selection,
            Seed = row.Plan.Options.Seed,
            Problems = row.Outcomes.Length,
            Accuracy = row.Accuracy.Value,
            Low = row.Accuracy.Low,
            High = row.Accuracy.High,
            PromptTokens = usage.PromptTokens,
            PolicyTokens = usage.PolicyTokens,
            PrmTokens = usage.PrmTokens,
            CachedTokens = usage.PolicyCachedTokens + usage.PrmCachedTokens,
            PolicyFlops = usage.PolicyFlops,
            PrmFlops = usage.PrmFlops,
            Flops = usage.Flops,
            Seconds = row.Elapsed.TotalSeconds,
            Joules = row.Joules,
            ByLevel = row.ByLevel.Select(p => KeyValuePair.Create(p.Key, ShareReport.Of(p.Value))).ToOrdered(),
            ByDifficulty = row.ByDifficulty.Select(p => KeyValuePair.Create(p.Key.ToString().ToLowerInvariant(), ShareReport.Of(p.Value))).ToOrdered(),
            Coverage = row.Plan.HasIndependentSamples ? row.Coverage.Select(p => KeyValuePair.Create($"{p.Key}", p.Value)).ToOrdered() : null,
            Truncated = row.Outcomes.Sum(o => o.Truncated),
            Rejected = row.Outcomes.Count(o => o.Rejection is not null),
        };
    }
}

file static class Ordering
{
    public static OrderedDictionary<string, T> ToOrdered<T>(this IEnumerable<KeyValuePair<string, T>> pairs) => new(pairs);
}
