using System.Text;

namespace Outthink.Engine.Weights;

/// <summary>
/// Collects metadata and tensors and writes them as GGUF version 3, little endian, aligned to 32 bytes, in the order
/// they were added. The data are kept by reference, or made when they are wanted, until they are written.
/// </summary>
public sealed class GgufWriter
{
    const int Alignment = 32;
    const int MaxNameBytes = 63; // llama.cpp refuses longer tensor names

    readonly List<(string Key, GgufValue Value)> metadata = [];
    readonly List<(string Name, TensorType Type, long[] Shape, long ByteLength, Action<Stream> Write)> tensors = [];
    readonly HashSet<string> keys = new(StringComparer.Ordinal);
    readonly HashSet<string> names = new(StringComparer.Ordinal);

    /// <exception cref="ArgumentException">The key is empty or was added before.</exception>
    public GgufWriter Add(string key, GgufValue value)
    {
        ArgumentException.ThrowIfNullOrEmpty(key);
        if (key == "general.alignment")
            throw new ArgumentException("The writer decides the alignment (32); leave general.alignment out.", nameof(key));
        if (!keys.Add(key))
            throw new ArgumentException($"Metadata key '{key}' was added before.", nameof(key));
        metadata.Add((key, value));
        return this;
    }

    /// <summary>Adds a scalar: an integer type, float, double, bool or string.</summary>
    public GgufWriter Add<T>(string key, T value) where T : notnull => Add(key, GgufValue.Of(value));

    /// <summary>Adds an array of a scalar type.</summary>
    public GgufWriter AddArray<T>(string key, params ReadOnlySpan<T> values) where T : notnull => Add(key, GgufValue.OfArray(values));

    /// <summary>Adds a tensor; <paramref name="shape"/>[0] counts the contiguous elements of a row.</summary>
    /// <exception cref="ArgumentException">The name was added before, the shape does not suit the type, or the data do not suit the shape.</exception>
    public GgufWriter AddTensor(string name, TensorType type, ReadOnlySpan<long> shape, ReadOnlyMemory<byte> data)
    {
        var expected = BytesOf(name, type, shape);
        if (data.Length != expected)
            throw new ArgumentException($"Tensor '{name}' needs {expected} bytes and was given {data.Length}.", nameof(data));
        return AddTensor(name, type, shape, expected, stream => stream.Write(data.Span));
    }

    /// <summary>Adds a tensor whose data are written when the file is, so that a file may be larger than memory.</summary>
    /// <exception cref="ArgumentException">The name was added before, or the shape does not suit the type.</exception>
    public GgufWriter AddTensor(string name, TensorType type, ReadOnlySpan<long> shape, Action<Stream> write) =>
        AddTensor(name, type, shape, BytesOf(name, type, shape), write);

    /// <summary>Adds a tensor of an open model, which is read when it is written; the model must be open until then.</summary>
    /// <exception cref="ArgumentException">The name was added before, or is longer than GGUF allows.</exception>
    public GgufWriter AddTensor(ModelTensor tensor) =>
        AddTensor(tensor.Name, tensor.Type, tensor.Shape.AsSpan(), BytesOf(tensor.Name, tensor.Type, tensor.Shape.AsSpan()), tensor.WriteTo);

    /// <summary>Writes the file whole or not at all, as <see cref="Write(string, IProgress{WriteProgress}, CancellationToken)"/> does.</summary>
    public void Write(string path) => Write(path, null, CancellationToken.None);

