using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Outthink.Engine.Kernels.Integers;
using Outthink.Engine.Weights;

namespace Outthink.Engine.Kernels.MachineCode;

/// <summary>
/// The integer product on AVX-512 VNNI, in code written at start by <see cref="VnniTile"/>: .NET 10 has no intrinsic
/// for these instructions (docs/decisions/generated-kernels.md). One function for each format, number of rows and of panels.
/// </summary>
internal sealed unsafe class GeneratedIntegerKernel : IntegerKernel
{
    /// <summary>By the format's key, then by panels, then by rows.</summary>
    readonly nint[][] functions;

    GeneratedIntegerKernel(nint[][] functions) => this.functions = functions;

    /// <summary>Whether the processor has the instructions and the runtime may use 512 bits.</summary>
    public static bool IsSupported =>
        Avx512BW.IsSupported && X86Base.X64.IsSupported && X86Base.CpuId(0, 0).Eax >= 7 && (X86Base.CpuId(7, 0).Ecx & 1 << 11) != 0;

    /// <summary>The kernel, or null where the processor or the system does not allow it.</summary>
    public static GeneratedIntegerKernel? TryCreate()
    {
        if (!IsSupported)
            return null;
        var assembler = new Assembler();
        var starts = new int[CodeFormat.Keys][];
        foreach (var type in Enum.GetValues<TensorType>())
        {
            if (CodeFormat.Of(type) is { } format)
                starts[format.Key] ??= [.. Enumerable.Range(0, ActivationTile.Rows * VnniTile.MostPanels(format)).Select(i =>
                    VnniTile.Write(assembler, format, i % ActivationTile.Rows + 1, i / ActivationTile.Rows + 1))];
        }
        var code = ExecutableMemory.TryPublish(assembler.ToArray());
        return code == null ? null : new([.. starts.Select(all => all is null ? [] : all.Select(start => (nint)(code + start)).ToArray())]);
    }

    protected override int MostPanels(CodeFormat format) => VnniTile.MostPanels(format);

    protected override void Expand(PanelScales scales, int panel, int block, int count, float* to) =>
        ScaleExpansion<Vector512<float>, Lanes512>.Run(scales, panel, block, count, to);

    protected override void Tile(CodeFormat format, int rows, int panels, byte* activations, byte* codes, long codeStride, float* scales, long scaleStride, int blocks, float* y, int yStride)
    {
        TileArguments arguments = new()
        {
            Activations = activations,
            Weights = codes,
            NextWeights = codes + codeStride,
            Scales = scales,
            NextScales = scales + scaleStride,
            Output = y,
            OutputStride = yStride * (long)sizeof(float),
            Blocks = blocks,
            LowBits = 0x0F0F0F0F,
            HighBits = 0x30303030,
        };
        ((delegate* unmanaged[SuppressGCTransition]<TileArguments*, void>)functions[format.Key][(panels - 1) * ActivationTile.Rows + rows - 1])(&arguments);
    }
}
