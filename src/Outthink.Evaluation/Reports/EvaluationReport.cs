using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Outthink.Evaluation.Runs;

namespace Outthink.Evaluation.Reports;

/// <summary>What <c>outthink eval --json</c> prints; the names are promised to callers.</summary>
public sealed record EvaluationReport
{
    public required string Suite { get; init; }

    public required ulong Seed { get; init; }

    public required ImmutableArray<RowReport> Rows { get; init; }

    /// <summary>Present when asked for.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<ComparisonReport>? Comparisons { get; init; }

    /// <summary>Where the rows' joules come from: "rapl" when measured, else "estimated at … W"; absent without any.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Energy { get; init; }

    /// <summary>True when the run was interrupted; absent otherwise.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Cancelled { get; init; }

    public static EvaluationReport Of(EvaluationResult result, ulong seed, bool withComparisons)
    {
        ArgumentNullException.ThrowIfNull(result);
        return new()
        {
            Suite = result.Suite.Name,
            Seed = seed,
            Rows = [.. result.Rows.Select(RowReport.Of)],
            Comparisons = withComparisons ? [.. result.AgainstChainsOfThought().Select(c => ComparisonReport.Of(c, result))] : null,
            Cancelled = result.IsCancelled,
        };
    }
}
