using System.Runtime.CompilerServices;

namespace Outthink.Engine.Kernels;

/// <summary>A head of a row on its walk over the row's blocks.</summary>
internal unsafe struct AttentionQuery
{
    public float* Output;
    public nint* Blocks;
    public int First;
    public int Tokens;
    public int SharedFrom;  // of the blocks [SharedFrom, SharedTo) it attends to the same places as the query before it
    public int SharedTo;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly bool IsLikeTheOneBefore(int block) => SharedFrom <= block && block < SharedTo;

    /// <summary>The part [low, high) of a block's places that it attends to; empty when low ≥ high.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly (int Low, int High) Part(int block) =>
        (Math.Clamp(First - block * AttentionBatch.BlockTokens, 0, AttentionBatch.BlockTokens), Math.Clamp(Tokens - block * AttentionBatch.BlockTokens, 0, AttentionBatch.BlockTokens));
}
