using System.Text.Json.Serialization;

namespace Outthink.Tracing;

/// <summary>The wire form of a trace: camel case, enums by name, absent members for null.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    IgnoreReadOnlyProperties = true,
    UseStringEnumConverter = true,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    Converters = [typeof(TrajectoryIdConverter), typeof(SeedConverter)])]
[JsonSerializable(typeof(SearchEvent))]
[JsonSerializable(typeof(TraceHeader))]
internal sealed partial class TraceJson : JsonSerializerContext;
