using System.Collections.Immutable;

namespace Outthink.Engine.Weights;

/// <summary>
/// A tensor of an open <see cref="ModelFile"/>, valid until the file is disposed. Most are views of a mapped file;
/// those that no file holds in this form (rows in another order, values in another type) are made when first read.
/// </summary>
public abstract unsafe class ModelTensor
{
    private protected ModelTensor(string name, TensorType type, ImmutableArray<long> shape, string file, long offset)
    {
        (Name, Type, Shape, File, Offset) = (name, type, shape, file, offset);
        var layout = TensorLayout.Of(type)!.Value;
        ByteLength = layout.BytesOf(shape.AsSpan())!.Value;
        RowBytes = shape[0] / layout.Elements * layout.Bytes;
    }

    public string Name { get; }
    public TensorType Type { get; }

    /// <summary>Dimensions in GGUF's order: Shape[0] counts the contiguous elements of a row.</summary>
    public ImmutableArray<long> Shape { get; }

    /// <summary>Bytes of the data.</summary>
    public long ByteLength { get; }

    /// <summary>The file in which the values lie; one of many for a model in shards.</summary>
    public string File { get; }

    /// <summary>Where the values start, in bytes from the beginning of <see cref="File"/>.</summary>
    public long Offset { get; }

    /// <summary>The data, at most 2 GiB of it; a larger tensor throws and is read through <see cref="Pointer"/>.</summary>
    public ReadOnlySpan<byte> Data => ByteLength <= int.MaxValue
        ? new(Pointer, (int)ByteLength)
        : throw new InvalidOperationException($"Tensor '{Name}' has {ByteLength} bytes, more than a span holds; use Pointer.");

    /// <summary>The first of <see cref="ByteLength"/> readable bytes, until <see cref="Release"/> or the file's end.</summary>
    public abstract byte* Pointer { get; }

    /// <summary>Bytes of one row of <see cref="Shape"/>[0] values.</summary>
    internal long RowBytes { get; }

    internal long RowCount => ByteLength / RowBytes;

    /// <summary>
    /// Gives back the memory behind the data: a copy is freed, pages of a mapping are dropped. What was read through
    /// <see cref="Pointer"/> is invalid afterwards; reading again makes or maps the data again. Not while another thread reads the tensor.
    /// </summary>
    public abstract void Release();

    /// <summary>Gives back what memory it can of rows that were copied and are not wanted again.</summary>
    internal virtual void ReleaseRows(long first, long count) { }

    /// <summary>Copies <see cref="RowBytes"/> bytes of a row.</summary>
    internal abstract void CopyRow(long row, Span<byte> to);

    /// <summary>Writes all bytes, in pieces, and keeps nothing of them in memory.</summary>
    internal abstract void WriteTo(Stream stream);

    internal ModelFileException Fault(string message, Exception? inner = null) => new(File, message, Name, Offset, inner);
}
