using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Outthink.Engine.Measuring;
using Outthink.Evaluation.Runs.Storage;

namespace Outthink.Cli.Json;

/// <summary><c>bench --json</c>.</summary>
internal sealed record BenchReport
{
    public required Machine Machine { get; init; }

    public required BenchModelReport Model { get; init; }

    public required int PromptTokens { get; init; }

    /// <summary>Tokens that every sequence evaluates after the prompt.</summary>
    public required int NewTokens { get; init; }

    /// <summary>Timed rounds of every row, after one that is not timed.</summary>
    public required int Repeats { get; init; }

    public required CeilingsReport Ceilings { get; init; }

    public required ImmutableArray<BenchRowReport> Rows { get; init; }
}

internal sealed record BenchModelReport
{
    public required string File { get; init; }

    /// <summary>The type of most weights.</summary>
    public required string Type { get; init; }

    /// <summary>Evaluated per token: output layer included, input look-up excluded.</summary>
    public required long Parameters { get; init; }

    /// <summary>Bytes of the weights that every pass reads.</summary>
    public required long BytesPerPass { get; init; }
}

/// <summary>Speeds of the processor are one core's, that of the memory is of all threads together.</summary>
internal sealed record CeilingsReport
{
    public required double Int8Gops { get; init; }

    public required double Fp32Gflops { get; init; }

    [JsonPropertyName("memoryGBps")]
    public required double MemoryGBps { get; init; }

    /// <summary>False where <see cref="Doubt"/> says why <see cref="Int8Gops"/> is no ceiling.</summary>
    public required bool Valid { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Doubt { get; init; }

    public static CeilingsReport Of(Ceilings ceilings) => new()
    {
        Int8Gops = ceilings.Int8Gops,
        Fp32Gflops = ceilings.Fp32Gflops,
        MemoryGBps = ceilings.MemoryGBps,
        Valid = ceilings.Doubt is null,
        Doubt = ceilings.Doubt,
    };
}

/// <summary>One number of sequences; speeds and shares are medians over the repeats, spreads greatest less least as a share of the median.</summary>
internal sealed record BenchRowReport
{
    public required int Sequences { get; init; }

    public required double PrefillTokensPerSecond { get; init; }

    public required double DecodeTokensPerSecond { get; init; }

    /// <summary>2 · parameters · decoded tokens per second over the kernel's ceiling times the threads.</summary>
    public required double CeilingShare { get; init; }

    /// <summary>Weights read once for every token of a sequence, over what the memory gives.</summary>
    public required double MemoryShare { get; init; }

    /// <summary>The process in physical memory with all sequences held; the most over the repeats.</summary>
    public required long ResidentBytes { get; init; }

    /// <summary>Managed memory in steady state; null with fewer than 4 new tokens.</summary>
    public required double? AllocatedBytesPerToken { get; init; }

    public required double PrefillSpread { get; init; }

    public required double DecodeSpread { get; init; }

    /// <summary>Tokens that went through the model in one round, as the engine counted them.</summary>
    public required long EvaluatedTokens { get; init; }
}
