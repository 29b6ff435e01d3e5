using Outthink.Engine.Kernels;

namespace Outthink.Engine.Models;

/// <summary>The weights of one block of the llama family; what an architecture lacks is null.</summary>
internal sealed record LlamaLayer : IDisposable
{
    public required NativeBuffer AttentionNorm { get; init; }  // [width, padded]
    public required PackedMatrix Query { get; init; }          // [heads · headDim, width]
    public required PackedMatrix Key { get; init; }            // [kvHeads · headDim, width]
    public required PackedMatrix Value { get; init; }          // [kvHeads · headDim, width]
    public NativeBuffer? QueryBias { get; init; }              // [heads · headDim, padded]
    public NativeBuffer? KeyBias { get; init; }                // [kvHeads · headDim, padded]
    public NativeBuffer? ValueBias { get; init; }
    public NativeBuffer? QueryNorm { get; init; }              // [headDim]
    public NativeBuffer? KeyNorm { get; init; }
    public required PackedMatrix Output { get; init; }         // [width, heads · headDim]
    public required NativeBuffer FeedForwardNorm { get; init; }
    public required PackedMatrix Gate { get; init; }           // [feedForward, width]
    public required PackedMatrix Up { get; init; }             // [feedForward, width]
    public required PackedMatrix Down { get; init; }           // [width, feedForward]

    public void Dispose()
    {
        foreach (var vector in (ReadOnlySpan<NativeBuffer?>)[AttentionNorm, QueryBias, KeyBias, ValueBias, QueryNorm, KeyNorm, FeedForwardNorm])
            vector?.Dispose();
        foreach (var matrix in (ReadOnlySpan<PackedMatrix>)[Query, Key, Value, Output, Gate, Up, Down])
            matrix.Dispose();
    }
}
