using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Outthink.Tracing;

/// <summary>A seed is a decimal string in a trace: many JSON readers keep only 53 bits of a number.</summary>
internal sealed class SeedConverter : JsonConverter<ulong>
{
    public override ulong Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        ulong.TryParse(reader.GetString(), NumberStyles.None, CultureInfo.InvariantCulture, out ulong seed)
            ? seed
            : throw new JsonException($"'{reader.GetString()}' is not a seed: a decimal number of 64 bits.");

    public override void Write(Utf8JsonWriter writer, ulong value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString(CultureInfo.InvariantCulture));
}
