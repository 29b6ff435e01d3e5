namespace Outthink.Engine.Kernels;

/// <summary>Queries that walk together, and the scratch they work in.</summary>
internal unsafe struct AttentionGroup
{
    public AttentionQuery* Queries;
    public int Count;
    public int HeadDim;
    public int ValueStride;
    public int ScoreStride;
    public bool IsHalf;
    public float Scale;
    public long Keys;       // elements from a block's start to this head's keys
    public long Values;
    public float* Scores;   // [query][scoreStride]; probabilities later
    public float* Packed;   // [query][valueStride]: the queries side by side
    public float* Sums;     // [query][valueStride]
    public float* Gathered;  // keys or values of a chunk of blocks
}
