using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Outthink.Cli.Json;

/// <summary>What the commands print with <c>--json</c>; the names are promised to callers.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(ModelsReport))]
[JsonSerializable(typeof(InspectionReport))]
internal sealed partial class CliJson : JsonSerializerContext;

internal static class JsonWriting
{
    /// <summary>Writes one indented document and a line end; characters stand as they are, not escaped for HTML.</summary>
    public static void WriteJson<T>(this TextWriter writer, T value, JsonTypeInfo<T> type)
    {
        JsonSerializerOptions options = new(type.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
        writer.WriteLine(JsonSerializer.Serialize(value, options.GetTypeInfo(typeof(T))));
    }
}
