using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

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
    /// <summary>
    /// The runtime advises against 512 bits on processors that lower their clock for them; these kernels are twice as
    /// fast there all the same (Skylake, 128 against 64 GFLOP/s), so what counts is that the instructions exist.
    /// </summary>
    public static VectorPath Widest =>
        Vector512.IsHardwareAccelerated || Avx512F.IsSupported ? VectorPath.Vector512
        : Vector256.IsHardwareAccelerated ? VectorPath.Vector256
        : Vector128.IsHardwareAccelerated ? VectorPath.Vector128
        : VectorPath.Scalar;
}
