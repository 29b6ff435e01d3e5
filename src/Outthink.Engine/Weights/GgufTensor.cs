using System.Collections.Immutable;

namespace Outthink.Engine.Weights;

/// <summary>A tensor of an open <see cref="GgufFile"/>: a view of the mapping, valid until the file is disposed.</summary>
public sealed class GgufTensor
{
    readonly GgufFile file;
    readonly long start;

    internal GgufTensor(GgufFile file, string name, TensorType type, ImmutableArray<long> shape, long start, long byteLength) =>
        (this.file, Name, Type, Shape, this.start, ByteLength) = (file, name, type, shape, start, byteLength);

    public string Name { get; }
    public TensorType Type { get; }

    /// <summary>Dimensions in the file's order: Shape[0] counts the contiguous elements of a row.</summary>
    public ImmutableArray<long> Shape { get; }

    /// <summary>Bytes of the data, which lie wholly within the file and overlap no other tensor's.</summary>
    public long ByteLength { get; }

    /// <summary>Where the data starts, in bytes from the file's beginning.</summary>
    public long Offset => start;

    /// <summary>The data, at most 2 GiB of it; a larger tensor throws and is read through <see cref="Pointer"/>.</summary>
    public unsafe ReadOnlySpan<byte> Data => ByteLength <= int.MaxValue
        ? new(Pointer, (int)ByteLength)
        : throw new InvalidOperationException($"Tensor '{Name}' has {ByteLength} bytes, more than a span holds; use Pointer.");

    /// <summary>The first of <see cref="ByteLength"/> readable bytes.</summary>
    public unsafe byte* Pointer => file.At(start);
}
