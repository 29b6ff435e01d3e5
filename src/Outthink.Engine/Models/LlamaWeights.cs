using System.Collections.Immutable;
using Outthink.Engine.Kernels;

namespace Outthink.Engine.Models;

/// <summary>All weights of a model of the llama family in the kernels' layout.</summary>
internal sealed record LlamaWeights : IDisposable
{
    public required ModelConfig Config { get; init; }

    /// <summary>[vocabulary, width]; a token's vector is a column of the packed matrix.</summary>
    public required PackedMatrix Embedding { get; init; }
    public required ImmutableArray<LlamaLayer> Layers { get; init; }
    public required NativeBuffer FinalNorm { get; init; }

    /// <summary>[vocabulary, width]; the embedding itself when tied.</summary>
    public required PackedMatrix Output { get; init; }

    /// <summary>A divisor of each rotary pair's frequency; empty when the file gives none.</summary>
    public float[] RotaryFactors { get; init; } = [];

    /// <summary>Null when the file has none.</summary>
    public RewardHead? Head { get; init; }

    /// <summary>Weights evaluated per token: every matrix, norm and bias, the output layer included, the input look-up and a reward head excluded.</summary>
    public long Parameters
    {
        get
        {
            var (width, heads, kv) = ((long)Config.Width, (long)Config.Heads * Config.HeadDim, (long)Config.KvHeads * Config.HeadDim);
            var biases = Layers[0].QueryBias is null ? 0 : heads + 2 * kv;
            var headNorms = Layers[0].QueryNorm is null ? 0 : 2 * Config.HeadDim;
            return Config.Layers * (2 * width + biases + headNorms + 2 * width * heads + 2 * width * kv + 3 * width * Config.FeedForward)
                + width + width * Config.VocabularySize;
        }
    }

    public void Dispose()
    {
        Embedding.Dispose();
        Output.Dispose();
        FinalNorm.Dispose();
        Head?.Dispose();
        foreach (var layer in Layers)
            layer.Dispose();
    }
}
