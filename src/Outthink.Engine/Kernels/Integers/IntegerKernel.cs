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

    /// <summary>Most bytes of a block's expanded scales: two groups of 16 scales and 16 minima.</summary>
    const int MostScaleBytes = 4 * CodeFormat.Columns * sizeof(float);

    /// <summary>Floats of scratch that a product needs: expanded scales of two panels.</summary>
    public const int Scratch = 2 * ChunkBlocks * MostScaleBytes / sizeof(float);

    /// <summary>Panels that <see cref="Multiply"/> takes at a time: 1 or 2.</summary>
    protected abstract int MostPanels(CodeFormat format);

    /// <summary>Whether <see cref="Multiply"/> reads scales of plain types as they are held.</summary>
    protected virtual bool ReadsHalves => false;

    protected abstract void Multiply(in TileWork work);

    /// <summary>Scales (and minima) of blocks of a panel as floats.</summary>
    protected abstract void Expand(PanelScales scales, int panel, int block, int count, float* to);

    /// <summary>The columns of the panels [panelFrom, panelTo) for all rows; with <paramref name="accumulate"/> sums start at y.</summary>
    public void Run(QuantizedRows x, int rows, IntegerPanels w, float* y, int yStride, int panelFrom, int panelTo, bool accumulate, float* scratch)
    {
        var (blocks, most) = (w.Depth / CodeFormat.Block, MostPanels(w.Format));
        TileWork work = new() { Format = w.Format, CodeStride = w.PanelBytes, HasHalves = ReadsHalves && !w.Scales.IsNested, OutputStride = yStride };
        work.ScaleStride = work.HasHalves ? w.Scales.PanelBytes : ChunkBlocks * (long)MostScaleBytes;
        for (var panel = panelFrom; panel < panelTo; panel += work.Panels)
        {
            work.Panels = Math.Min(most, panelTo - panel);
            var columns = y + panel * CodeFormat.Columns;
            for (var row = 0; row < rows && !accumulate; row++)
                new Span<float>(columns + row * (long)yStride, work.Panels * CodeFormat.Columns).Clear();
            for (var block = 0; block < blocks; block += ChunkBlocks)
            {
                work.Blocks = Math.Min(ChunkBlocks, blocks - block);
                work.Codes = w.Codes(panel, block);
                work.Scales = work.HasHalves ? (byte*)w.Scales.Scales(panel, block) : (byte*)scratch;
                for (var i = 0; i < work.Panels && !work.HasHalves; i++)
                    Expand(w.Scales, panel + i, block, work.Blocks, scratch + i * work.ScaleStride / sizeof(float));
                work.Next = w.Codes(panel + work.Panels, block);
                for (var row = 0; row < rows; row += ActivationTile.Rows)
                {
                    work.Rows = Math.Min(ActivationTile.Rows, rows - row);
                    work.Activations = x.Tile(row, blocks) + block * (long)work.Rows * ActivationTile.RowBytes;
                    work.Output = columns + row * (long)yStride;
                    Multiply(work);
                    work.Next += work.Blocks * 256L;
                }
            }
        }
    }
}
