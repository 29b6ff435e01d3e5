using System.Numerics;
using System.Runtime.InteropServices;

namespace Outthink.Engine.Kernels;

/// <summary>Rows of floats in a <see cref="NativeBuffer"/>: what rooms without pointers hand to the kernels.</summary>
internal readonly unsafe struct Rows
{
    public readonly float* Start;
    public readonly int Stride;
    public readonly int Count;

    Rows(float* start, int stride, int count)
    {
        Start = start;
        Stride = stride;
        Count = count;
    }

    /// <summary>The first <paramref name="count"/> rows of a buffer, <paramref name="stride"/> floats apart.</summary>
    public static Rows Of(NativeBuffer buffer, int stride, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan((long)stride * count, buffer.Length);
        return new(buffer.Pointer, stride, count);
    }

    public Span<float> this[int row]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)row, (uint)Count);
            return new(Start + row * (long)Stride, Stride);
        }
    }

    public Rows Part(int from, int to)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(from);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(to, Count);
        return new(Start + from * (long)Stride, Stride, to - from);
    }

    /// <summary>The heads of one row as rows of their own.</summary>
    public Rows Heads(int row, int heads, int headDim)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((long)heads * headDim, Stride);
        return new(Part(row, row + 1).Start, headDim, heads);
    }

    /// <summary>Adds the same values to every row; the vector is padded with zeros as rows are. Null adds nothing.</summary>
    public void Add(NativeBuffer? vector)
    {
        for (var row = 0; vector is not null && row < Count; row++)
        {
            var to = MemoryMarshal.Cast<float, Vector<float>>(this[row]);
            var from = MemoryMarshal.Cast<float, Vector<float>>(vector.Span(0, Stride));
            for (var i = 0; i < to.Length; i++)
                to[i] += from[i];
        }
    }
}
