namespace Outthink.Engine.Cache;

/// <summary>
/// Where keys and values of 16 tokens lie in a block: for each layer keys [kvHead][dim][16], then values
/// [kvHead][16][dim padded to 16]. Offsets count elements, which are floats or halves.
/// </summary>
internal sealed record KvLayout(int Layers, int KvHeads, int HeadDim, KvType Type = KvType.F32)
{
    public const int BlockTokens = 16;

    /// <summary>Elements from a token's values to the next token's.</summary>
    public int ValueStride => (HeadDim + 15) / 16 * 16;

    public int ElementBytes => Type == KvType.F16 ? sizeof(ushort) : sizeof(float);

    public long BytesPerBlock => Layers * LayerElements * ElementBytes;

    /// <summary>The block's memory, counted in floats whatever lies in it.</summary>
    public long FloatsPerBlock => BytesPerBlock / sizeof(float);

    long KeyElements => (long)KvHeads * HeadDim * BlockTokens;

    long LayerElements => KeyElements + (long)KvHeads * ValueStride * BlockTokens;

    public long KeyOffset(int layer) => layer * LayerElements;

    public long ValueOffset(int layer) => layer * LayerElements + KeyElements;

    /// <summary>Blocks that hold this many tokens.</summary>
    public static int BlocksFor(int tokens) => (tokens + BlockTokens - 1) / BlockTokens;
}