    /// <summary>
    /// Writes the file whole or not at all: a temporary file beside it, for which the room is reserved first, is moved
    /// onto it at the end. Progress is reported after each tensor.
    /// </summary>
    /// <exception cref="IOException">The disk is full, or the file cannot be written.</exception>
    public void Write(string path, IProgress<WriteProgress>? progress, CancellationToken cancellationToken)
    {
        var header = Header();
        var length = header.Length + PaddingAfter(header.Length) + tensors.Sum(t => t.ByteLength + PaddingAfter(t.ByteLength));
        var temporary = $"{path}.{Guid.NewGuid():N}.tmp";
        try
        {
            using (var stream = new FileStream(temporary, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, PreallocationSize = length }))
            {
                Write(stream, header, length, progress, cancellationToken);
                stream.Flush(flushToDisk: true);
            }
            File.Move(temporary, path, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    /// <summary>Writes the file's bytes to a stream, which stays open.</summary>
    public void Write(Stream stream) => Write(stream, Header(), 0, null, CancellationToken.None);

    void Write(Stream stream, MemoryStream header, long total, IProgress<WriteProgress>? progress, CancellationToken cancellationToken)
    {
        header.WriteTo(stream);
        Pad(stream, header.Length);
        var written = header.Length + PaddingAfter(header.Length);
        foreach (var tensor in tensors)
        {
            cancellationToken.ThrowIfCancellationRequested();
            tensor.Write(stream);
            Pad(stream, tensor.ByteLength);
            written += tensor.ByteLength + PaddingAfter(tensor.ByteLength);
            progress?.Report(new(written, total));
        }
    }

    GgufWriter AddTensor(string name, TensorType type, ReadOnlySpan<long> shape, long byteLength, Action<Stream> write)
    {
        if (!names.Add(name))
            throw new ArgumentException($"Tensor '{name}' was added before.", nameof(name));
        tensors.Add((name, type, shape.ToArray(), byteLength, write));
        return this;
    }

    static long BytesOf(string name, TensorType type, ReadOnlySpan<long> shape)
    {
        if (name.Length == 0 || Encoding.UTF8.GetByteCount(name) > MaxNameBytes)
            throw new ArgumentException($"A tensor's name has 1 to {MaxNameBytes} bytes: '{name}'.", nameof(name));
        return shape.Length is >= 1 and <= 4 && TensorLayout.Of(type)?.BytesOf(shape) is { } bytes
            ? bytes
            : throw new ArgumentException($"The shape [{string.Join(", ", shape.ToArray())}] of tensor '{name}' is impossible for {type}.", nameof(shape));
    }

    MemoryStream Header()
    {
        var header = new MemoryStream();
        using var writer = new BinaryWriter(header, Encoding.UTF8, leaveOpen: true);
        WriteHeader(writer);
        return header;
    }

    void WriteHeader(BinaryWriter writer)
    {
        writer.Write("GGUF"u8);
        writer.Write(3u);
        writer.Write((ulong)tensors.Count);
        writer.Write((ulong)metadata.Count);
        foreach (var (key, value) in metadata)
        {
            WriteString(writer, key);
            WriteValue(writer, value);
        }
        var offset = 0L;
        foreach (var (name, type, shape, byteLength, _) in tensors)
        {
            WriteString(writer, name);
            writer.Write((uint)shape.Length);
            foreach (var dimension in shape)
                writer.Write((ulong)dimension);
            writer.Write((uint)type);
            writer.Write((ulong)offset);
            offset += byteLength + PaddingAfter(byteLength);
        }
    }

    static void WriteValue(BinaryWriter writer, GgufValue value)
    {
        writer.Write((uint)value.Type);
        if (value.Content is not Array array)
        {
            WriteScalar(writer, value.Content);
            return;
        }
        writer.Write((uint)value.ElementType);
        writer.Write((ulong)array.Length);
        foreach (var element in array)
            WriteScalar(writer, element);
    }

    static void WriteScalar(BinaryWriter writer, object value)
    {
        switch (value)
        {
            case byte v: writer.Write(v); break;
            case sbyte v: writer.Write(v); break;
            case ushort v: writer.Write(v); break;
            case short v: writer.Write(v); break;
            case uint v: writer.Write(v); break;
            case int v: writer.Write(v); break;
            case ulong v: writer.Write(v); break;
            case long v: writer.Write(v); break;
            case float v: writer.Write(v); break;
            case double v: writer.Write(v); break;
            case bool v: writer.Write(v); break;
            case string v: WriteString(writer, v); break;
        }
    }

    static void WriteString(BinaryWriter writer, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        writer.Write((ulong)bytes.Length);
        writer.Write(bytes);
    }

    static int PaddingAfter(long length) => (int)(-length & (Alignment - 1));

    static void Pad(Stream stream, long length)
    {
        ReadOnlySpan<byte> zeros = stackalloc byte[Alignment];
        stream.Write(zeros[..PaddingAfter(length)]);
    }
}
