using System.Runtime.InteropServices;
using Outthink.Engine.Weights.Quantization;

namespace Outthink.Engine.Weights;

/// <summary>
/// Another tensor's rows, in another order or in another type. Nothing is made before it is read: <see cref="WriteTo"/>
/// makes row by row, <see cref="Pointer"/> makes a copy outside the managed heap that lasts until <see cref="Release"/>.
/// </summary>
sealed unsafe class DerivedTensor : ModelTensor, IDisposable
{
    const int SourceRows = 1024; // released together

    readonly ModelTensor source;
    readonly Func<long, long>? rowOf;
    float[]? values; // a row of the source, decoded
    byte[]? stored; // and as it is stored; both only while rows are made
    byte* copy;

    /// <summary><paramref name="rowOf"/> gives the source's row that stands at a row of this tensor; null: the same.</summary>
    /// <exception cref="ModelFileException">The type's blocks do not divide a row, or the source's type cannot be decoded.</exception>
    public DerivedTensor(ModelTensor source, TensorType type, Func<long, long>? rowOf = null)
        : base(source.Name, Checked(source, type), source.Shape, source.File, source.Offset) =>
        (this.source, this.rowOf) = (source, rowOf);

    ~DerivedTensor() => Free();

    public override byte* Pointer => copy == null ? copy = Make() : copy;

    public override void Release()
    {
        Free();
        source.Release();
    }

    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    internal override void CopyRow(long row, Span<byte> to)
    {
        row = rowOf?.Invoke(row) ?? row;
        if (Type == source.Type)
        {
            source.CopyRow(row, to);
            return;
        }
        stored ??= new byte[source.RowBytes];
        values ??= new float[source.Shape[0]];
        source.CopyRow(row, stored);
        Dequantizer.Decode(source.Type, stored, values);
        try
        {
            Quantizer.Encode(Type, values, to);
        }
        catch (NotFiniteNumberException problem)
        {
            throw new ModelFileException(File, $"row {row} cannot be stored as {Type}: {problem.Message}; keep the type of the file", Name, Offset, problem);
        }
    }

    internal override void WriteTo(Stream stream)
    {
        var row = new byte[RowBytes];
        for (var i = 0L; i < RowCount; i++)
        {
            CopyRow(i, row);
            ReleaseSource(i);
            stream.Write(row);
        }
        (values, stored) = (null, null);
        source.Release();
    }

    byte* Make()
    {
        var made = (byte*)NativeMemory.AlignedAlloc((nuint)ByteLength, 64);
        try
        {
            for (var i = 0L; i < RowCount; i++)
            {
                CopyRow(i, new(made + i * RowBytes, (int)RowBytes));
                ReleaseSource(i);
            }
        }
        catch
        {
            NativeMemory.AlignedFree(made);
            throw;
        }
        (values, stored) = (null, null);
        return made;
    }

    /// <summary>Gives back the source's rows before this one, so that it and the copy are not in memory whole at once.</summary>
    void ReleaseSource(long row)
    {
        if (rowOf is null && row % SourceRows == SourceRows - 1)
            source.ReleaseRows(row + 1 - SourceRows, SourceRows);
    }

    void Free()
    {
        NativeMemory.AlignedFree(copy);
        copy = null;
    }

    static TensorType Checked(ModelTensor source, TensorType type)
    {
        if (source.RowBytes > 1 << 30 || source.Shape[0] > 1 << 28)
            throw source.Fault($"a row of {source.Shape[0]} values is too long to be converted; the file is damaged or no language model");
        if (type != source.Type && !Dequantizer.Supports(source.Type))
            throw source.Fault($"weights of type {source.Type} cannot be converted; use a file with F32, F16, BF16, Q4_0 to Q8_0, Q2_K to Q6_K or IQ4_NL");
        return TensorLayout.Of(type)?.BytesOf(source.Shape.AsSpan()) is null
            ? throw source.Fault($"rows of {source.Shape[0]} values cannot be stored as {type}")
            : type;
    }
}
