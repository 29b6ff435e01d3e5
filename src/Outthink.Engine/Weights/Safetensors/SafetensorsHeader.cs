using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Text.Json;

namespace Outthink.Engine.Weights.Safetensors;

/// <summary>Reads and checks a safetensors header. Nothing is allocated on the word of a number in it.</summary>
unsafe ref struct SafetensorsHeader
{
    const int LengthBytes = 8;
    const int MostBytes = 100_000_000; // the format's own limit
    const int MostDimensions = 4; // as many as GGUF has

    readonly MappedFile file;
    readonly long dataStart;
    Utf8JsonReader json;

    SafetensorsHeader(MappedFile file)
    {
        this.file = file;
        if (file.Length < LengthBytes)
            throw new ModelFileException(file.Path, "the file ends within the length of the header; fetch it again", offset: 0);
        var length = BinaryPrimitives.ReadUInt64LittleEndian(new ReadOnlySpan<byte>(file.At(0), LengthBytes));
        if (length > (ulong)(file.Length - LengthBytes) || length > MostBytes)
            throw new ModelFileException(file.Path, $"the header's length is {length} where {file.Length - LengthBytes} bytes follow and {MostBytes} are possible; this is no safetensors file, or it is incomplete: fetch it again", offset: 0);
        dataStart = LengthBytes + (long)length;
        json = new(new ReadOnlySpan<byte>(file.At(LengthBytes), (int)length), new JsonReaderOptions { MaxDepth = 4 });
    }

    public static Dictionary<string, SafetensorsEntry> Read(MappedFile file)
    {
        var header = new SafetensorsHeader(file);
        try
        {
            return header.ReadEntries();
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw header.Fault($"the header is no valid JSON ({e.Message.TrimEnd('.')}); the file is damaged, fetch it again", inner: e);
        }
    }

    Dictionary<string, SafetensorsEntry> ReadEntries()
    {
        Expect(JsonTokenType.StartObject, "the header");
        var entries = new Dictionary<string, SafetensorsEntry>(StringComparer.Ordinal);
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (json.ValueTextEquals("__metadata__"u8))
            {
                Expect(JsonTokenType.StartObject, "__metadata__");
                json.Skip();
                continue;
            }
            var name = json.GetString()!;
            if (name.Length == 0)
                throw Fault("a tensor has an empty name; the file is damaged, fetch it again");
            var entry = ReadEntry(name);
            if (!entries.TryAdd(name, entry))
                throw Fault("the tensor appears twice; the file is damaged, fetch it again", name);
        }
        if (json.Read())
            throw Fault("something follows the header's object; the file is damaged, fetch it again");
        RefuseOverlaps(entries);
        return entries;
    }

    SafetensorsEntry ReadEntry(string name)
    {
        TensorType? type = null;
        ImmutableArray<long>? shape = null;
        (long Begin, long End)? range = null;
        Expect(JsonTokenType.StartObject, "the entry", name);
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (type is null && json.ValueTextEquals("dtype"u8))
                type = ReadType(name);
            else if (shape is null && json.ValueTextEquals("shape"u8))
                shape = ReadNumbers(name, "shape", MostDimensions);
            else if (range is null && json.ValueTextEquals("data_offsets"u8))
                range = ReadNumbers(name, "data_offsets", 2) is [var begin, var end] ? (begin, end) : throw Fault("data_offsets are not two numbers; the file is damaged, fetch it again", name);
            else
                throw Fault("its entry has a field twice, or one other than dtype, shape and data_offsets; the file is damaged or newer than this engine", name);
        }
        return type is { } t && shape is { } s && range is { } r
            ? Check(name, t, s, r.Begin, r.End)
            : throw Fault("its entry lacks dtype, shape or data_offsets; the file is damaged, fetch it again", name);
    }

    readonly SafetensorsEntry Check(string name, TensorType type, ImmutableArray<long> shape, long begin, long end)
    {
        ImmutableArray<long> dimensions = shape.IsEmpty ? [1] : [.. shape.Reverse()];
        if (TensorLayout.Of(type)!.Value.BytesOf(dimensions.AsSpan()) is not { } bytes)
            throw Fault($"the shape [{string.Join(", ", shape)}] is impossible (dimensions of at least 1, fewer than 2^63 bytes); the file is damaged, fetch it again", name);
        if (begin > end || end > file.Length - dataStart)
            throw Fault($"its data_offsets {begin} to {end} are not within the {file.Length - dataStart} bytes of data; the file is incomplete, fetch it again", name);
        if (end - begin != bytes)
            throw Fault($"its shape needs {bytes} bytes and its data_offsets span {end - begin}; the file is damaged, fetch it again", name);
        return new(name, type, dimensions, dataStart + begin, bytes);
    }

    TensorType ReadType(string name)
    {
        Expect(JsonTokenType.String, "dtype", name);
        return json.ValueTextEquals("F32"u8) ? TensorType.F32
            : json.ValueTextEquals("F16"u8) ? TensorType.F16
            : json.ValueTextEquals("BF16"u8) ? TensorType.BF16
            : throw Fault($"its values are of type '{Shortened(json.GetString()!)}'; F32, F16 and BF16 are read: save the model in one of them", name);
    }

    ImmutableArray<long> ReadNumbers(string name, string what, int most)
    {
        Expect(JsonTokenType.StartArray, what, name);
        var numbers = ImmutableArray.CreateBuilder<long>(most);
        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
        {
            if (json.TokenType != JsonTokenType.Number || !json.TryGetInt64(out var number) || number < 0 || numbers.Count == most)
                throw Fault($"{what} is not at most {most} whole numbers; the file is damaged, fetch it again", name);
            numbers.Add(number);
        }
        return numbers.DrainToImmutable();
    }

    void Expect(JsonTokenType type, string what, string? name = null)
    {
        if (!json.Read() || json.TokenType != type)
            throw Fault($"{what} is not what the format asks for ({type}); the file is damaged, fetch it again", name);
    }

    readonly void RefuseOverlaps(Dictionary<string, SafetensorsEntry> entries)
    {
        var end = 0L;
        var previous = "";
        foreach (var entry in entries.Values.OrderBy(e => e.Offset))
        {
            if (entry.Offset < end)
                throw new ModelFileException(file.Path, $"its data overlap those of tensor '{Shortened(previous)}'; the file is damaged, fetch it again", Shortened(entry.Name), entry.Offset);
            (end, previous) = (entry.Offset + entry.ByteLength, entry.Name);
        }
    }

    readonly ModelFileException Fault(string message, string? tensor = null, Exception? inner = null) =>
        new(file.Path, message, tensor is null ? null : Shortened(tensor), LengthBytes + json.TokenStartIndex, inner);

    /// <summary>A name for a message: a header may hold one of a hundred million characters.</summary>
    static string Shortened(string name) => name.Length <= 200 ? name : name[..200] + "…";
}
