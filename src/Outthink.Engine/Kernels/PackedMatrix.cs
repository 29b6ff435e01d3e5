using System.Buffers.Binary;
using Outthink.Engine.Weights;

namespace Outthink.Engine.Kernels;

/// <summary>
/// A weight matrix [columns, depth] (y = W·x has <see cref="Columns"/> values, x has <see cref="Depth"/>) in the
/// kernels' layout: panels of 16 output columns, [panel][k][16], values in the type of the file. Q8_0 keeps its block
/// scales apart: int8 [panel][k][16] and scales [panel][k / 32][16]. Columns beyond the last are zero.
/// </summary>
internal sealed unsafe class PackedMatrix : IDisposable
{
    public const int PanelColumns = 16;
    public const int QuantBlock = 32;
    const int QuantBlockBytes = 34;

    readonly NativeBuffer values;
    readonly NativeBuffer? scales;

    PackedMatrix(TensorType type, int columns, int depth)
    {
        (Type, Columns, Depth) = (type, columns, depth);
        values = new((PanelCount * (long)depth * PanelColumns * BytesPerValue + 3) / 4);
        scales = type == TensorType.Q8_0 ? new(PanelCount * (long)(depth / QuantBlock) * PanelColumns) : null;
    }

    public TensorType Type { get; }
    public int Columns { get; }
    public int Depth { get; }
    public int PanelCount => (Columns + PanelColumns - 1) / PanelColumns;

    /// <summary>Columns rounded up to whole panels: the least stride of an output row.</summary>
    public int PaddedColumns => PanelCount * PanelColumns;

    /// <summary>Bytes held.</summary>
    public long ByteLength => (values.Length + (scales?.Length ?? 0)) * sizeof(float);

    int BytesPerValue => Type switch { TensorType.F32 => 4, TensorType.Q8_0 => 1, _ => 2 };

    /// <summary>Whether the kernels can read the type.</summary>
    public static bool Supports(TensorType type) => type is TensorType.F32 or TensorType.F16 or TensorType.BF16 or TensorType.Q8_0;

    /// <summary>Repacks a row-major matrix as files hold it: <paramref name="columns"/> rows of <paramref name="depth"/> contiguous values.</summary>
    /// <exception cref="ArgumentException">The type is not supported, or Q8_0 with a depth that is no multiple of 32.</exception>
    public static PackedMatrix Pack(TensorType type, int columns, int depth, byte* source)
    {
        if (!Supports(type))
            throw new ArgumentException($"weights of type {type} are not supported yet; use F32, F16, BF16 or Q8_0", nameof(type));
        if (type == TensorType.Q8_0 && depth % QuantBlock != 0)
            throw new ArgumentException($"Q8_0 rows hold a multiple of {QuantBlock} values, not {depth}", nameof(depth));
        var packed = new PackedMatrix(type, columns, depth);
        for (var column = 0; column < columns; column++)
            packed.PackColumn(column, source + column * packed.BytesPerRow);
        return packed;
    }

    public static PackedMatrix Pack(ModelTensor tensor, int columns, int depth) => Pack(tensor.Type, columns, depth, tensor.Pointer);

    public static PackedMatrix Pack(int columns, int depth, ReadOnlySpan<float> rows)
    {
        if (rows.Length != (long)columns * depth)
            throw new ArgumentException($"{columns} × {depth} values are needed, {rows.Length} were given", nameof(rows));
        fixed (float* source = rows)
            return Pack(TensorType.F32, columns, depth, (byte*)source);
    }

    /// <summary>Bytes of one column's <see cref="Depth"/> values in a file.</summary>
    long BytesPerRow => Type == TensorType.Q8_0 ? Depth / QuantBlock * (long)QuantBlockBytes : Depth * (long)BytesPerValue;

    /// <summary>First stored value of row k of a panel.</summary>
    public byte* Values(int panel, int k) => (byte*)values.Pointer + (panel * (long)Depth + k) * PanelColumns * BytesPerValue;

    /// <summary>The 16 scales of the Q8_0 block that holds row k of a panel.</summary>
    public float* Scales(int panel, int k) => scales!.Pointer + (panel * (long)(Depth / QuantBlock) + k / QuantBlock) * PanelColumns;

    /// <summary>Copies column <paramref name="column"/> (the embedding of a token, in a tied matrix) to <paramref name="to"/>, widened exactly.</summary>
    public void CopyColumn(int column, Span<float> to)
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
            case TensorType.BF16:
                for (var k = 0; k < Depth; k++)
                    to[k] = BitConverter.Int32BitsToSingle(((ushort*)at)[k * (long)PanelColumns + lane] << 16);
                break;
            default:
                for (var k = 0; k < Depth; k++)
                    to[k] = Scales(panel, k)[lane] * ((sbyte*)at)[k * (long)PanelColumns + lane];
                break;
        }
    }

    public void Dispose()
    {
        values.Dispose();
        scales?.Dispose();
    }

    void PackColumn(int column, byte* row)
    {
        var (panel, lane) = (column / PanelColumns, column % PanelColumns);
        switch (Type)
        {
            case TensorType.F32:
                for (var k = 0; k < Depth; k++)
                    ((float*)Values(panel, k))[lane] = ((float*)row)[k];
                break;
            case TensorType.Q8_0:
                for (var k = 0; k < Depth; k++)
                {
                    var block = row + k / QuantBlock * QuantBlockBytes;
                    ((sbyte*)Values(panel, k))[lane] = ((sbyte*)block)[2 + k % QuantBlock];
                    if (k % QuantBlock == 0)
                        Scales(panel, k)[lane] = (float)BinaryPrimitives.ReadHalfLittleEndian(new ReadOnlySpan<byte>(block, 2));
                }
                break;
            default:
                for (var k = 0; k < Depth; k++)
                    ((ushort*)Values(panel, k))[lane] = ((ushort*)row)[k];
                break;
        }
    }
}
