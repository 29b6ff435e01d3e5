using Outthink.Engine.Weights;

namespace Outthink.Engine.Tests.Weights;

/// <summary>Each kind of damage has its own message, which names the file and, where there is one, the tensor or key.</summary>
public sealed class DamagedGgufTests : IDisposable
{
    const uint F32 = 0, Q8 = 8, Array = 9, Text = 8, U32 = 4, Bool = 7;

    readonly string folder = Directory.CreateTempSubdirectory("outthink-gguf").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    static RawGguf One(string name, ulong[] shape, uint type, ulong offset = 0) => RawGguf.Header(tensors: 1).Tensor(name, shape, type, offset).Align().Zeros(64);
    static RawGguf Two(ulong second, string name = "b") => RawGguf.Header(tensors: 2).Tensor("a", [16], F32, 0).Tensor(name, [16], F32, second).Align().Zeros(256);
    static RawGguf Key(string key, uint type) => RawGguf.Header(metadata: 1).String(key).U32(type);

    public static TheoryData<string, byte[]> Damages => new()
    {
        { "the file is empty", [] },
        { "not a GGUF file", "PK\x03\x04 a zip file, say"u8.ToArray() },
        { "ends within the magic number", "GG"u8.ToArray() },
        { "ends within the version", "GGUF\x03"u8.ToArray() },
        { "GGUF version 1 is not read", RawGguf.Header(version: 1).ToArray() },
        { "GGUF version 4 is not known", RawGguf.Header(version: 4).ToArray() },
        { "is big endian", RawGguf.Header(version: 0x03000000).ToArray() },
        { "number of tensors is 18446744073709551615", RawGguf.Header(tensors: ulong.MaxValue).ToArray() },
        { "number of tensors is 100", RawGguf.Header(tensors: 100).Zeros(1000).ToArray() },
        { "number of metadata keys is 4294967296", RawGguf.Header(metadata: 1UL << 32).Zeros(1000).ToArray() },
        { "length of name of a metadata key is 9223372036854775807", RawGguf.Header(metadata: 1).U64(long.MaxValue).Zeros(20).ToArray() },
        { "the name of a metadata key is empty", Key("", U32).U32(1).Zeros(8).ToArray() },
        { "'k' appears twice", RawGguf.Header(metadata: 2).String("k").U32(U32).U32(1).String("k").U32(U32).U32(1).ToArray() },
        { "'k' has the unknown type 13", Key("k", 13).Zeros(8).ToArray() },
        { "'k' is a boolean with the value 2", Key("k", Bool).U8(2).ToArray() },
        { "ends within the k", Key("k", U32).U8(2).ToArray() },
        { "length of k is 65535", Key("k", Text).U64(65535).Zeros(100).ToArray() },
        { "number of elements of 'k' is 13", Key("k", Array).U32(U32).U64(13).Zeros(51).ToArray() },
        { "number of elements of 'k' is 2", Key("k", Array).U32(Text).U64(2).Zeros(15).ToArray() },
        { "number of elements of 'k' is 2305843009213693952", Key("k", Array).U32(10).U64(1UL << 61).Zeros(64).ToArray() },
        { "'k' is an array of arrays", Key("k", Array).U32(Array).U64(1).U32(Array).U64(1).Zeros(99).ToArray() },
        { "'k' is an array of the unknown type 99", Key("k", Array).U32(99).U64(1).Zeros(64).ToArray() },
        { "general.alignment is 24", Key("general.alignment", U32).U32(24).ToArray() },
        { "general.alignment is 0", Key("general.alignment", U32).U32(0).ToArray() },
        { "'general.alignment' is String", Key("general.alignment", Text).String("32").ToArray() },
        { "the name of a tensor is empty", One("", [4], F32).ToArray() },
        { "the name of a tensor has 256 bytes, 255 are possible", One(new string('x', 256), [4], F32).ToArray() },
        { "the name of a metadata key has 65536 bytes", Key(new string('x', 65536), U32).U32(1).ToArray() },
        { "it has 0 dimensions", One("t", [], F32).ToArray() },
        { "it has 5 dimensions", One("t", [1, 1, 1, 1, 1], F32).ToArray() },
        { "dimension 1 is 0", One("t", [4, 0], F32).ToArray() },
        { "dimension 0 is 9223372036854775808", One("t", [1UL << 63], F32).ToArray() },
        { "shape [4294967296, 4294967296] is impossible for F32", One("t", [1UL << 32, 1UL << 32], F32).ToArray() },
        { "shape [4611686018427387904] is impossible for F32", One("t", [1UL << 62], F32).ToArray() },
        { "shape [33] is impossible for Q8_0", One("t", [33], Q8).ToArray() },
        { "type number 4 is unknown", One("t", [32], 4).ToArray() },
        { "offset 4 is not a multiple of the alignment 32", One("t", [4], F32, 4).ToArray() },
        { "68 bytes at data offset 0 go beyond", One("t", [17], F32).ToArray() },
        { "16 bytes at data offset 64 go beyond", One("t", [4], F32, 64).ToArray() },
        { "at data offset 18446744073709551584 go beyond", One("t", [4], F32, ulong.MaxValue - 31).ToArray() },
        { "data overlap those of tensor 'a'", Two(32).ToArray() },
        { "data overlap those of tensor 'a'", Two(0).ToArray() },
        { "the tensor appears twice", Two(64, "a").ToArray() },
    };

