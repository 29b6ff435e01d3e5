using System.Text.Json.Serialization;

namespace Outthink.Backends.ModelCards;

/// <summary>How far a reward model's scores can be trusted to guide a search (the gate of Liu et al. 2025; ProcessBench F1).</summary>
[JsonConverter(typeof(JsonStringEnumConverter<RewardQuality>))]
public enum RewardQuality
{
    /// <summary>Search, whatever the selection (average F1 above 70: the Qwen2.5-Math PRMs).</summary>
    [JsonStringEnumMemberName("strong")] Strong,

    /// <summary>Search with a weighted vote (36 to 57: Skywork).</summary>
    [JsonStringEnumMemberName("good")] Good,

    /// <summary>No search: at most best-of-N, compared with majority (below 32: Math-Shepherd, RLHFlow), or unknown in this domain.</summary>
    [JsonStringEnumMemberName("weak")] Weak,
}
