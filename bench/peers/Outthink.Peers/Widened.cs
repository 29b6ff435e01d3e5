using System.Runtime.InteropServices;
using Outthink.Engine.Weights;

namespace Outthink.Peers;

/// <summary>
/// The same numbers stored as F32. For matrices of other types llama.cpp rounds the activations to that type before it
/// multiplies, and no option keeps it from doing so; our engine widens F16 and BF16 exactly and keeps activations in
/// F32. So what our engine computes is compared with llama.cpp on the widened twin. With quantised weights ours rounds
/// activations to 8 bits too: there the twin shows by how much, and close choices may differ.
/// </summary>
static class Widened
{
    public static bool IsNeeded(string path)
    {
        using var file = GgufFile.Open(path);
        return file.Tensors.Values.Any(t => t.Type != TensorType.F32);
    }

    public static void Write(string path, string twin)
    {
        using var file = GgufFile.Open(path);
        var writer = new GgufWriter();
        foreach (var (key, value) in file.Metadata.Where(p => p.Key != "general.alignment"))
            writer.Add(key, value);
        foreach (var tensor in file.Tensors.Values)
            writer.AddTensor(tensor.Name, TensorType.F32, tensor.Shape.AsSpan(), MemoryMarshal.AsBytes<float>(Values(tensor)).ToArray());
        writer.Write(twin);
    }

    static float[] Values(ModelTensor tensor) => tensor.Type switch
    {
        TensorType.F32 => MemoryMarshal.Cast<byte, float>(tensor.Data).ToArray(),
        TensorType.F16 => [.. MemoryMarshal.Cast<byte, Half>(tensor.Data).ToArray().Select(v => (float)v)],
        TensorType.BF16 => [.. MemoryMarshal.Cast<byte, ushort>(tensor.Data).ToArray().Select(v => BitConverter.UInt32BitsToSingle((uint)v << 16))],
        TensorType.Q4_0 => [.. tensor.Data.ToArray().Chunk(18).SelectMany(b => b.Skip(2).Select(v => v & 15).Concat(b.Skip(2).Select(v => v >> 4)).Select(v => (float)BitConverter.ToHalf(b) * (v - 8)))],
        TensorType.Q8_0 => [.. tensor.Data.ToArray().Chunk(34).SelectMany(b => b.Skip(2).Select(v => (float)BitConverter.ToHalf(b) * (sbyte)v))],
        _ => throw new ModelFileException(tensor.Name, $"type {tensor.Type} is not widened here"),
    };
}
