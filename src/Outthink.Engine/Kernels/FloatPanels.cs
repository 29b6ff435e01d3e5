using Outthink.Engine.Weights;

namespace Outthink.Engine.Kernels;

/// <summary>Weights that are floats, in the type of the file: [panel][k][16].</summary>
internal sealed unsafe class FloatPanels : PackedMatrix
{
    readonly NativeBuffer values;
    readonly int bytesPerValue;

    FloatPanels(TensorType type, int columns, int depth) : base(type, columns, depth)
    {
        bytesPerValue = type == TensorType.F32 ? 4 : 2;
        values = new((PanelCount * (long)depth * PanelColumns * bytesPerValue + 3) / 4);
    }

    public override long ByteLength => values.Length * sizeof(float);

    public static bool Holds(TensorType type) => type is TensorType.F32 or TensorType.F16 or TensorType.BF16;

    public static FloatPanels Of(TensorType type, int columns, int depth, byte* source)
    {
        var packed = new FloatPanels(type, columns, depth);
        Parallel.For(0, packed.PanelCount, panel =>
        {
            for (var column = panel * PanelColumns; column < Math.Min(columns, (panel + 1) * PanelColumns); column++)
                packed.PackColumn(column, source + column * (long)depth * packed.bytesPerValue);
        });
        return packed;
    }

    /// <summary>First stored value of row k of a panel.</summary>
    public byte* Values(int panel, int k) => (byte*)values.Pointer + (panel * (long)Depth + k) * PanelColumns * bytesPerValue;

    public override void CopyColumn(int column, Span<float> to)
    {
        var (panel, lane) = (column / PanelColumns, column % PanelColumns);
        var at = Values(panel, 0);
        switch (Type)
        {
            case TensorType.F32:
                for (var k = 0; k < Depth; k++)
                    to[k] = ((float*)at)[k * (long)PanelColumns + lane];
                break;
            case TensorType.F16:
                for (var k = 0; k < Depth; k++)
                    to[k] = (float)BitConverter.UInt16BitsToHalf(((ushort*)at)[k * (long)PanelColumns + lane]);
                break;
            default:
                for (var k = 0; k < Depth; k++)
                    to[k] = BitConverter.Int32BitsToSingle(((ushort*)at)[k * (long)PanelColumns + lane] << 16);
                break;
        }
    }

    public override void Dispose() => values.Dispose();

    void PackColumn(int column, byte* row)
    {
        var (panel, lane) = (column / PanelColumns, column % PanelColumns);
        var at = Values(panel, 0);
        if (bytesPerValue == 4)
        {
            for (var k = 0; k < Depth; k++)
                ((float*)at)[k * (long)PanelColumns + lane] = ((float*)row)[k];
            return;
        }
        for (var k = 0; k < Depth; k++)
            ((ushort*)at)[k * (long)PanelColumns + lane] = ((ushort*)row)[k];
    }
}
