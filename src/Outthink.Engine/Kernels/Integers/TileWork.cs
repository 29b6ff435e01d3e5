namespace Outthink.Engine.Kernels.Integers;

/// <summary>Rows of one tile times one or two panels, over some blocks of the depth: what an <see cref="IntegerKernel"/> is given at a time.</summary>
internal unsafe struct TileWork
{
    public CodeFormat Format;

    /// <summary>Rows of the tile, 1 to 6.</summary>
    public int Rows;

    /// <summary>1 or 2.</summary>
    public int Panels;

    /// <summary>Blocks of 32, at least one.</summary>
    public int Blocks;

    /// <summary>The tile's first block.</summary>
    public byte* Activations;

    /// <summary>The first panel's first block; the second panel's is <see cref="CodeStride"/> bytes on.</summary>
    public byte* Codes;
    public long CodeStride;

    /// <summary>Codes that will be wanted soon: where to ask for them early.</summary>
    public byte* Next;

    /// <summary>
    /// Scales of the first panel's first block, as floats ([group][16] scales, then [group][16] minima to subtract) or, with
    /// <see cref="HasHalves"/>, as the panel holds them; the second panel's are <see cref="ScaleStride"/> bytes on.
    /// </summary>
    public byte* Scales;
    public long ScaleStride;
    public bool HasHalves;

    /// <summary>The first row's first column, where sums start and end; the next row's is <see cref="OutputStride"/> floats on.</summary>
    public float* Output;
    public int OutputStride;
}
