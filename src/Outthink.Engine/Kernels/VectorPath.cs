using System.Runtime.Intrinsics;

namespace Outthink.Engine.Kernels;

/// <summary>How wide the kernels compute. All give the same bits; wider is faster.</summary>
internal enum VectorPath
{
    /// <summary>Plain floats: the oracle, and the fallback where the processor has no vectors.</summary>
    Scalar,
    Vector128,
    Vector256,
    Vector512,
}

internal static class VectorPaths
{
    /// <summary>Whether this process can run the path at speed; the scalar one always can.</summary>
    public static bool IsAvailable(this VectorPath path) => path switch
    {
        VectorPath.Scalar => true,
        VectorPath.Vector128 => Vector128.IsHardwareAccelerated,
        VectorPath.Vector256 => Vector256.IsHardwareAccelerated,
        VectorPath.Vector512 => Vector512.IsHardwareAccelerated,
        _ => false,
    };

    public static VectorPath Widest =>
        Vector512.IsHardwareAccelerated ? VectorPath.Vector512
        : Vector256.IsHardwareAccelerated ? VectorPath.Vector256
        : Vector128.IsHardwareAccelerated ? VectorPath.Vector128
        : VectorPath.Scalar;
}
