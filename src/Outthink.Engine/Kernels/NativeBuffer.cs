using System.Runtime.InteropServices;

namespace Outthink.Engine.Kernels;

/// <summary>
/// Zeroed floats outside the garbage-collected heap, aligned to 64 bytes so that every 16-float group is one cache line.
/// Growing keeps no contents. Not safe for concurrent growing.
/// </summary>
internal sealed unsafe class NativeBuffer : IDisposable
{
    const int Alignment = 64;

    float* start;

    public NativeBuffer(long length = 0) => Reserve(length);

    ~NativeBuffer() => Free();

    /// <summary>Floats available.</summary>
    public long Length { get; private set; }

    public float* Pointer => start;

    /// <summary>The buffer as an address, for rooms that compute places but do not touch them.</summary>
    public nint Address => (nint)start;

    public Span<float> Span(long from, int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(from);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(from + length, Length);
        return new(start + from, length);
    }

    /// <summary>Makes room for at least <paramref name="length"/> floats; what was there is lost when it grows.</summary>
    public void Reserve(long length)
    {
        if (length <= Length)
            return;
        var capacity = Math.Max(length, Length + Length / 2);
        Free();
        start = (float*)NativeMemory.AlignedAlloc(checked((nuint)capacity * sizeof(float)), Alignment);
        NativeMemory.Clear(start, (nuint)capacity * sizeof(float));
        Length = capacity;
        GC.AddMemoryPressure(capacity * sizeof(float));
    }

    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    void Free()
    {
        if (start == null)
            return;
        NativeMemory.AlignedFree(start);
        GC.RemoveMemoryPressure(Length * sizeof(float));
        start = null;
        Length = 0;
    }
}
