using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Outthink.Engine.Kernels;
using Outthink.Engine.Scheduling;

namespace Outthink.Engine.Measuring;

/// <summary>What threads read from memory together: each its own slice of a buffer larger than any cache, front to back.</summary>
internal static class MemoryProbe
{
    const int SliceFloats = 32 << 20, Tries = 10, Lanes = 16;

    /// <summary>Bytes per second of all threads.</summary>
    public static double Measure(int threads)
    {
        // More slices than eight would be more memory than some machines have to spare.
        var floats = SliceFloats / Math.Max(1, threads / 8) / (4 * Lanes) * (4 * Lanes);
        var slices = Enumerable.Range(0, threads).Select(_ => new NativeBuffer(floats)).ToArray();
        var sums = new float[threads * Lanes];
        using var team = new WorkerTeam(threads);
        Action<int> read = part => sums[part * Lanes] = Sum(slices[part].Span(0, floats));
        // Pages are laid out by whoever touches them first.
        team.Run(part => slices[part].Span(0, floats).Fill(1));
        var seconds = FastestTenth.Seconds(Tries, () => team.Run(read));
        foreach (var slice in slices)
            slice.Dispose();
        return sums[0] > 0 ? (double)floats * sizeof(float) * threads / seconds : throw new InvalidOperationException("the sum of ones is not positive");
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static float Sum(ReadOnlySpan<float> values)
    {
        ref var start = ref MemoryMarshal.GetReference(values);
        Vector512<float> a = default, b = default, c = default, d = default;
        for (nuint i = 0; i < (nuint)values.Length; i += 4 * Lanes)
        {
            a += Vector512.LoadUnsafe(ref start, i);
            b += Vector512.LoadUnsafe(ref start, i + Lanes);
            c += Vector512.LoadUnsafe(ref start, i + 2 * Lanes);
            d += Vector512.LoadUnsafe(ref start, i + 3 * Lanes);
        }
        return Vector512.Sum(a + b + (c + d));
    }
}
