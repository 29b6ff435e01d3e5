using System.Runtime.InteropServices;

namespace Outthink.Engine.Kernels.MachineCode;

/// <summary>What a kernel of <see cref="VnniTile"/> is called with: one pointer to this.</summary>
[StructLayout(LayoutKind.Explicit, Size = SavedRsiAt + 8)]
internal unsafe struct TileArguments
{
    public const int ActivationsAt = 0, WeightsAt = 8, ScalesAt = 24, OutputAt = 40, OutputStrideAt = 48, BlocksAt = 56, EarlyAt = 64, LowBitsAt = 72, HighBitsAt = 76, SavedAt = 80, SavedRsiAt = 240;

    /// <summary>The first block of a tile (<see cref="Integers.ActivationTile"/>).</summary>
    [FieldOffset(ActivationsAt)] public byte* Activations;

    /// <summary>The first block's codes of one panel, and of the next.</summary>
    [FieldOffset(WeightsAt)] public byte* Weights;
    [FieldOffset(WeightsAt + 8)] public byte* NextWeights;

    /// <summary>The first block's scales of one panel, and of the next.</summary>
    [FieldOffset(ScalesAt)] public byte* Scales;
    [FieldOffset(ScalesAt + 8)] public byte* NextScales;

    /// <summary>The first row's first column; sums start at what is there.</summary>
    [FieldOffset(OutputAt)] public float* Output;

    /// <summary>Bytes from a row to the next.</summary>
    [FieldOffset(OutputStrideAt)] public long OutputStride;

    /// <summary>Blocks of 32 along the depth, at least one.</summary>
    [FieldOffset(BlocksAt)] public long Blocks;

    /// <summary>What is to be brought to the second-level cache meanwhile.</summary>
    [FieldOffset(EarlyAt)] public byte* Early;

    /// <summary>0x0f0f0f0f.</summary>
    [FieldOffset(LowBitsAt)] public uint LowBits;

    /// <summary>0x30303030.</summary>
    [FieldOffset(HighBitsAt)] public uint HighBits;
}
