using Outthink.Engine.Weights;

namespace Outthink.Engine.Kernels;

/// <summary>
/// Brings rotary pairs side by side, as the kernels turn them, where a file keeps a pair at places i and i + headDim/2
/// of a head. Queries and keys are reordered alike, so their products are the same.
/// </summary>
internal static unsafe class HeadOrder
{
    /// <summary>Packs a matrix of queries or keys; the reordered copy lives as long as the call.</summary>
    public static PackedMatrix Pack(GgufTensor tensor, int columns, int depth, int headDim)
    {
        var rowBytes = tensor.ByteLength / columns;
        using var ordered = new NativeBuffer((tensor.ByteLength + sizeof(float) - 1) / sizeof(float));
        var to = (byte*)ordered.Pointer;
        for (var column = 0; column < columns; column++)
            Buffer.MemoryCopy(tensor.Pointer + PlaceInFile(column, headDim) * rowBytes, to + column * rowBytes, rowBytes, rowBytes);
        return PackedMatrix.Pack(tensor.Type, columns, depth, to);
    }

    /// <summary>Reorders a bias, or the norm of a head.</summary>
    public static void Reorder(Span<float> vector, int headDim)
    {
        var before = vector.ToArray();
        for (var i = 0; i < vector.Length; i++)
            vector[i] = before[PlaceInFile(i, headDim)];
    }

    static int PlaceInFile(int place, int headDim)
    {
        var (head, within) = (place / headDim * headDim, place % headDim);
        return head + within / 2 + within % 2 * (headDim / 2);
    }
}
