using System.Collections.Immutable;
using Outthink.Evaluation.Reports;

namespace Outthink.Cli.Json;

/// <summary><c>demo --json</c>.</summary>
internal sealed record DemoReport
{
    public required string Suite { get; init; }

    public required ulong Seed { get; init; }

    public required ImmutableArray<DemoRow> Rows { get; init; }
}

/// <summary>A row of the demonstration's table.</summary>
internal sealed record DemoRow
{
    public required string Policy { get; init; }

    public required string? Prm { get; init; }

    public required string Strategy { get; init; }

    public required int N { get; init; }

    /// <summary>Parameters of the policy.</summary>
    public required long Parameters { get; init; }

    /// <summary>Parameters of the policy and the PRM.</summary>
    public required long AllParameters { get; init; }

    public required int Problems { get; init; }

    public required double Accuracy { get; init; }

    public required double Low { get; init; }

    public required double High { get; init; }

    public required long PolicyTokens { get; init; }

    public required long PrmTokens { get; init; }

    public required double Flops { get; init; }

    public required double Seconds { get; init; }

    public static DemoRow Of(RowReport row, long policyParameters, long prmParameters) => new()
    {
        Policy = row.Policy,
        Prm = row.Prm,
        Strategy = row.Strategy,
        N = row.N,
        Parameters = policyParameters,
        AllParameters = policyParameters + prmParameters,
        Problems = row.Problems,
        Accuracy = row.Accuracy,
        Low = row.Low,
        High = row.High,
        PolicyTokens = row.PolicyTokens,
        PrmTokens = row.PrmTokens,
        Flops = row.Flops,
        Seconds = row.Seconds,
    };
}
