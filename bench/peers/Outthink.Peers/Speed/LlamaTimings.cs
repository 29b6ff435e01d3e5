using System.Text.Json.Nodes;

namespace Outthink.Peers.Speed;

/// <summary>What a llama-server says a completion cost.</summary>
static class LlamaTimings
{
    /// <summary>Tokens that went through the model: of the prompt those not cached, and every drawn one but the last.</summary>
    public static long Evaluated(JsonNode answer) => Count(answer, "prompt_n") + Math.Max(0, Count(answer, "predicted_n") - 1);

    /// <summary>Tokens of the prompt that its slot's cache held.</summary>
    public static long Cached(JsonNode answer) => Count(answer, "cache_n");

    static long Count(JsonNode answer, string name) => (long?)answer["timings"]?[name] ?? 0;
}
