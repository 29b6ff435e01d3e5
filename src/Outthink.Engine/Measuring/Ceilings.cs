using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Outthink.Engine.Weights;

namespace Outthink.Engine.Measuring;

/// <summary>What this machine does at most, measured now; a model's speed is held against it in the same run.</summary>
public sealed record Ceilings
{
    /// <summary>What one core with 8-bit dot products reaches with the Q8_0 kernel on an idle machine, at the least.</summary>
    const double LeastInt8Gops = 340;

    /// <summary>10^9 operations per second of one core in the exact Q8_0 matrix product, 64 rows × 896 × 4864.</summary>
    public required double Int8Gops { get; init; }

    /// <summary>10^9 floating-point operations per second of one core: fused multiply-adds on registers in the widest vectors.</summary>
    public required double Fp32Gflops { get; init; }

    /// <summary>10^9 bytes per second that all threads read from memory together.</summary>
    public required double MemoryGBps { get; init; }

    /// <summary>Why <see cref="Int8Gops"/> is no ceiling to hold anything against; null when it is one.</summary>
    public required string? Doubt { get; init; }

    /// <summary>Measures for about a second; nothing else should run meanwhile.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no thread to measure with.</exception>
    public static Ceilings Measure(int threads)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        var int8 = Int8Probe.Measure() / 1e9;
        return new()
        {
            Int8Gops = int8,
            Fp32Gflops = PeakProbe.Measure() / 1e9,
            MemoryGBps = MemoryProbe.Measure(threads) / 1e9,
            Doubt = HasInt8DotProducts && int8 < LeastInt8Gops
                ? FormattableString.Invariant($"the Q8_0 kernel reached {int8:F0} GOP/s on one core, and processors with 8-bit dot products reach {LeastInt8Gops:F0} and more: the machine is busy or throttled; wait until it is idle and measure again")
                : null,
        };
    }

    /// <summary>
    /// Arithmetic done as a share of what the threads could do: 2 · parameters · tokens per second over the ceiling of the
    /// kernel, which is the 8-bit one for quantised weights and the 32-bit one for the others.
    /// </summary>
    public double ComputeShare(TensorType weights, long parameters, double tokensPerSecond, int threads)
    {
        var perCore = weights is TensorType.F32 or TensorType.F16 or TensorType.BF16 ? Fp32Gflops : Int8Gops;
        return 2.0 * parameters * tokensPerSecond / (perCore * 1e9 * threads);
    }

    /// <summary>Weights read as a share of what the threads could read.</summary>
    public double MemoryShare(long bytesPerPass, double passesPerSecond) => bytesPerPass * passesPerSecond / (MemoryGBps * 1e9);

    /// <summary>Whether the processor multiplies and adds bytes in one instruction: AVX-512 VNNI or AVX-VNNI (CPUID leaf 7).</summary>
    internal static bool HasInt8DotProducts
    {
        get
        {
            if (!X86Base.IsSupported || X86Base.CpuId(0, 0).Eax < 7 || !Vector256.IsHardwareAccelerated)
                return false;
            var (subleaves, _, features, _) = X86Base.CpuId(7, 0);
            return (Avx512F.IsSupported && (features & (1 << 11)) != 0) || (subleaves >= 1 && (X86Base.CpuId(7, 1).Eax & (1 << 4)) != 0);
        }
    }
}
