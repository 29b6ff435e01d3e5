using System.Collections.Immutable;

namespace Outthink.Engine.Models;

/// <summary>
/// What sets an architecture apart. All are one network (<see cref="Llama"/>) with these parts: RMS norms, rotary
/// embedding, grouped-query attention, SwiGLU. One file each says its tensors and keys.
/// </summary>
internal sealed record Architecture
{
    public static ImmutableArray<Architecture> All { get; } = [LlamaArchitecture.Traits, Qwen2Architecture.Traits, Qwen3Architecture.Traits];

    /// <summary>As general.architecture says it; keys begin with it.</summary>
    public required string Name { get; init; }

    /// <summary>
    /// Whether files hold the two places of a rotary pair side by side; else they are half a head apart, and are
    /// brought together when queries and keys are read.
    /// </summary>
    public required bool HasNeighbouringPairs { get; init; }

    /// <summary>Whether queries, keys and values have biases in all layers, where the first layer has them.</summary>
    public bool MayHaveAttentionBiases { get; init; }

    /// <summary>Norms of each head of queries and keys before the rotation.</summary>
    public bool HasHeadNorms { get; init; }

    /// <summary>Whether a tensor may give each rotary pair a divisor of its frequency.</summary>
    public bool MayHaveRotaryFactors { get; init; }

    public static Architecture? Find(string name) => All.FirstOrDefault(a => a.Name == name);
}
