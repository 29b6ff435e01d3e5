using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace Outthink.Engine.Weights;

/// <summary>A small tensor of floats in memory: a norm or bias that was widened, factors that were computed.</summary>
sealed unsafe class HeldTensor : ModelTensor
{
    readonly float[] values; // pinned

    /// <summary>Copies the values; <paramref name="file"/> and <paramref name="offset"/> say where they come from.</summary>
    public HeldTensor(string name, ReadOnlySpan<float> values, string file, long offset, ImmutableArray<long>? shape = null)
        : base(name, TensorType.F32, shape ?? [values.Length], file, offset)
    {
        this.values = GC.AllocateUninitializedArray<float>(values.Length, pinned: true);
        values.CopyTo(this.values);
    }

    public override byte* Pointer => (byte*)Marshal.UnsafeAddrOfPinnedArrayElement(values, 0);

    public override void Release() { } // as long as the file is open: there is nothing to make it again from

    internal override void CopyRow(long row, Span<byte> to) => MemoryMarshal.AsBytes(values.AsSpan()).Slice((int)(row * RowBytes), (int)RowBytes).CopyTo(to);

    internal override void WriteTo(Stream stream) => stream.Write(MemoryMarshal.AsBytes(values.AsSpan()));
}
