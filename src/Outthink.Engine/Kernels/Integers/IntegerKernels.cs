using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Outthink.Engine.Kernels.MachineCode;

namespace Outthink.Engine.Kernels.Integers;

/// <summary>Which integer kernel is used where.</summary>
internal static class IntegerKernels
{
    /// <summary>The fastest that the processor has, no wider than the path.</summary>
    public static IntegerKernel Of(VectorPath path) => path switch
    {
        VectorPath.Scalar => new ScalarIntegerKernel(),
        VectorPath.Vector128 => Portable<Vector128<float>, Lanes128>(),
        VectorPath.Vector256 => Intrinsic<Vector256<float>, Lanes256>(),
        _ => GeneratedIntegerKernel.Shared ?? (AvxVnni.IsSupported || !Avx512BW.IsSupported
            ? Intrinsic<Vector512<float>, Lanes512>()
            : new VectorIntegerKernel<Vector512<int>, WideDot512, Vector512<float>, Lanes512>()),
    };

    /// <summary>Every kernel that runs here, by name: what tests hold against the oracle.</summary>
    public static IEnumerable<(string Name, IntegerKernel Kernel)> Supported()
    {
        yield return ("portable", Portable<Vector128<float>, Lanes128>());
        if (Avx2.IsSupported)
            yield return ("AVX2", new VectorIntegerKernel<Vector256<int>, WideDot256, Vector256<float>, Lanes256>());
        if (AvxVnni.IsSupported)
            yield return ("AVX-VNNI", new VectorIntegerKernel<Vector256<int>, VnniDot, Vector256<float>, Lanes256>());
        if (Avx512BW.IsSupported)
            yield return ("AVX-512BW", new VectorIntegerKernel<Vector512<int>, WideDot512, Vector512<float>, Lanes512>());
        if (GeneratedIntegerKernel.Shared is { } generated)
            yield return ("AVX-512 VNNI", generated);
    }

    static IntegerKernel Intrinsic<V, L>() where V : struct where L : struct, ILanes<V> =>
        AvxVnni.IsSupported ? new VectorIntegerKernel<Vector256<int>, VnniDot, V, L>()
        : Avx2.IsSupported ? new VectorIntegerKernel<Vector256<int>, WideDot256, V, L>()
        : Portable<V, L>();

    static VectorIntegerKernel<Vector128<int>, WideDot128, V, L> Portable<V, L>() where V : struct where L : struct, ILanes<V> => new();
}