    [Theory]
    [MemberData(nameof(Damages))]
    public void Damage_is_refused_with_its_own_message(string message, byte[] bytes)
    {
        var path = Path.Combine(folder, "damaged.gguf");
        File.WriteAllBytes(path, bytes);
        var fault = Assert.Throws<ModelFileException>(() => GgufFile.Open(path));
        Assert.StartsWith(path, fault.Message, StringComparison.Ordinal);
        Assert.Contains(message, fault.Message);
        File.Delete(path); // the mapping must be gone, which shows where an open file cannot be deleted
    }

    [Fact]
    public void The_fault_carries_tensor_and_offset()
    {
        var fault = Assert.Throws<ModelFileException>(() => GgufFile.FromMemory(One("t", [33], Q8).ToArray(), "f"));
        Assert.Equal(("f", "t", 24L), (fault.File, fault.Tensor, fault.Offset));
        Assert.EndsWith("(tensor 't', at byte 24)", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_undamaged_pattern_of_these_files_is_read()
    {
        using var file = GgufFile.FromMemory(Two(64).ToArray(), "two");
        Assert.Equal(["a", "b"], file.Tensors.Keys);
        using var aligned = GgufFile.FromMemory(RawGguf.Header(tensors: 1, metadata: 1).String("general.alignment").U32(U32).U32(128)
            .Tensor("t", [4], F32, 128).Align(128).Zeros(144).ToArray(), "aligned");
        Assert.Equal(256, aligned.Tensor("t").Offset);
    }

    [Fact]
    public void Every_truncation_is_refused()
    {
        var bytes = SampleGguf.ToBytes(SampleGguf.Writer());
        using (var file = GgufFile.FromMemory(bytes, "whole"))
            bytes = bytes[..(int)file.Tensors.Values.Max(t => t.Offset + t.ByteLength)]; // padding after the last tensor may go
        for (var length = 0; length < bytes.Length; length++)
            Assert.Throws<ModelFileException>(() => GgufFile.FromMemory(bytes.AsMemory(0, length), "truncated"));
    }

    [Fact]
    public void Files_that_cannot_be_opened_are_named()
    {
        var missing = Path.Combine(folder, "none.gguf");
        Assert.Contains("there is no such file", Assert.Throws<ModelFileException>(() => GgufFile.Open(missing)).Message);
        Assert.Contains("there is no such file", Assert.Throws<ModelFileException>(() => GgufFile.Open(Path.Combine(missing, "x"))).Message);
        Assert.Contains("this is a folder", Assert.Throws<ModelFileException>(() => GgufFile.Open(folder)).Message);
        Assert.Contains("cannot be read", Assert.Throws<ModelFileException>(() => GgufFile.Open("")).Message);
    }

    [Fact]
    public void A_missing_tensor_is_named()
    {
        using var file = GgufFile.FromMemory(Two(64).ToArray(), "two");
        Assert.Contains("the tensor is missing", Assert.Throws<ModelFileException>(() => file.Tensor("output.weight")).Message);
    }

    [Fact]
    public void The_writer_refuses_what_it_cannot_write()
    {
        Assert.Contains("'k' was added before", Assert.Throws<ArgumentException>(() => new GgufWriter().Add("k", 1).Add("k", 2)).Message);
        Assert.Contains("general.alignment", Assert.Throws<ArgumentException>(() => new GgufWriter().Add("general.alignment", 64u)).Message);
        Assert.Contains("no values of type System.DateTime", Assert.Throws<ArgumentException>(() => new GgufWriter().Add("k", DateTime.UnixEpoch)).Message);
        Assert.Contains("needs 16 bytes and was given 15", Assert.Throws<ArgumentException>(() => new GgufWriter().AddTensor("t", TensorType.F32, [4], new byte[15])).Message);
        Assert.Contains("is impossible for Q8_0", Assert.Throws<ArgumentException>(() => new GgufWriter().AddTensor("t", TensorType.Q8_0, [31], new byte[34])).Message);
        Assert.Contains("is impossible for F32", Assert.Throws<ArgumentException>(() => new GgufWriter().AddTensor("t", TensorType.F32, [], new byte[4])).Message);
        Assert.Contains("'t' was added before", Assert.Throws<ArgumentException>(() =>
            new GgufWriter().AddTensor("t", TensorType.I8, [1], new byte[1]).AddTensor("t", TensorType.I8, [1], new byte[1])).Message);
        Assert.Contains("1 to 63 bytes", Assert.Throws<ArgumentException>(() => new GgufWriter().AddTensor(new string('x', 64), TensorType.I8, [1], new byte[1])).Message);
    }
}
