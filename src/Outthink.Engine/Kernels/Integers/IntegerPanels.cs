using Outthink.Engine.Weights;

namespace Outthink.Engine.Kernels.Integers;

/// <summary>
/// Quantised weights as codes, [panel][block of 32][…][16 columns][4 values], and scales. A vector of codes holds
/// four successive values of each of 16 columns. 8-bit codes have 8 such vectors a block; 4-bit ones have 4, whose
/// low halves are the even and whose high halves the odd ones; 6-bit codes add 2 vectors with two bits of each of 8.
/// </summary>
internal sealed unsafe class IntegerPanels : PackedMatrix
{
    readonly NativeBuffer codes;

    IntegerPanels(TensorType type, CodeFormat format, int columns, int depth) : base(type, columns, depth)
    {
        Format = format;
        PanelBytes = depth / CodeFormat.Block * (long)format.BlockBytes;
        codes = new(PanelCount * PanelBytes / sizeof(float));
        Scales = new(type, format, PanelCount, depth);
    }

    public CodeFormat Format { get; }

    public PanelScales Scales { get; }

    /// <summary>Bytes from a panel's codes to the next's.</summary>
    public long PanelBytes { get; }

    public override long ByteLength => codes.Length * sizeof(float) + Scales.ByteLength;

    /// <summary>Bytes of a panel of this depth, scales included.</summary>
    public static long PanelBytesFor(TensorType type, CodeFormat format, long depth) =>
        depth / CodeFormat.Block * format.BlockBytes + PanelScales.BytesFor(type, format, depth);

    public static IntegerPanels Of(TensorType type, int columns, int depth, byte* source)
    {
        var packed = new IntegerPanels(type, CodeFormat.Of(type)!.Value, columns, depth);
        var layout = TensorLayout.Of(type)!.Value;
        var rowBytes = depth / layout.Elements * (long)layout.Bytes;
        Parallel.For(0, packed.PanelCount, panel =>
        {
            for (var lane = 0; lane < PanelColumns; lane++)
            {
                var column = panel * PanelColumns + lane;
                if (column < columns)
                    packed.PackColumn(panel, lane, source + column * rowBytes, layout.Bytes);
                else
                    packed.FillColumn(panel, lane);
            }
        });
        return packed;
    }

    /// <summary>The first code of a block of a panel.</summary>
    public byte* Codes(int panel, int block) => (byte*)codes.Pointer + panel * PanelBytes + block * (long)Format.BlockBytes;

    /// <summary>The code of a value of a panel's block; <paramref name="k"/> counts within the block.</summary>
    public static int CodeAt(CodeFormat format, byte* block, int k, int lane)
    {
        var (step, at) = (k / 4, lane * 4 + k % 4);
        if (format.Bits == 8)
            return block[step * 64 + at];
        var low = block[step / 2 * 64 + at] >> (step % 2 * 4) & 15;
        return format.Bits == 4 ? low : low | (block[256 + step / 4 * 64 + at] >> (step % 4 * 2) & 3) << 4;
    }

    public override void CopyColumn(int column, Span<float> to)
    {
        var (panel, lane) = (column / PanelColumns, column % PanelColumns);
        for (var k = 0; k < Depth; k += Format.Group)
        {
            var (scale, minimum) = Scales.At(panel, k / Format.Group, lane);
            var block = Codes(panel, k / CodeFormat.Block);
            for (var i = 0; i < Format.Group; i++)
                to[k + i] = scale * (CodeAt(Format, block, (k + i) % CodeFormat.Block, lane) - Format.Offset) - minimum;
        }
    }

    public override void Dispose()
    {
        codes.Dispose();
        Scales.Dispose();
    }

    void PackColumn(int panel, int lane, byte* row, int unitBytes)
    {
        var values = stackalloc byte[CodeFormat.Block];
        for (var block = 0; block < Depth / CodeFormat.Block; block++)
        {
            QuantBlocks.Codes(Type, row, block, values);
            Place(Codes(panel, block), lane, values);
        }
        for (var unit = 0; unit < Depth / CodeFormat.Block / Scales.BlocksPerUnit; unit++)
        {
            var at = row + unit * (long)unitBytes;
            var (scale, minimum) = QuantBlocks.Halves(Type, at);
            Scales.Scales(panel, unit)[lane] = scale;
            if (Format.HasMinimum)
                Scales.Minima(panel, unit)[lane] = minimum;
            for (var group = 0; Scales.IsNested && group < Scales.GroupsPerUnit; group++)
            {
                var factors = QuantBlocks.Factors(Type, at, group);
                Scales.ScaleFactors(panel, unit, group)[lane] = factors.Scale;
                if (Format.HasMinimum)
                    Scales.MinimumFactors(panel, unit, group)[lane] = factors.Minimum;
            }
        }
    }

    /// <summary>A column that is not there: zeros, whose scales are zero as they came.</summary>
    void FillColumn(int panel, int lane)
    {
        var zeros = stackalloc byte[CodeFormat.Block];
        new Span<byte>(zeros, CodeFormat.Block).Fill((byte)Format.Offset);
        for (var block = 0; block < Depth / CodeFormat.Block; block++)
            Place(Codes(panel, block), lane, zeros);
    }

    void Place(byte* block, int lane, byte* values)
    {
        for (var step = 0; step < CodeFormat.Block / 4; step++)
        {
            var four = *(uint*)(values + step * 4);
            if (Format.Bits == 8)
            {
                *(uint*)(block + step * 64 + lane * 4) = four;
                continue;
            }
            // The panel was zero: bits are only added.
            *(uint*)(block + step / 2 * 64 + lane * 4) |= (four & 0x0F0F0F0F) << (step % 2 * 4);
            if (Format.Bits == 6)
                *(uint*)(block + 256 + step / 4 * 64 + lane * 4) |= (four >> 4 & 0x03030303) << (step % 4 * 2);
        }
    }
}
