using System.Collections.Immutable;

namespace Outthink.Engine.Weights;

/// <summary>A tensor as it lies in a mapped file.</summary>
sealed unsafe class MappedTensor(MappedFile file, string name, TensorType type, ImmutableArray<long> shape, long offset)
    : ModelTensor(name, type, shape, file.Path, offset)
{
    const int Piece = 1 << 20;

    public override byte* Pointer => file.At(Offset);

    public override void Release() => file.Drop(Offset, ByteLength);

    internal override void ReleaseRows(long first, long count) => file.Drop(Offset + first * RowBytes, count * RowBytes);

    internal override void CopyRow(long row, Span<byte> to) => new ReadOnlySpan<byte>(Pointer + row * RowBytes, checked((int)RowBytes)).CopyTo(to);

    internal override void WriteTo(Stream stream)
    {
        for (var at = 0L; at < ByteLength; at += Piece)
        {
            var length = Math.Min(Piece, ByteLength - at);
            stream.Write(new ReadOnlySpan<byte>(Pointer + at, (int)length));
            file.Drop(Offset + at, length);
        }
    }
}
