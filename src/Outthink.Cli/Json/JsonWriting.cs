using System.Text.Encodings.Web;
using System.Text.Json;

namespace Outthink.Cli.Json;

internal static class JsonWriting
{
    static readonly JsonSerializerOptions Document = new(CliJson.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, WriteIndented = true };

    /// <summary>Writes one indented document and a line end; characters stand as they are, not escaped for HTML.</summary>
    public static void WriteJson<T>(this TextWriter writer, T value) => writer.WriteLine(JsonSerializer.Serialize(value, Document.GetTypeInfo(typeof(T))));
}
