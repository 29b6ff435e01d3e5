using FsCheck.Xunit;
using Outthink.Engine.Weights;
using Outthink.Engine.Weights.Safetensors;

namespace Outthink.Engine.Tests.Weights.Safetensors;

public sealed class SafetensorsFileTests
{
    static string Entry(string name, string fields) => "{\"" + name + "\":{" + fields + "}}";

    static readonly (string Message, string Header)[] Damages =
    [
        ("no valid JSON", ""),
        ("no valid JSON", "{"),
        ("no valid JSON", """{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}"""),
        ("no valid JSON", Entry("a", """ "dtype":"F32","shape":[1,],"data_offsets":[0,4] """)),
        ("shape is not at most 4", """{"a":{"dtype":"F32","shape":[[[[[1]]]]],"data_offsets":[0,4]}}"""),
        ("no valid JSON", "{} {}"),
        ("the header is not what", "[]"),
        ("the header is not what", "3"),
        ("__metadata__ is not what", """{"__metadata__":[]}"""),
        ("an empty name", Entry("", """ "dtype":"F32","shape":[1],"data_offsets":[0,4] """)),
        ("the entry is not what", """{"a":1}"""),
        ("lacks dtype, shape or data_offsets", Entry("a", """ "dtype":"F32","shape":[1] """)),
        ("a field twice", Entry("a", """ "dtype":"F32","dtype":"F16","shape":[1],"data_offsets":[0,4] """)),
        ("a field twice", Entry("a", """ "dtype":"F32","shape":[1],"data_offsets":[0,4],"stride":[1] """)),
        ("'F8_E4M3'; F32, F16 and BF16 are read", Entry("a", """ "dtype":"F8_E4M3","shape":[4],"data_offsets":[0,4] """)),
        ("dtype is not what", Entry("a", """ "dtype":32,"shape":[1],"data_offsets":[0,4] """)),
        ("shape is not at most 4", Entry("a", """ "dtype":"F32","shape":[1,1,1,1,1],"data_offsets":[0,4] """)),
        ("shape is not at most 4", Entry("a", """ "dtype":"F32","shape":[-1],"data_offsets":[0,4] """)),
        ("shape is not at most 4", Entry("a", """ "dtype":"F32","shape":[1.5],"data_offsets":[0,4] """)),
        ("shape is not at most 4", Entry("a", """ "dtype":"F32","shape":[9223372036854775808],"data_offsets":[0,4] """)),
        ("shape [0] is impossible", Entry("a", """ "dtype":"F32","shape":[0],"data_offsets":[0,0] """)),
        ("shape [4294967296, 4294967296] is impossible", Entry("a", """ "dtype":"F32","shape":[4294967296,4294967296],"data_offsets":[0,4] """)),
        ("data_offsets are not two numbers", Entry("a", """ "dtype":"F32","shape":[1],"data_offsets":[0] """)),
        ("data_offsets is not at most 2", Entry("a", """ "dtype":"F32","shape":[1],"data_offsets":[0,4,8] """)),
        ("data_offsets 4 to 0 are not within", Entry("a", """ "dtype":"F32","shape":[1],"data_offsets":[4,0] """)),
        ("data_offsets 60 to 68 are not within the 64 bytes", Entry("a", """ "dtype":"F32","shape":[2],"data_offsets":[60,68] """)),
        ("needs 8 bytes and its data_offsets span 4", Entry("a", """ "dtype":"F32","shape":[2],"data_offsets":[0,4] """)),
        ("data overlap those of tensor 'a'", """{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[2],"data_offsets":[4,12]}}"""),
        ("appears twice", """{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"a":{"dtype":"F32","shape":[2],"data_offsets":[8,16]}}"""),
    ];

    public static TheoryData<int> Rows => [.. Enumerable.Range(0, Damages.Length)];

    [Theory]
    [MemberData(nameof(Rows))]
    public void Damage_is_refused_with_file_and_offset(int row)
    {
        var (message, header) = Damages[row];
        var fault = Assert.Throws<ModelFileException>(() => SafetensorsFile.FromMemory(RawSafetensors.Of(header, new byte[64]), "damaged"));
        Assert.StartsWith("damaged: ", fault.Message, StringComparison.Ordinal);
        Assert.Contains(message, fault.Message);
        Assert.InRange(fault.Offset ?? -1, 0, header.Length + 8 + 64);
    }

    [Theory]
    [InlineData(0UL, "the header is no valid JSON")]
    [InlineData(65UL, "the header's length is 65 where 64 bytes follow")]
    [InlineData(ulong.MaxValue, "the header's length is 18446744073709551615")]
    public void A_header_beyond_the_file_is_refused(ulong length, string message) =>
        Assert.Contains(message, Assert.Throws<ModelFileException>(() => SafetensorsFile.FromMemory((byte[])[.. BitConverter.GetBytes(length), .. new byte[64]], "f")).Message);

    [Fact]
    public void A_file_too_short_for_a_length_is_refused()
    {
        for (var length = 0; length < 8; length++)
            Assert.Contains("ends within", Assert.Throws<ModelFileException>(() => SafetensorsFile.FromMemory(new byte[length], "f")).Message);
    }

    [Fact]
    public void Shapes_are_turned_round_and_data_are_where_the_header_says()
    {
        using var file = SafetensorsFile.FromMemory(RawSafetensors.Of(("m", "BF16", [2, 3], [.. Enumerable.Range(0, 12).Select(i => (byte)i)]), ("scalar", "F32", [], [0, 0, 128, 63])), "f");
        var entry = file.Entries["m"];
        Assert.Equal((TensorType.BF16, 12), (entry.Type, entry.ByteLength));
        Assert.Equal([3, 2], entry.Shape);
        var tensor = file.Tensor(entry, "renamed");
        Assert.Equal(("renamed", "f", entry.Offset), (tensor.Name, tensor.File, tensor.Offset));
        Assert.Equal(Enumerable.Range(0, 12).Select(i => (byte)i), tensor.Data.ToArray());
        Assert.Equal([1], file.Entries["scalar"].Shape);
    }

    [Property]
    public void What_is_written_is_read(Dictionary<string, byte> sizes)
    {
        (string Name, string Type, long[] Shape, byte[] Data)[] tensors =
            [.. sizes.Where(s => s.Key is { Length: > 0 } && s.Key != "__metadata__" && IsText(s.Key)).Select(s => (s.Key, "F16", new long[] { s.Value + 1, 2 }, SampleGguf.Bytes((s.Value + 1) * 4)))];
        using var file = SafetensorsFile.FromMemory(RawSafetensors.Of(tensors), "f");
        Assert.Equal(tensors.Length, file.Entries.Count);
        foreach (var (name, _, _, data) in tensors)
            Assert.Equal(data, file.Tensor(file.Entries[name], "t").Data.ToArray());
    }

    [Fact]
    public void Every_truncation_is_refused()
    {
        var bytes = RawSafetensors.Of(("a", "F32", [3], new byte[12]), ("b", "F16", [2, 2], new byte[8]));
        for (var length = 0; length < bytes.Length; length++)
            Assert.Throws<ModelFileException>(() => SafetensorsFile.FromMemory(bytes.AsMemory(0, length), "truncated"));
    }

    static bool IsText(string name) => System.Text.Encoding.UTF8.GetString(System.Text.Encoding.UTF8.GetBytes(name)) == name;
}
