using System.Text.Json;
using System.Text.Json.Serialization;

namespace Outthink.Tracing;

/// <summary>A trajectory's id is a bare number in a trace.</summary>
internal sealed class TrajectoryIdConverter : JsonConverter<TrajectoryId>
{
    public override TrajectoryId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => new(reader.GetInt64());

    public override void Write(Utf8JsonWriter writer, TrajectoryId value, JsonSerializerOptions options) => writer.WriteNumberValue(value.Value);
}
