namespace Outthink.Engine.Weights;

/// <summary>How a tensor type lies in a file: <paramref name="Elements"/> values in each block of <paramref name="Bytes"/> bytes.</summary>
public readonly record struct TensorLayout(int Elements, int Bytes)
{
    /// <summary>The layout of a type (ggml-common.h, the block structs), or null when the number means nothing to us.</summary>
    public static TensorLayout? Of(TensorType type) => type switch
    {
        TensorType.F32 or TensorType.I32 => new(1, 4),
        TensorType.F16 or TensorType.BF16 or TensorType.I16 => new(1, 2),
        TensorType.I8 => new(1, 1),
        TensorType.I64 or TensorType.F64 => new(1, 8),
        TensorType.Q4_0 or TensorType.IQ4_NL => new(32, 18),
        TensorType.Q4_1 => new(32, 20),
        TensorType.Q5_0 => new(32, 22),
        TensorType.Q5_1 => new(32, 24),
        TensorType.Q8_0 => new(32, 34),
        TensorType.Q8_1 => new(32, 36),
        TensorType.MXFP4 => new(32, 17),
        TensorType.NVFP4 => new(64, 36),
        TensorType.Q2_K => new(256, 84),
        TensorType.Q3_K or TensorType.IQ3_S => new(256, 110),
        TensorType.Q4_K => new(256, 144),
        TensorType.Q5_K => new(256, 176),
        TensorType.Q6_K => new(256, 210),
        TensorType.Q8_K => new(256, 292),
        TensorType.IQ2_XXS or TensorType.TQ2_0 => new(256, 66),
        TensorType.IQ2_XS => new(256, 74),
        TensorType.IQ2_S => new(256, 82),
        TensorType.IQ3_XXS => new(256, 98),
        TensorType.IQ1_S => new(256, 50),
        TensorType.IQ1_M => new(256, 56),
        TensorType.IQ4_XS => new(256, 136),
        TensorType.TQ1_0 => new(256, 54),
        _ => null,
    };

    /// <summary>Bytes of a row-major tensor of this shape, or null when a row is not a whole number of blocks or the size exceeds <see cref="long"/>.</summary>
    public long? BytesOf(ReadOnlySpan<long> shape)
    {
        var elements = 1L;
        foreach (var dimension in shape)
        {
            if (dimension <= 0 || elements > long.MaxValue / dimension)
                return null;
            elements *= dimension;
        }
        if (shape.IsEmpty || shape[0] % Elements != 0 || elements / Elements > long.MaxValue / Bytes)
            return null;
        return elements / Elements * Bytes;
    }
}
