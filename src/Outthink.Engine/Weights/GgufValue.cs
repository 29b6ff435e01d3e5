using System.Collections;

namespace Outthink.Engine.Weights;

/// <summary>
/// One metadata value: a scalar, or a flat array of one scalar type. Immutable. Exactly the types of
/// <see cref="GgufValueType"/> exist; arrays of arrays, which no model uses and llama.cpp refuses, do not.
/// </summary>
public sealed class GgufValue : IEquatable<GgufValue>
{
    readonly object content;

    GgufValue(GgufValueType type, GgufValueType elementType, object content) =>
        (Type, ElementType, this.content) = (type, elementType, content);

    public GgufValueType Type { get; }

    /// <summary>The type of an array's elements; of a scalar, its own type.</summary>
    public GgufValueType ElementType { get; }

    public bool IsArray => Type == GgufValueType.Array;

    /// <summary>Elements of an array; 1 for a scalar.</summary>
    public int Count => content is Array array ? array.Length : 1;

    /// <summary>The scalar as its .NET type, or the array as T[]; arrays must not be written to.</summary>
    internal object Content => content;

    /// <summary>A scalar: byte, sbyte, ushort, short, uint, int, ulong, long, float, double, bool or string.</summary>
    public static GgufValue Of<T>(T value) where T : notnull => new(TypeOf(typeof(T)), TypeOf(typeof(T)), value);

    /// <summary>An array of one of the scalar types.</summary>
    public static GgufValue OfArray<T>(params ReadOnlySpan<T> values) where T : notnull =>
        Wrap(values.ToArray());

    /// <summary>Takes the array over without a copy.</summary>
    internal static GgufValue Wrap<T>(T[] values) where T : notnull => new(GgufValueType.Array, TypeOf(typeof(T)), values);

    /// <summary>Any integer, as long as it lies within <see cref="long"/>; null when this is something else.</summary>
    internal long? AsInteger() => content switch
    {
        byte v => v,
        sbyte v => v,
        ushort v => v,
        short v => v,
        uint v => v,
        int v => v,
        long v => v,
        ulong v when v <= long.MaxValue => (long)v,
        _ => null,
    };

    public bool Equals(GgufValue? other) =>
        other is not null && Type == other.Type && ElementType == other.ElementType
        && StructuralComparisons.StructuralEqualityComparer.Equals(content, other.content);

    public override bool Equals(object? obj) => Equals(obj as GgufValue);

    public override int GetHashCode() => HashCode.Combine(Type, ElementType, Count);

    /// <summary>As a person reads it; long arrays are cut.</summary>
    public override string ToString()
    {
        if (content is not Array array)
            return FormattableString.Invariant($"{content}");
        var shown = array.Cast<object>().Take(8).Select(v => FormattableString.Invariant($"{v}"));
        return $"[{string.Join(", ", shown)}{(array.Length > 8 ? $", … {array.Length} in all" : "")}]";
    }

    internal static GgufValueType ElementTypeOf<T>() => TypeOf(typeof(T));

    static GgufValueType TypeOf(Type type) =>
        type == typeof(byte) ? GgufValueType.UInt8
        : type == typeof(sbyte) ? GgufValueType.Int8
        : type == typeof(ushort) ? GgufValueType.UInt16
        : type == typeof(short) ? GgufValueType.Int16
        : type == typeof(uint) ? GgufValueType.UInt32
        : type == typeof(int) ? GgufValueType.Int32
        : type == typeof(float) ? GgufValueType.Float32
        : type == typeof(bool) ? GgufValueType.Bool
        : type == typeof(string) ? GgufValueType.String
        : type == typeof(ulong) ? GgufValueType.UInt64
        : type == typeof(long) ? GgufValueType.Int64
        : type == typeof(double) ? GgufValueType.Float64
        : throw new ArgumentException($"GGUF metadata has no values of type {type}.");
}
