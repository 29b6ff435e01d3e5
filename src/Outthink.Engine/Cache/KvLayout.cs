namespace Outthink.Engine.Cache;

/// <summary>
/// Where keys and values of 16 tokens lie in a block: for each layer keys [kvHead][dim][16], then values
/// [kvHead][16][dim padded to 16]. Everything is in floats.
/// </summary>
internal sealed record KvLayout(int Layers, int KvHeads, int HeadDim)
{
    public const int BlockTokens = 16;

    /// <summary>Floats from a token's values to the next token's.</summary>
    public int ValueStride => (HeadDim + 15) / 16 * 16;

    public long FloatsPerBlock => Layers * LayerFloats;

    public long BytesPerBlock => FloatsPerBlock * sizeof(float);

    long KeyFloats => (long)KvHeads * HeadDim * BlockTokens;

    long LayerFloats => KeyFloats + (long)KvHeads * ValueStride * BlockTokens;

    public long KeyOffset(int layer) => layer * LayerFloats;

    public long ValueOffset(int layer) => layer * LayerFloats + KeyFloats;

    /// <summary>Blocks that hold this many tokens.</summary>
    public static int BlocksFor(int tokens) => (tokens + BlockTokens - 1) / BlockTokens;
}
