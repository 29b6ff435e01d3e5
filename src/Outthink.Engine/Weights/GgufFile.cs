using System.Collections.Immutable;

namespace Outthink.Engine.Weights;

/// <summary>
/// A GGUF model file (version 2 or 3, little endian), memory-mapped read-only. Opening reads the metadata and the
/// table of tensors; nothing in them is trusted, so an opened file's tensors are known to lie within it, aligned and
/// apart. The file must not shrink while it is open.
/// </summary>
public sealed class GgufFile : ModelFile
{
    const uint Magic = 0x46554747; // "GGUF" as little-endian bytes
    const int SmallestKeyValue = 8 + 1 + 4 + 1; // length and one byte of name, type, one byte of value
    const int SmallestTensor = 8 + 1 + 4 + 8 + 4 + 8; // length and one byte of name, dimensions, one of them, type, offset
    const int MaxDimensions = 4;
    const uint DefaultAlignment = 32;

    readonly MappedFile file;

    GgufFile(MappedFile file) : base(file.Path)
    {
        this.file = file;
        try
        {
            var reader = new GgufReader(file);
            Version = ReadVersion(ref reader);
            var tensorCount = reader.Count("number of tensors", SmallestTensor);
            var metadataCount = reader.Count("number of metadata keys", SmallestKeyValue);
            Metadata = ReadMetadata(ref reader, metadataCount);
            Tensors = ReadTensors(ref reader, tensorCount);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    public uint Version { get; }

    /// <exception cref="ModelFileException">The file is missing, unreadable, not GGUF, or damaged.</exception>
    public static new GgufFile Open(string path) => new(MappedFile.Open(path));

    /// <summary>Opens bytes in memory, which must not change meanwhile; <paramref name="name"/> stands in messages.</summary>
    internal static GgufFile FromMemory(ReadOnlyMemory<byte> bytes, string name) => new(MappedFile.Of(bytes, name));

    public override void Dispose() => file.Dispose();

    uint ReadVersion(ref GgufReader reader)
    {
        if (file.Length == 0)
            throw new ModelFileException(Path, "the file is empty; fetch it again");
        if (reader.U32("magic number") != Magic)
            throw reader.Fault("this is not a GGUF file (it does not begin with 'GGUF'); give a .gguf model file", 0);
        return reader.U32("version") switch
        {
            var version and (2 or 3) => version,
            1 => throw reader.Fault("GGUF version 1 is not read; convert the model again with a current converter", 4),
            var version when (version & 0xFFFF) == 0 =>
                throw reader.Fault("this GGUF file is big endian; convert the model again for a little-endian machine", 4),
            var version => throw reader.Fault($"GGUF version {version} is not known (2 and 3 are); the file is damaged or newer than this engine", 4),
        };
    }

    GgufMetadata ReadMetadata(ref GgufReader reader, int count)
    {
        var values = new Dictionary<string, GgufValue>(StringComparer.Ordinal);
        for (var i = 0; i < count; i++)
        {
            var at = reader.Position;
            var key = reader.String("name of a metadata key");
            if (key.Length == 0)
                throw reader.Fault("a metadata key has an empty name; the file is damaged, fetch it again", at);
            if (!values.TryAdd(key, reader.Value(key)))
                throw reader.Fault($"metadata key '{key}' appears twice; the file is damaged, fetch or convert it again", at);
        }
        return new(Path, values);
    }

    Dictionary<string, ModelTensor> ReadTensors(ref GgufReader reader, int count)
    {
        if (!Metadata.TryGetUInt32("general.alignment", out var alignment))
            alignment = DefaultAlignment;
        if (!uint.IsPow2(alignment))
            throw new ModelFileException(Path, $"general.alignment is {alignment}, which is not a power of two; the file is damaged, fetch it again");

        // Lists that grow: a count is a claim until that many entries were read.
        List<(string Name, TensorType Type, ImmutableArray<long> Shape, ulong Offset, long ByteLength, long At)> entries = [];
        for (var i = 0; i < count; i++)
        {
            var at = reader.Position;
            var name = reader.String("name of a tensor");
            if (name.Length == 0)
                throw reader.Fault("a tensor has an empty name; the file is damaged, fetch it again", at);
            var shape = ReadShape(ref reader, name);
            var type = (TensorType)reader.U32($"type of tensor '{name}'");
            var offset = reader.U64($"offset of tensor '{name}'");
            entries.Add((name, type, shape, offset, ByteLength(reader, name, type, shape, at), at));
        }

        var dataStart = (reader.Position + alignment - 1) / alignment * alignment;
        var tensors = new Dictionary<string, ModelTensor>(entries.Count, StringComparer.Ordinal);
        foreach (var (name, type, shape, offset, byteLength, at) in entries)
        {
            if (offset % alignment != 0)
                throw reader.Fault($"its offset {offset} is not a multiple of the alignment {alignment}; the file is damaged, fetch it again", at, name);
            if (offset > long.MaxValue - (ulong)dataStart || dataStart + (long)offset > file.Length - byteLength)
                throw reader.Fault($"its {byteLength} bytes at data offset {offset} go beyond the file's {file.Length} bytes; the file is incomplete, fetch it again", at, name);
            if (!tensors.TryAdd(name, new MappedTensor(file, name, type, shape, dataStart + (long)offset)))
                throw reader.Fault("the tensor appears twice; the file is damaged, fetch or convert it again", at, name);
        }
        RefuseOverlaps(tensors);
        return tensors;
    }

    static ImmutableArray<long> ReadShape(ref GgufReader reader, string name)
    {
        var at = reader.Position;
        var dimensions = reader.U32($"number of dimensions of tensor '{name}'");
        if (dimensions is 0 or > MaxDimensions)
            throw reader.Fault($"it has {dimensions} dimensions, 1 to {MaxDimensions} are possible; the file is damaged, fetch it again", at, name);
        var shape = ImmutableArray.CreateBuilder<long>((int)dimensions);
        for (var d = 0; d < dimensions; d++)
        {
            var size = reader.U64($"shape of tensor '{name}'");
            if (size is 0 or > long.MaxValue)
                throw reader.Fault($"dimension {d} is {size}; the file is damaged, fetch it again", at, name);
            shape.Add((long)size);
        }
        return shape.MoveToImmutable();
    }

    static long ByteLength(GgufReader reader, string name, TensorType type, ImmutableArray<long> shape, long at)
    {
        var layout = TensorLayout.Of(type)
            ?? throw reader.Fault($"its type number {(uint)type} is unknown; the file is damaged or newer than this engine", at, name);
        return layout.BytesOf(shape.AsSpan())
            ?? throw reader.Fault($"the shape [{string.Join(", ", shape)}] is impossible for {type} (rows of whole blocks of {layout.Elements}, fewer than 2^63 bytes); the file is damaged, fetch it again", at, name);
    }

    void RefuseOverlaps(Dictionary<string, ModelTensor> tensors)
    {
        var end = 0L;
        var previous = "";
        foreach (var tensor in tensors.Values.OrderBy(t => t.Offset))
        {
            if (tensor.Offset < end)
                throw new ModelFileException(Path, $"its data overlap those of tensor '{previous}'; the file is damaged, fetch it again", tensor.Name, tensor.Offset);
            (end, previous) = (tensor.Offset + tensor.ByteLength, tensor.Name);
        }
    }
}
