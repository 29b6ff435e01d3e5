using Outthink.Engine.Weights;

namespace Outthink.Engine.Tests.Kernels;

/// <summary>Random blocks of the quantised types: any bits but those of the half-precision scales, which are small numbers.</summary>
internal static class RandomBlocks
{
    /// <summary>Every quantised type that the kernels read.</summary>
    public static TensorType[] Types { get; } =
    [
        TensorType.Q8_0, TensorType.Q4_0, TensorType.Q4_1, TensorType.Q5_0, TensorType.Q5_1, TensorType.IQ4_NL,
        TensorType.Q2_K, TensorType.Q3_K, TensorType.Q4_K, TensorType.Q5_K, TensorType.Q6_K,
    ];

    public static byte[] Of(TensorType type, int values, Random random)
    {
        var layout = TensorLayout.Of(type)!.Value;
        var bytes = new byte[values / layout.Elements * layout.Bytes];
        random.NextBytes(bytes);
        foreach (var at in ScalePlaces(type))
        {
            for (var block = 0; block < bytes.Length; block += layout.Bytes)
                BitConverter.TryWriteBytes(bytes.AsSpan(block + at), (Half)((random.NextDouble() - 0.5) / 64));
        }
        return bytes;
    }

    static int[] ScalePlaces(TensorType type) => type switch
    {
        TensorType.Q8_0 or TensorType.Q4_0 or TensorType.Q5_0 or TensorType.IQ4_NL => [0],
        TensorType.Q2_K => [80, 82],
        TensorType.Q3_K => [108],
        TensorType.Q6_K => [208],
        _ => [0, 2],
    };
}
