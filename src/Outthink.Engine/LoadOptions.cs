using System.Collections.Immutable;
using Outthink.Engine.Weights;

namespace Outthink.Engine;

/// <summary>How a model is loaded.</summary>
public sealed record LoadOptions
{
    /// <summary>
    /// Q8_0 or Q4_0: the matrices are brought to it while they are read, whatever the file holds; norms, biases and
    /// reward heads are not, and with Q4_0 the output layer (the embedding when tied) becomes Q8_0. Null: as stored.
    /// </summary>
    public TensorType? Quantize { get; init; }

    /// <summary>Everything that is wrong with these options; empty when nothing is.</summary>
    public ImmutableArray<string> Validate() => Quantize is null or TensorType.Q8_0 or TensorType.Q4_0
        ? []
        : [$"Quantize is {Quantize}; give Q8_0 or Q4_0, or nothing to keep the file's types"];
}
