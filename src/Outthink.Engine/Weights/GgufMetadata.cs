using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace Outthink.Engine.Weights;

/// <summary>
/// The key-value part of a GGUF file. A getter throws <see cref="ModelFileException"/> naming the key when the value
/// is absent or of another type; TryGet returns false when it is absent, and still throws when it is of another type.
/// Integers are read from any integer type that holds them, since writers disagree about widths.
/// </summary>
[SuppressMessage("Naming", "CA1710", Justification = "It is the file's metadata first, a dictionary second.")]
public sealed class GgufMetadata : IReadOnlyDictionary<string, GgufValue>
{
    readonly string file;
    readonly Dictionary<string, GgufValue> values;

    internal GgufMetadata(string file, Dictionary<string, GgufValue> values) => (this.file, this.values) = (file, values);

    public int Count => values.Count;
    public IEnumerable<string> Keys => values.Keys;
    public IEnumerable<GgufValue> Values => values.Values;
    public GgufValue this[string key] => values.TryGetValue(key, out var value) ? value : throw Absent(key);

    public bool ContainsKey(string key) => values.ContainsKey(key);
    public bool TryGetValue(string key, [MaybeNullWhen(false)] out GgufValue value) => values.TryGetValue(key, out value);
    public IEnumerator<KeyValuePair<string, GgufValue>> GetEnumerator() => values.GetEnumerator();
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public string GetString(string key) => TryGetString(key, out var value) ? value : throw Absent(key);
    public uint GetUInt32(string key) => TryGetUInt32(key, out var value) ? value : throw Absent(key);
    public int GetInt32(string key) => TryGetInt32(key, out var value) ? value : throw Absent(key);
    public float GetFloat(string key) => TryGetFloat(key, out var value) ? value : throw Absent(key);
    public bool GetBool(string key) => TryGetBool(key, out var value) ? value : throw Absent(key);
    public ReadOnlySpan<string> GetStrings(string key) => TryGetStrings(key, out var value) ? value : throw Absent(key);
    public ReadOnlySpan<float> GetFloats(string key) => TryGetFloats(key, out var value) ? value : throw Absent(key);
    public ReadOnlySpan<int> GetInt32s(string key) => TryGetInt32s(key, out var value) ? value : throw Absent(key);

    public bool TryGetString(string key, [NotNullWhen(true)] out string? value) => TryGet(key, "a string", out value);
    public bool TryGetBool(string key, out bool value) => TryGet(key, "a boolean", out value);

    public bool TryGetUInt32(string key, out uint value)
    {
        var found = TryGetInteger(key, 0, uint.MaxValue, out var integer);
        value = (uint)integer;
        return found;
    }

    public bool TryGetInt32(string key, out int value)
    {
        var found = TryGetInteger(key, int.MinValue, int.MaxValue, out var integer);
        value = (int)integer;
        return found;
    }

    public bool TryGetFloat(string key, out float value)
    {
        value = 0;
        if (!values.TryGetValue(key, out var found))
            return false;
        value = found.Content switch { float f => f, double d => (float)d, _ => throw OtherType(key, found, "a number with a fraction") };
        return true;
    }

    public bool TryGetStrings(string key, out ReadOnlySpan<string> value) => TryGetArray(key, "an array of strings", out value);
    public bool TryGetFloats(string key, out ReadOnlySpan<float> value) => TryGetArray(key, "an array of 32-bit floats", out value);

    /// <summary>An array of 32-bit integers; unsigned ones are read as the same bits.</summary>
    public bool TryGetInt32s(string key, out ReadOnlySpan<int> value)
    {
        if (values.TryGetValue(key, out var found) && found.Content is uint[] unsigned)
        {
            value = System.Runtime.InteropServices.MemoryMarshal.Cast<uint, int>(unsigned);
            return true;
        }
        return TryGetArray(key, "an array of 32-bit integers", out value);
    }

    bool TryGetInteger(string key, long low, long high, out long value)
    {
        value = 0;
        if (!values.TryGetValue(key, out var found))
            return false;
        if (found.AsInteger() is not { } integer || integer < low || integer > high)
            throw OtherType(key, found, $"an integer from {low} to {high}");
        value = integer;
        return true;
    }

    bool TryGet<T>(string key, string wanted, [NotNullWhen(true)] out T? value)
    {
        value = default;
        if (!values.TryGetValue(key, out var found))
            return false;
        value = found.Content is T content ? content : throw OtherType(key, found, wanted);
        return true;
    }

    bool TryGetArray<T>(string key, string wanted, out ReadOnlySpan<T> value)
    {
        value = default;
        if (!values.TryGetValue(key, out var found))
            return false;
        value = found.ElementType == GgufValue.ElementTypeOf<T>() && found.Content is T[] content ? content : throw OtherType(key, found, wanted);
        return true;
    }

    ModelFileException Absent(string key) =>
        new(file, $"metadata key '{key}' is missing; the file was not converted for this engine, convert the model again");

    ModelFileException OtherType(string key, GgufValue found, string wanted)
    {
        var type = found.IsArray ? $"an array of {found.ElementType}" : $"{found.Type} {found}";
        return new(file, $"metadata key '{key}' is {type}, expected {wanted}; convert the model again");
    }
}
