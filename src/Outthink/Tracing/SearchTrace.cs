using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Outthink.Tracing;

/// <summary>
/// Writes searches as JSON lines: a header with format and version, then one event a line. Several searches may follow
/// each other in one trace. Not thread-safe; the writer stays its owner's.
/// </summary>
public sealed class SearchTrace(TextWriter writer)
{
    /// <summary>The format's name in the header.</summary>
    public const string Format = "outthink-trace";

    /// <summary>The version written; a reader accepts no other.</summary>
    public const int Version = 1;

    private bool _begun;

    /// <summary>Writes one event; give it to <see cref="Search.SearchStrategy.SearchAsync"/> as the event handler.</summary>
    public void Write(SearchEvent searchEvent)
    {
        ArgumentNullException.ThrowIfNull(searchEvent);
        if (!_begun) WriteLine(JsonSerializer.Serialize(new TraceHeader(Format, Version), TraceLine.Header));
        _begun = true;
        WriteLine(JsonSerializer.Serialize(searchEvent, TraceLine.Event));
    }

    /// <summary>Reads a trace back, line by line.</summary>
    /// <exception cref="TraceFormatException">The header or a line cannot be read; the message names the line.</exception>
    public static IEnumerable<SearchEvent> Read(TextReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        return ReadLines(reader);
    }

    private static IEnumerable<SearchEvent> ReadLines(TextReader reader)
    {
        if (reader.ReadLine() is not { } first) throw new TraceFormatException(1, "the trace is empty; it should begin with its format and version.");
        TraceHeader header = Parse(first, 1, TraceLine.Header);
        if (header.Format != Format) throw new TraceFormatException(1, $"the format is '{header.Format}', not '{Format}'.");
        if (header.Version != Version) throw new TraceFormatException(1, $"the version is {header.Version}; this program reads version {Version}.");
        for (int number = 2; reader.ReadLine() is { } line; number++)
            yield return Parse(line, number, TraceLine.Event);
    }

    private static T Parse<T>(string line, int number, JsonTypeInfo<T> type)
    {
        try
        {
            return JsonSerializer.Deserialize(line, type) ?? throw new TraceFormatException(number, "there is no event.");
        }
        catch (Exception fault) when (fault is JsonException or NotSupportedException)
        {
            throw new TraceFormatException(number, fault.Message, fault);
        }
    }

    // Always \n: a trace has the same bytes on every system.
    private void WriteLine(string line)
    {
        writer.Write(line);
        writer.Write('\n');
    }
}
