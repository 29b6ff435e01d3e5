using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Outthink.Tracing;

/// <summary>The types of a trace's lines.</summary>
internal static class TraceLine
{
    // Solutions are full of +, < and ' : escaped, nobody could read a trace. It is never pasted into HTML.
    private static readonly JsonSerializerOptions Readable = new(TraceJson.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static JsonTypeInfo<TraceHeader> Header { get; } = (JsonTypeInfo<TraceHeader>)Readable.GetTypeInfo(typeof(TraceHeader));

    public static JsonTypeInfo<SearchEvent> Event { get; } = (JsonTypeInfo<SearchEvent>)Readable.GetTypeInfo(typeof(SearchEvent));
}
