using System.Buffers.Binary;
using System.Text;

namespace Outthink.Engine.Tests.Weights;

/// <summary>Builds GGUF bytes field by field, so that a test can put anything anywhere.</summary>
sealed class RawGguf
{
    readonly List<byte> bytes = [];

    public static RawGguf Header(ulong tensors = 0, ulong metadata = 0, uint version = 3) =>
        new RawGguf().Text("GGUF").U32(version).U64(tensors).U64(metadata);

    public RawGguf U8(byte value) => Add([value]);

    public RawGguf U32(uint value)
    {
        Span<byte> field = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(field, value);
        return Add(field);
    }

    public RawGguf U64(ulong value)
    {
        Span<byte> field = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(field, value);
        return Add(field);
    }

    /// <summary>Bare bytes, without a length.</summary>
    public RawGguf Text(string value) => Add(Encoding.UTF8.GetBytes(value));

    /// <summary>A length and bytes.</summary>
    public RawGguf String(string value) => U64((ulong)Encoding.UTF8.GetByteCount(value)).Text(value);

    public RawGguf Tensor(string name, ulong[] shape, uint type, ulong offset)
    {
        String(name).U32((uint)shape.Length);
        foreach (var dimension in shape)
            U64(dimension);
        return U32(type).U64(offset);
    }

    public RawGguf Zeros(int count) => Add(new byte[count]);

    public RawGguf Align(int alignment = 32) => Zeros(-bytes.Count & (alignment - 1));

    public byte[] ToArray() => [.. bytes];

    RawGguf Add(ReadOnlySpan<byte> field)
    {
        bytes.AddRange(field);
        return this;
    }
}
