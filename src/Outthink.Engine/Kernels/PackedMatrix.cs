using Outthink.Engine.Kernels.Integers;
using Outthink.Engine.Weights;

namespace Outthink.Engine.Kernels;

/// <summary>
/// A weight matrix [columns, depth] (y = W·x has <see cref="Columns"/> values, x has <see cref="Depth"/>) in the
/// kernels' layout: panels of 16 output columns. Columns beyond the last are zero. Repacked once from a file.
/// </summary>
internal abstract unsafe class PackedMatrix(TensorType type, int columns, int depth) : IDisposable
{
    public const int PanelColumns = 16;

    public TensorType Type => type;
    public int Columns => columns;
    public int Depth => depth;
    public int PanelCount => (Columns + PanelColumns - 1) / PanelColumns;

    /// <summary>Columns rounded up to whole panels: the least stride of an output row.</summary>
    public int PaddedColumns => PanelCount * PanelColumns;

    /// <summary>Bytes held.</summary>
    public abstract long ByteLength { get; }

    /// <summary>Whether the kernels can read the type.</summary>
    public static bool Supports(TensorType type) => FloatPanels.Holds(type) || CodeFormat.Of(type) is not null;

    /// <summary>Bytes that a matrix of this type and shape takes once packed; the type is one that is supported.</summary>
    public static Int128 BytesFor(TensorType type, long columns, long depth)
    {
        var panel = CodeFormat.Of(type) is { } format
            ? IntegerPanels.PanelBytesFor(type, format, depth)
            : (Int128)depth * PanelColumns * TensorLayout.Of(type)!.Value.Bytes;
        return (columns + PanelColumns - 1) / PanelColumns * panel;
    }

    /// <summary>Repacks a row-major matrix as files hold it: <paramref name="columns"/> rows of <paramref name="depth"/> contiguous values.</summary>
    /// <exception cref="ArgumentException">The type is not supported, or the depth is no whole number of the type's blocks.</exception>
    public static PackedMatrix Pack(TensorType type, int columns, int depth, byte* source)
    {
        if (!Supports(type))
            throw new ArgumentException($"weights of type {type} are not supported; use a file with F32, F16, BF16, Q8_0, Q4_0 … Q5_1, Q2_K … Q6_K or IQ4_NL", nameof(type));
        var elements = TensorLayout.Of(type)!.Value.Elements;
        if (depth % elements != 0)
            throw new ArgumentException($"{type} rows hold a multiple of {elements} values, not {depth}", nameof(depth));
        return FloatPanels.Holds(type) ? FloatPanels.Of(type, columns, depth, source) : IntegerPanels.Of(type, columns, depth, source);
    }

    public static PackedMatrix Pack(ModelTensor tensor, int columns, int depth) => Pack(tensor.Type, columns, depth, tensor.Pointer);

    public static PackedMatrix Pack(int columns, int depth, ReadOnlySpan<float> rows)
    {
        if (rows.Length != (long)columns * depth)
            throw new ArgumentException($"{columns} × {depth} values are needed, {rows.Length} were given", nameof(rows));
        fixed (float* source = rows)
            return Pack(TensorType.F32, columns, depth, (byte*)source);
    }

    /// <summary>Copies column <paramref name="column"/> (the embedding of a token, in a tied matrix) to <paramref name="to"/>, widened exactly.</summary>
    public abstract void CopyColumn(int column, Span<float> to);

    public abstract void Dispose();
}
