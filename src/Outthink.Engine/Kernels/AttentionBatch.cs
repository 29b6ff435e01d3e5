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

    /// <summary>Queries that walk the blocks together, so that a block shared by them is read once.</summary>
    public const int Group = 8;

    readonly int* positions;   // [row]
    readonly int* offsets;     // [row] into addresses
    readonly nint* addresses;

    public readonly int Rows;
    public readonly int KvHeads;
    public readonly int HeadsPerKv;
    public readonly int HeadDim;
    public readonly int ValueStride;  // headDim padded to 16
    public readonly long KeyOffset;   // floats from a block's start to this layer's keys
    public readonly long ValueOffset;
    public readonly float Scale;
    public readonly int ScoreStride;  // floats of scores a query may need: whole blocks

    /// <summary>Rows [first, first + rows) of a pass at one layer; <paramref name="maxTokens"/> is their longest context.</summary>
    public AttentionBatch(RowIndex index, int first, int rows, int maxTokens, KvLayout layout, int layer, int heads)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(first + rows, index.Count);
        positions = index.Positions + first;
        offsets = index.Offsets + first;
        addresses = index.Addresses;
        Rows = rows;
        (KvHeads, HeadsPerKv, HeadDim, ValueStride) = (layout.KvHeads, heads / layout.KvHeads, layout.HeadDim, layout.ValueStride);
        (KeyOffset, ValueOffset) = (layout.KeyOffset(layer), layout.ValueOffset(layer));
        Scale = 1 / MathF.Sqrt(layout.HeadDim);
        ScoreStride = KvLayout.BlocksFor(maxTokens) * BlockTokens;
    }

    public int QueryCount => Rows * KvHeads * HeadsPerKv;

    /// <summary>Floats of scratch that a call of attention needs.</summary>
    public static long ScratchFor(int maxTokens, int valueStride) =>
        Group * (KvLayout.BlocksFor(maxTokens) * (long)BlockTokens + valueStride);

    /// <summary>A row attends to the tokens 0 … position.</summary>
    public int PositionOf(int row) => positions[row];

    public nint* BlocksOf(int row) => addresses + offsets[row];

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
            var (block, slot) = (positions[row] / BlockTokens, positions[row] % BlockTokens);
            var key = keys.Start + row * (long)keys.Stride;
            var value = values.Start + row * (long)values.Stride;
            var keyPlace = (float*)BlocksOf(row)[block] + KeyOffset + slot;
            var valuePlace = (float*)BlocksOf(row)[block] + ValueOffset + slot * (long)ValueStride;
            for (var i = 0; i < KvHeads * HeadDim; i++)
                keyPlace[i * (long)BlockTokens] = key[i];
            for (var head = 0; head < KvHeads; head++)
                new Span<float>(value + head * HeadDim, HeadDim).CopyTo(new(valuePlace + head * (long)BlockTokens * ValueStride, HeadDim));
        }
    }
}
