using System.Buffers.Binary;
using System.Text;
using System.Text.Unicode;

namespace Outthink.Engine.Weights;

/// <summary>
/// A cursor over a GGUF file's header that cannot leave it: every read proves its length first, and a count is
/// believed only when that many of the smallest possible elements would still fit.
/// </summary>
unsafe ref struct GgufReader(MappedFile file)
{
    readonly byte* start = file.At(0);

    public long Position { get; private set; }

    readonly long Remaining => file.Length - Position;

    public byte U8(string what) => Take(1, what)[0];
    public uint U32(string what) => BinaryPrimitives.ReadUInt32LittleEndian(Take(4, what));
    public ulong U64(string what) => BinaryPrimitives.ReadUInt64LittleEndian(Take(8, what));

    /// <summary>A count of things of at least <paramref name="smallest"/> bytes each that follow.</summary>
    public int Count(string what, int smallest, string prefix = "")
    {
        // Prefix and name are joined only for a message: for strings in a long list that would cost more than they do.
        var at = Position;
        var count = U64(what);
        if (count > (ulong)(Remaining / smallest) || count > (ulong)Array.MaxLength)
            throw Fault($"the {prefix}{what} is {count}, more than the {Remaining} bytes that follow can hold; the file is damaged or incomplete, fetch it again", at);
        return (int)count;
    }

    public string String(string what)
    {
        return Text(Take(Count(what, smallest: 1, "length of "), what));
    }

    /// <summary>A string, with U+FFFD for what is no UTF-8: Encoding.UTF8 would allocate for each such place.</summary>
    static string Text(ReadOnlySpan<byte> bytes)
    {
        if (Utf8.IsValid(bytes))
            return bytes.IsEmpty ? "" : Encoding.UTF8.GetString(bytes);
        Span<char> some = stackalloc char[256];
        var count = 0;
        for (var left = bytes; !left.IsEmpty;)
        {
            Utf8.ToUtf16(left, some, out var read, out var written);
            left = left[read..];
            count += written;
        }
        return string.Create(count, bytes, static (text, bytes) => Utf8.ToUtf16(bytes, text, out _, out _));
    }

    /// <summary>A string of 1 to <paramref name="most"/> bytes.</summary>
    public string Name(string what, int most)
    {
        var at = Position;
        var length = Count(what, smallest: 1, "length of ");
        if (length == 0)
            throw Fault($"the {what} is empty; the file is damaged, fetch it again", at);
        if (length > most)
            throw Fault($"the {what} has {length} bytes, {most} are possible; the file is damaged, fetch it again", at);
        return Text(Take(length, what));
    }

    public GgufValue Value(string key)
    {
        var at = Position;
        key = ModelFileException.Shortened(key); // from here on it stands in messages only
        return (GgufValueType)U32($"type of '{key}'") switch
        {
            GgufValueType.UInt8 => GgufValue.Of(U8(key)),
            GgufValueType.Int8 => GgufValue.Of((sbyte)U8(key)),
            GgufValueType.UInt16 => GgufValue.Of(BinaryPrimitives.ReadUInt16LittleEndian(Take(2, key))),
            GgufValueType.Int16 => GgufValue.Of(BinaryPrimitives.ReadInt16LittleEndian(Take(2, key))),
            GgufValueType.UInt32 => GgufValue.Of(U32(key)),
            GgufValueType.Int32 => GgufValue.Of((int)U32(key)),
            GgufValueType.Float32 => GgufValue.Of(BitConverter.UInt32BitsToSingle(U32(key))),
            GgufValueType.Bool => GgufValue.Of(Bool(key)),
            GgufValueType.String => GgufValue.Of(String(key)),
            GgufValueType.UInt64 => GgufValue.Of(U64(key)),
            GgufValueType.Int64 => GgufValue.Of((long)U64(key)),
            GgufValueType.Float64 => GgufValue.Of(BitConverter.UInt64BitsToDouble(U64(key))),
            GgufValueType.Array => Elements(key),
            var other => throw Fault($"metadata key '{key}' has the unknown type {(uint)other}; the file is damaged or newer than this engine", at),
        };
    }

    GgufValue Elements(string key)
    {
        var at = Position;
        return (GgufValueType)U32($"element type of '{key}'") switch
        {
            GgufValueType.UInt8 => GgufValue.Wrap(Numbers<byte>(key)),
            GgufValueType.Int8 => GgufValue.Wrap(Numbers<sbyte>(key)),
            GgufValueType.UInt16 => GgufValue.Wrap(Numbers<ushort>(key)),
            GgufValueType.Int16 => GgufValue.Wrap(Numbers<short>(key)),
            GgufValueType.UInt32 => GgufValue.Wrap(Numbers<uint>(key)),
            GgufValueType.Int32 => GgufValue.Wrap(Numbers<int>(key)),
            GgufValueType.Float32 => GgufValue.Wrap(Numbers<float>(key)),
            GgufValueType.UInt64 => GgufValue.Wrap(Numbers<ulong>(key)),
            GgufValueType.Int64 => GgufValue.Wrap(Numbers<long>(key)),
            GgufValueType.Float64 => GgufValue.Wrap(Numbers<double>(key)),
            GgufValueType.Bool => GgufValue.Wrap(Booleans(key)),
            GgufValueType.String => GgufValue.Wrap(Strings(key)),
            GgufValueType.Array => throw Fault($"metadata key '{key}' is an array of arrays, which this engine does not read; remove the key or convert the model again", at),
            var other => throw Fault($"metadata key '{key}' is an array of the unknown type {(uint)other}; the file is damaged or newer than this engine", at),
        };
    }

    // The file and every processor .NET runs on are little endian, so the bytes are the numbers.
    T[] Numbers<T>(string key) where T : unmanaged
    {
        var count = Count($"number of elements of '{key}'", sizeof(T));
        var values = new T[count];
        fixed (T* target = values)
            Buffer.MemoryCopy(start + Position, target, (long)count * sizeof(T), (long)count * sizeof(T));
        Position += (long)count * sizeof(T);
        return values;
    }

    bool[] Booleans(string key)
    {
        var values = new bool[Count($"number of elements of '{key}'", smallest: 1)];
        for (var i = 0; i < values.Length; i++)
            values[i] = Bool(key);
        return values;
    }

    string[] Strings(string key)
    {
        var values = new string[Count($"number of elements of '{key}'", smallest: sizeof(ulong))];
        for (var i = 0; i < values.Length; i++)
            values[i] = String(key);
        return values;
    }

    bool Bool(string key)
    {
        var at = Position;
        return U8(key) switch
        {
            0 => false,
            1 => true,
            var other => throw Fault($"metadata key '{key}' is a boolean with the value {other}; the file is damaged, fetch it again", at),
        };
    }

    ReadOnlySpan<byte> Take(int count, string what)
    {
        if (count > Remaining)
            throw Fault($"the file ends within the {what}; it is incomplete, fetch it again", Position);
        var span = new ReadOnlySpan<byte>(start + Position, count);
        Position += count;
        return span;
    }

    public readonly ModelFileException Fault(string message, long at, string? tensor = null) => new(file.Path, message, tensor, at);
}
