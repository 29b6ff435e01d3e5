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
    static readonly Lazy<GeneratedIntegerKernel?> Once = new(TryCreate); // its code stays until the process ends

    /// <summary>By the format and how scales come, then by panels, then by rows.</summary>
    readonly nint[][] functions;

    GeneratedIntegerKernel(nint[][] functions) => this.functions = functions;

    /// <summary>Whether the processor has the instructions and the runtime may use 512 bits.</summary>
    public static bool IsSupported =>
        Avx512BW.IsSupported && X86Base.X64.IsSupported && X86Base.CpuId(0, 0).Eax >= 7 && (X86Base.CpuId(7, 0).Ecx & 1 << 11) != 0;

    /// <summary>The kernel, the same for all engines; null where the processor or the system does not allow it.</summary>
    public static GeneratedIntegerKernel? Shared => Once.Value;

    static GeneratedIntegerKernel? TryCreate()
    {
        if (!IsSupported)
            return null;
        var assembler = new Assembler();
        var starts = new int[CodeFormat.Keys * 2][];
        foreach (var type in Enum.GetValues<TensorType>())
        {
            if (CodeFormat.Of(type) is not { } format)
                continue;
            var hasHalves = !PanelScales.IsNestedType(type);
            starts[KeyOf(format, hasHalves)] ??= [.. Enumerable.Range(0, ActivationTile.Rows * VnniTile.MostPanels(format)).Select(i =>
                VnniTile.Write(assembler, format, hasHalves, i % ActivationTile.Rows + 1, i / ActivationTile.Rows + 1))];
        }
        var code = ExecutableMemory.TryPublish(assembler.ToArray());
        return code == null ? null : new([.. starts.Select(all => all is null ? [] : all.Select(start => (nint)(code + start)).ToArray())]);
    }

    protected override bool ReadsHalves => true;

    protected override int MostPanels(CodeFormat format) => VnniTile.MostPanels(format);

    protected override void Expand(PanelScales scales, int panel, int block, int count, float* to) =>
        ScaleExpansion<Vector512<float>, Lanes512>.Run(scales, panel, block, count, to);

    protected override void Multiply(in TileWork work)
    {
        TileArguments arguments = new()
        {
            Activations = work.Activations,
            Weights = work.Codes,
            NextWeights = work.Codes + work.CodeStride,
            Scales = work.Scales,
            NextScales = work.Scales + work.ScaleStride,
            Output = work.Output,
            OutputStride = work.OutputStride * (long)sizeof(float),
            Blocks = work.Blocks,
            Early = work.Next,
            LowBits = 0x0F0F0F0F,
            HighBits = 0x30303030,
        };
        var function = functions[KeyOf(work.Format, work.HasHalves)][(work.Panels - 1) * ActivationTile.Rows + work.Rows - 1];
        ((delegate* unmanaged[SuppressGCTransition]<TileArguments*, void>)function)(&arguments);
    }

    static int KeyOf(CodeFormat format, bool hasHalves) => format.Key * 2 + (hasHalves ? 1 : 0);
}
