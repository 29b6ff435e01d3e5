using Outthink.Engine.Weights;

namespace Outthink.Engine.Kernels.Integers;

/// <summary>
/// How quantised weights lie in panels: value = scale · (code − offset), or scale · code − minimum, with one scale (and
/// minimum) for each group of <paramref name="Group"/> values along the depth.
/// </summary>
/// <param name="Bits">Bits of a code: 4, 6 (four and two bits in planes of their own) or 8.</param>
/// <param name="Group">Values that share a scale: 16 or 32.</param>
/// <param name="OffsetShift">The offset is 2 to this power; −1: none.</param>
/// <param name="HasMinimum">Whether a minimum is subtracted.</param>
internal readonly record struct CodeFormat(int Bits, int Group, int OffsetShift, bool HasMinimum)
{
    /// <summary>Values along the depth that are packed, and whose activations are quantised, together.</summary>
    public const int Block = 32;

    /// <summary>Columns of a panel.</summary>
    public const int Columns = PackedMatrix.PanelColumns;

    public int Groups => Block / Group;

    public int Offset => OffsetShift < 0 ? 0 : 1 << OffsetShift;

    /// <summary>Bytes of the codes of a panel's block.</summary>
    public int BlockBytes => Block * Columns * Bits / 8;

    /// <summary>Floats of a panel's block once its scales and minima are expanded: [groups][16] scales, then [groups][16] minima.</summary>
    public int ScaleFloats => Groups * Columns * (HasMinimum ? 2 : 1);

    /// <summary>A number below <see cref="Keys"/> that no other format in use has.</summary>
    public int Key => (Bits - 4) / 2 * 4 + (Group == 16 ? 2 : 0) + (HasMinimum ? 1 : 0);

    public const int Keys = 12;

    /// <summary>
    /// The format of a type, or null when its weights are floats or not supported. Codes with fewer bits than the format's are stored
    /// as they are: Q5 in 6 bits, Q2_K and Q3_K in 4, IQ4_NL as the signed bytes that its codes mean.
    /// </summary>
    public static CodeFormat? Of(TensorType type) => type switch
    {
        TensorType.Q8_0 or TensorType.IQ4_NL => new(8, 32, 7, false),
        TensorType.Q4_0 => new(4, 32, 3, false),
        TensorType.Q4_1 or TensorType.Q4_K => new(4, 32, -1, true),
        TensorType.Q5_0 => new(6, 32, 4, false),
        TensorType.Q5_1 or TensorType.Q5_K => new(6, 32, -1, true),
        TensorType.Q6_K => new(6, 16, 5, false),
        TensorType.Q3_K => new(4, 16, 2, false),
        TensorType.Q2_K => new(4, 16, -1, true),
        _ => null,
    };
}
