namespace Outthink.Engine.Kernels.Integers;

/// <summary>
/// Quantised activations times quantised weights. In each group of 16 or 32 values the products are summed exactly in
/// integers; then y = fma(sum, weight scale · activation scale, y), and where the type has minima y =
/// fma(minimum, −activation scale · Σ activations, y): groups ascending. Every implementation gives the same bits.
/// </summary>
internal abstract unsafe class IntegerKernel
{
    /// <summary>Blocks of the depth done at a time, so that expanded scales and codes stay in the nearest caches.</summary>
    const int ChunkBlocks = 128;

    /// <summary>Floats of scratch that a product needs: expanded scales of two panels.</summary>
    public const int Scratch = 2 * ChunkBlocks * 4 * CodeFormat.Columns;

    /// <summary>Panels that <see cref="Tile"/> takes at a time: 1 or 2.</summary>
    protected abstract int MostPanels(CodeFormat format);

    /// <summary>Rows of one tile times one or two panels, over <paramref name="blocks"/> blocks; sums start at y.</summary>
    /// <param name="format">Of the codes.</param>
    /// <param name="rows">Rows of the tile, 1 to 6.</param>
    /// <param name="panels">Panels, 1 or 2.</param>
    /// <param name="activations">The tile's first block.</param>
    /// <param name="codes">The first panel's first block; the second panel's is <paramref name="codeStride"/> bytes on.</param>
    /// <param name="codeStride">Bytes between panels.</param>
    /// <param name="scales">Expanded scales of the first panel; the second's are <paramref name="scaleStride"/> floats on.</param>
    /// <param name="scaleStride">Floats between panels.</param>
    /// <param name="blocks">Blocks of 32.</param>
    /// <param name="y">The first row's first column.</param>
    /// <param name="yStride">Floats from a row to the next.</param>
    protected abstract void Tile(CodeFormat format, int rows, int panels, byte* activations, byte* codes, long codeStride, float* scales, long scaleStride, int blocks, float* y, int yStride);

    /// <summary>Scales (and minima) of blocks of a panel as floats.</summary>
    protected abstract void Expand(PanelScales scales, int panel, int block, int count, float* to);

    /// <summary>The columns of the panels [panelFrom, panelTo) for all rows; with <paramref name="accumulate"/> sums start at y.</summary>
    public void Run(QuantizedRows x, int rows, IntegerPanels w, float* y, int yStride, int panelFrom, int panelTo, bool accumulate, float* scratch)
    {
        var (format, blocks, most) = (w.Format, w.Depth / CodeFormat.Block, MostPanels(w.Format));
        var scaleStride = ChunkBlocks * (long)format.ScaleFloats;
        for (int panel = panelFrom, panels; panel < panelTo; panel += panels)
        {
            panels = Math.Min(most, panelTo - panel);
            var columns = y + panel * CodeFormat.Columns;
            for (var row = 0; row < rows && !accumulate; row++)
                new Span<float>(columns + row * (long)yStride, panels * CodeFormat.Columns).Clear();
            for (var block = 0; block < blocks; block += ChunkBlocks)
            {
                var count = Math.Min(ChunkBlocks, blocks - block);
                for (var i = 0; i < panels; i++)
                    Expand(w.Scales, panel + i, block, count, scratch + i * scaleStride);
                for (var row = 0; row < rows; row += ActivationTile.Rows)
                {
                    var tileRows = Math.Min(ActivationTile.Rows, rows - row);
                    var activations = x.Tile(row, blocks) + block * (long)tileRows * ActivationTile.RowBytes;
                    Tile(format, tileRows, panels, activations, w.Codes(panel, block), w.PanelBytes, scratch, scaleStride, count, columns + row * (long)yStride, yStride);
                }
            }
        }
    }
}
