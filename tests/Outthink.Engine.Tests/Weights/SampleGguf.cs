using Outthink.Engine.Weights;

namespace Outthink.Engine.Tests.Weights;

/// <summary>Small valid GGUF files that tests read, damage and mutate.</summary>
static class SampleGguf
{
    /// <summary>Every value type, an array of every type, and four tensors of the types the engine runs.</summary>
    public static GgufWriter Writer() => new GgufWriter()
        .Add("general.architecture", "llama")
        .Add("u8", (byte)250).Add("i8", (sbyte)-3).Add("u16", (ushort)65000).Add("i16", (short)-30000)
        .Add("u32", 4_000_000_000u).Add("i32", -7).Add("u64", ulong.MaxValue).Add("i64", long.MinValue)
        .Add("f32", 1.5f).Add("f64", -2.25).Add("yes", true).Add("no", false).Add("empty", "")
        .AddArray("strings", "a", "Ġb", "", "四").AddArray("floats", 1f, -0f, 3f).AddArray("ints", 1, -2).AddArray("uints", 1u, 2u)
        .AddArray("bools", true, false).AddArray("none", ReadOnlySpan<long>.Empty)
        .AddTensor("f32", TensorType.F32, [3, 2], Bytes(24))
        .AddTensor("f16", TensorType.F16, [5], Bytes(10))
        .AddTensor("bf16", TensorType.BF16, [2, 2, 2], Bytes(16))
        .AddTensor("q8", TensorType.Q8_0, [64, 3], Bytes(204));

    public static byte[] ToBytes(GgufWriter writer)
    {
        using var stream = new MemoryStream();
        writer.Write(stream);
        return stream.ToArray();
    }

    public static byte[] Bytes(int count) => [.. Enumerable.Range(0, count).Select(i => (byte)(i * 7 + 1))];
}
