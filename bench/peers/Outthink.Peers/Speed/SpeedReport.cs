using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Outthink.Peers.Speed;

/// <summary>One run of <c>outthink-peers speed</c>.</summary>
sealed record SpeedReport
{
    public required string Processor { get; init; }
    public required int Threads { get; init; }
    public required string Shape { get; init; }
    public required int Layers { get; init; }
    public required int Repeats { get; init; }

    /// <summary>Of one core.</summary>
    public required double Int8Gops { get; init; }
    public required double Fp32Gflops { get; init; }
    public required double MemoryGBps { get; init; }

    /// <summary>Why the first ceiling is none; null when it is one.</summary>
    public required string? Doubt { get; init; }
    public required ImmutableArray<RowResult> Rows { get; init; }

    /// <summary>Of our beam search's wall, what no forward pass takes up; null when it was not run.</summary>
    public required double? OutsideShare { get; init; }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(SpeedReport))]
sealed partial class SpeedJson : JsonSerializerContext;
