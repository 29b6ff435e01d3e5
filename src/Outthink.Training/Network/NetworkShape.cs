namespace Outthink.Training.Network;

/// <summary>The sizes of a llama network. All widths are multiples of 16, heads are as many for keys as for queries.</summary>
public sealed record NetworkShape(int Width, int Layers, int Heads, int FeedForward, int Vocabulary)
{
    /// <summary>The longest text a network is trained on and promises to read.</summary>
    public const int ContextLength = 512;

    public int HeadDim => Width / Heads;

    /// <summary>The vocabulary rounded up to whole vectors; the rows beyond it stay zero and are never predicted.</summary>
    internal int PaddedVocabulary => (Vocabulary + 15) / 16 * 16;

    /// <summary>Parameters evaluated for a token: all of the blocks and the output layer, not the input look-up.</summary>
    public int EvaluatedParameters => Layers * (4 * Width * Width + 3 * Width * FeedForward + 2 * Width) + Width + Vocabulary * Width;
}
