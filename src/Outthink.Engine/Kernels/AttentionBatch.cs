using System.Runtime.CompilerServices;
using Outthink.Engine.Cache;

namespace Outthink.Engine.Kernels;

/// <summary>
/// What attention over cached blocks reads and writes, for some rows and one layer. A query is a head of a row;
/// queries count with the key-value head outermost, then the row, then the heads that share it, so neighbours read the
/// same blocks. A block holds 16 tokens: keys [kvHead][dim][16 tokens], values [kvHead][16 tokens][dim].
/// </summary>
internal readonly unsafe struct AttentionBatch
{
    public const int BlockTokens = KvLayout.BlockTokens;

    /// <summary>Blocks whose keys or values are multiplied at a time: 64 tokens fill a register tile of 512-bit vectors.</summary>
    public const int ChunkBlocks = 4;

    /// <summary>Most queries that walk the blocks together.</summary>
    public const int MostTogether = 192;

    /// <summary>Scores of the queries that walk together stay within half a megabyte, which the second-level cache holds.</summary>
    const int ScoresTogether = 1 << 17;

    readonly int* positions;   // [row]
    readonly int* offsets;     // [row] into addresses
    readonly int* shared;      // [row]: first blocks that are those of the row before
    readonly nint* addresses;
    readonly int window;       // 0: none

    public readonly int Rows;
    public readonly int KvHeads;
    public readonly int HeadsPerKv;
    public readonly int HeadDim;
    public readonly int ValueStride;  // headDim padded to 16
    public readonly bool IsHalf;      // keys and values are 16-bit floats
    public readonly long KeyOffset;   // elements from a block's start to this layer's keys
    public readonly long ValueOffset;
    public readonly float Scale;
    public readonly int ScoreStride;  // floats of scores a query may need

    /// <param name="index">The rows of the pass.</param>
    /// <param name="first">The first row of these.</param>
    /// <param name="rows">How many.</param>
    /// <param name="maxTokens">Their longest context.</param>
    /// <param name="layout">Where keys and values lie in a block.</param>
    /// <param name="layer">The layer.</param>
    /// <param name="heads">Query heads of a row.</param>
    /// <param name="window">Most tokens a row attends to, itself included: the last ones; 0: all.</param>
    public AttentionBatch(RowIndex index, int first, int rows, int maxTokens, KvLayout layout, int layer, int heads, int window = 0)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(first + rows, index.Count);
        positions = index.Positions + first;
        offsets = index.Offsets + first;
        shared = index.Shared + first;
        addresses = index.Addresses;
        this.window = window;
        Rows = rows;
        (KvHeads, HeadsPerKv, HeadDim, ValueStride) = (layout.KvHeads, heads / layout.KvHeads, layout.HeadDim, layout.ValueStride);
        (KeyOffset, ValueOffset, IsHalf) = (layout.KeyOffset(layer), layout.ValueOffset(layer), layout.Type == KvType.F16);
        Scale = 1 / MathF.Sqrt(layout.HeadDim);
        ScoreStride = ScoreStrideFor(maxTokens);
    }

    public int QueryCount => Rows * KvHeads * HeadsPerKv;

    /// <summary>Queries that walk the blocks together, so that a block shared by them is read once.</summary>
    public int Together => TogetherFor(ScoreStride);

    /// <summary>Floats of scratch that a call of attention needs.</summary>
    public static long ScratchFor(int maxTokens, int valueStride)
    {
        var stride = ScoreStrideFor(maxTokens);
        return TogetherFor(stride) * (long)(stride + 2 * valueStride) + ChunkBlocks * BlockTokens * (long)valueStride;
    }

    /// <summary>A row attends to the tokens <see cref="FirstOf"/> … position.</summary>
    public int PositionOf(int row) => positions[row];

    public int FirstOf(int row) => window == 0 ? 0 : Math.Max(0, positions[row] + 1 - window);

    public nint* BlocksOf(int row) => addresses + offsets[row];

    /// <summary>
    /// The blocks [from, to) of which a row attends to the same places as the row before it does. Rows share what comes
    /// before the first difference, so the blocks are in one piece.
    /// </summary>
    public (int From, int To) SharedWithRowBefore(int row)
    {
        var (first, before) = (FirstOf(row), FirstOf(row - 1));
        var (last, lastBefore) = (positions[row], positions[row - 1]);
        return (first == before ? 0 : KvLayout.BlocksFor(Math.Max(first, before)),
            last == lastBefore ? shared[row] : Math.Min(shared[row], (Math.Min(last, lastBefore) + 1) / BlockTokens));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Locate(int query, out int row, out int head, out int kvHead)
    {
        var perKv = Rows * HeadsPerKv;
        kvHead = query / perKv;
        var rest = query - kvHead * perKv;
        row = rest / HeadsPerKv;
        head = kvHead * HeadsPerKv + rest - row * HeadsPerKv;
    }

    /// <summary>Writes the keys and values of rows [from, to), each [kvHead][headDim], to their places in the blocks.</summary>
    public void Store(Rows keys, Rows values, int from, int to)
    {
        for (var row = from; row < to; row++)
        {
            var (block, slot) = (BlocksOf(row)[positions[row] / BlockTokens], positions[row] % BlockTokens);
            var key = keys.Start + row * (long)keys.Stride;
            var value = values.Start + row * (long)values.Stride;
            if (IsHalf)
                StoreRow((ushort*)block, slot, key, value);
            else
                StoreRow((float*)block, slot, key, value);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    void StoreRow(float* block, int slot, float* key, float* value)
    {
        var keyPlace = block + KeyOffset + slot;
        var valuePlace = block + ValueOffset + slot * (long)ValueStride;
        for (var i = 0; i < KvHeads * HeadDim; i++)
            keyPlace[i * (long)BlockTokens] = key[i];
        for (var head = 0; head < KvHeads; head++)
            new Span<float>(value + head * HeadDim, HeadDim).CopyTo(new(valuePlace + head * (long)BlockTokens * ValueStride, HeadDim));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    void StoreRow(ushort* block, int slot, float* key, float* value)
    {
        var keyPlace = block + KeyOffset + slot;
        for (var i = 0; i < KvHeads * HeadDim; i++)
            keyPlace[i * (long)BlockTokens] = Narrow(key[i]);
        for (var head = 0; head < KvHeads; head++)
        {
            var place = block + ValueOffset + (head * (long)BlockTokens + slot) * ValueStride;
            for (var i = 0; i < HeadDim; i++)
                place[i] = Narrow(value[head * HeadDim + i]);
        }
    }

    // The conversion rounds to nearest even; what is beyond a half's range becomes infinite and shows in the logits.
    static ushort Narrow(float value) => BitConverter.HalfToUInt16Bits((Half)value);

    // The padding keeps the scores of neighbouring queries out of each other's cache sets, and gives a window's last
    // vector room.
    static int ScoreStrideFor(int maxTokens) => KvLayout.BlocksFor(maxTokens) * BlockTokens + 16;

    static int TogetherFor(int scoreStride) => Math.Clamp(ScoresTogether / scoreStride, 8, MostTogether);
}
