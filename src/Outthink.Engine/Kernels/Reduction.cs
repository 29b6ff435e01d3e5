using System.Runtime.CompilerServices;

namespace Outthink.Engine.Kernels;

/// <summary>The one way in which 16 partial sums become one: halves are added, 8, 4, 2, 1.</summary>
internal static unsafe class Reduction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sum(float* lanes)
    {
        for (var width = 8; width > 0; width /= 2)
        {
            for (var i = 0; i < width; i++)
                lanes[i] += lanes[i + width];
        }
        return lanes[0];
    }
}
