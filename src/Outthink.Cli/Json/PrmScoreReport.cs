using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Outthink.Cli.Json;

/// <summary><c>prm score --json</c>.</summary>
internal sealed record PrmScoreReport
{
    public required string Prm { get; init; }

    public required string Problem { get; init; }

    public required ImmutableArray<ScoredStepReport> Steps { get; init; }

    /// <summary>Tokens that the reward model evaluated.</summary>
    public required long Tokens { get; init; }

    /// <summary>What the reward model read; absent unless asked for.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public RewardInputReport? Input { get; init; }
}

internal sealed record ScoredStepReport(string Text, double Score);

internal sealed record RewardInputReport
{
    /// <summary>Control tokens as they are spelled.</summary>
    public required string Text { get; init; }

    public required ImmutableArray<int> Ids { get; init; }

    /// <summary>For each step the index of the token after which its score is read; of an outcome reward model the one of the whole solution.</summary>
    public required ImmutableArray<int> ReadAt { get; init; }
}
