using System.Text;
using FsCheck.Xunit;
using Outthink.Engine.Weights;

namespace Outthink.Engine.Tests.Weights;

public sealed class GgufFileTests : IDisposable
{
    readonly string folder = Directory.CreateTempSubdirectory("outthink-gguf").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void What_the_writer_wrote_the_file_holds()
    {
        var path = Path.Combine(folder, "sample.gguf");
        SampleGguf.Writer().Write(path);
        using var file = GgufFile.Open(path);
        var metadata = file.Metadata;

        Assert.Equal(3u, file.Version);
        Assert.Equal("llama", metadata.GetString("general.architecture"));
        Assert.Equal(250u, metadata.GetUInt32("u8"));
        Assert.Equal(-3, metadata.GetInt32("i8"));
        Assert.Equal(4_000_000_000u, metadata.GetUInt32("u32"));
        Assert.Equal(1.5f, metadata.GetFloat("f32"));
        Assert.Equal(-2.25f, metadata.GetFloat("f64"));
        Assert.True(metadata.GetBool("yes"));
        Assert.False(metadata.GetBool("no"));
        Assert.Equal(["a", "Ġb", "", "四"], metadata.GetStrings("strings"));
        Assert.Equal([1f, -0f, 3f], metadata.GetFloats("floats"));
        Assert.Equal([1, -2], metadata.GetInt32s("ints"));
        Assert.Equal([1, 2], metadata.GetInt32s("uints"));
        Assert.Equal(GgufValue.Of(ulong.MaxValue), metadata["u64"]);
        Assert.Equal(GgufValue.Of(long.MinValue), metadata["i64"]);

        Assert.Equal(["f32", "f16", "bf16", "q8"], file.Tensors.Keys);
        var tensor = file.Tensor("q8");
        Assert.Equal((TensorType.Q8_0, 204L), (tensor.Type, tensor.ByteLength));
        Assert.Equal([64L, 3L], tensor.Shape);
        Assert.Equal(SampleGguf.Bytes(204), tensor.Data);
        Assert.All(file.Tensors.Values, t => Assert.Equal(0, t.Offset % 32));
    }

    [Fact]
    public void Writing_leaves_no_temporary_file_and_replaces_the_old_one()
    {
        var path = Path.Combine(folder, "sample.gguf");
        File.WriteAllText(path, "old");
        SampleGguf.Writer().Write(path);
        Assert.Equal([path], Directory.GetFiles(folder));
        GgufFile.Open(path).Dispose();
    }

    [Fact]
    public void A_version_2_file_is_read_as_well()
    {
        var bytes = SampleGguf.ToBytes(SampleGguf.Writer());
        bytes[4] = 2;
        using var file = GgufFile.FromMemory(bytes, "v2");
        Assert.Equal(2u, file.Version);
        Assert.Equal(4, file.Tensors.Count);
    }

    [Fact]
    public void A_type_the_engine_does_not_run_is_still_listed()
    {
        var writer = new GgufWriter().AddTensor("k", TensorType.Q4_K, [256, 2], new byte[288]);
        using var file = GgufFile.FromMemory(SampleGguf.ToBytes(writer), "k");
        Assert.Equal(TensorType.Q4_K, file.Tensor("k").Type);
    }

    [Fact]
    public void A_disposed_file_gives_no_view()
    {
        var path = Path.Combine(folder, "sample.gguf");
        SampleGguf.Writer().Write(path);
        var file = GgufFile.Open(path);
        var tensor = file.Tensor("f32");
        file.Dispose();
        file.Dispose();
        Assert.Throws<ObjectDisposedException>(() => tensor.Data.Length);
    }

    [Fact]
    public void Getters_name_the_key_that_is_absent_or_of_another_type()
    {
        using var file = GgufFile.FromMemory(SampleGguf.ToBytes(SampleGguf.Writer()), "sample");
        var metadata = file.Metadata;
        Assert.False(metadata.TryGetString("absent", out _));
        Assert.Contains("'absent' is missing", Assert.Throws<ModelFileException>(() => metadata.GetUInt32("absent")).Message);
        Assert.Contains("'i8'", Assert.Throws<ModelFileException>(() => metadata.TryGetUInt32("i8", out _)).Message);
        Assert.Contains("'u64'", Assert.Throws<ModelFileException>(() => metadata.GetInt32("u64")).Message);
        Assert.Contains("'strings' is an array of String", Assert.Throws<ModelFileException>(() => metadata.GetString("strings")).Message);
        Assert.Contains("'floats'", Assert.Throws<ModelFileException>(() => metadata.GetInt32s("floats").Length).Message);
        Assert.Contains("'bools'", Assert.Throws<ModelFileException>(() => metadata.GetInt32s("bools").Length).Message);
        Assert.Contains("'u32'", Assert.Throws<ModelFileException>(() => metadata.GetFloat("u32")).Message);
        Assert.Contains("'yes'", Assert.Throws<ModelFileException>(() => metadata.GetString("yes")).Message);
    }

    [Property]
    public bool Any_metadata_comes_back(Dictionary<string, int> ints, long[] longs, double real, bool[] bools, string?[] texts)
    {
        // Lone surrogates have no UTF-8 form: the writer replaces them, so only whole text can come back.
        static string Whole(string? text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text ?? ""));
        var expected = ints.Where(p => p.Key is not null)
            .Select(p => (Key: "k" + Whole(p.Key), Value: GgufValue.Of(p.Value))).DistinctBy(p => p.Key)
            .Append(("longs", GgufValue.OfArray<long>(longs)))
            .Append(("real", GgufValue.Of(real)))
            .Append(("bools", GgufValue.OfArray<bool>(bools)))
            .Append(("texts", GgufValue.OfArray<string>([.. texts.Select(Whole)])))
            .ToDictionary(p => p.Item1, p => p.Item2);
        var writer = new GgufWriter();
        foreach (var (key, value) in expected)
            writer.Add(key, value);
        using var file = GgufFile.FromMemory(SampleGguf.ToBytes(writer), "random");
        return file.Metadata.Count == expected.Count && expected.All(p => file.Metadata[p.Key].Equals(p.Value));
    }

    [Property]
    public bool Any_tensors_come_back(byte[][] rows)
    {
        var writer = new GgufWriter();
        var used = rows.Where(r => r is { Length: > 0 }).ToArray();
        for (var i = 0; i < used.Length; i++)
            writer.AddTensor($"t{i}", TensorType.I8, [used[i].Length], used[i]);
        using var file = GgufFile.FromMemory(SampleGguf.ToBytes(writer), "random");
        return file.Tensors.Count == used.Length
            && used.Index().All(r => file.Tensor($"t{r.Index}").Data.SequenceEqual(r.Item));
    }

    [Fact]
    public void Bytes_that_are_no_text_are_replaced_as_decoders_do()
    {
        var random = new Random(26);
        for (var i = 0; i < 50; i++)
        {
            var bytes = new byte[random.Next(1, 1500)];
            random.NextBytes(bytes);
            var raw = RawGguf.Header(metadata: 1).String("k").U32(8).U64((ulong)bytes.Length);
            foreach (var value in bytes)
                raw.U8(value);
            using var file = GgufFile.FromMemory(raw.ToArray(), "f");
            Assert.Equal(Encoding.UTF8.GetString(bytes), file.Metadata.GetString("k"));
        }
    }
}
