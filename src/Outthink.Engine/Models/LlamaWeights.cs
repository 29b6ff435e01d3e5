using System.Collections.Immutable;
using Outthink.Engine.Kernels;
using Outthink.Engine.Weights;

namespace Outthink.Engine.Models;

/// <summary>All weights of a llama model in the kernels' layout.</summary>
internal sealed record LlamaWeights : IDisposable
{
    public required ModelConfig Config { get; init; }

    /// <summary>[vocabulary, width]; a token's vector is a column of the packed matrix.</summary>
    public required PackedMatrix Embedding { get; init; }
    public required ImmutableArray<LlamaLayer> Layers { get; init; }
    public required NativeBuffer FinalNorm { get; init; }

    /// <summary>[vocabulary, width]; the embedding itself when tied.</summary>
    public required PackedMatrix Output { get; init; }

    /// <summary>Weights evaluated per token: every matrix and norm, the output layer included, the input look-up excluded.</summary>
    public long Parameters
    {
        get
        {
            var (width, heads, kv) = ((long)Config.Width, (long)Config.Heads * Config.HeadDim, (long)Config.KvHeads * Config.HeadDim);
            return Config.Layers * (2 * width + 2 * width * heads + 2 * width * kv + 3 * width * Config.FeedForward)
                + width + width * Config.VocabularySize;
        }
    }

    /// <summary>How keys and values are stored unless the options say otherwise: no more precisely than the weights.</summary>
    public KvType SuitableKvType => Layers.All(layer => layer.Key.Type == TensorType.F32 && layer.Value.Type == TensorType.F32) ? KvType.F32 : KvType.F16;

    public void Dispose()
    {
        Embedding.Dispose();
        Output.Dispose();
        FinalNorm.Dispose();
        foreach (var layer in Layers)
            layer.Dispose();
    }
}
