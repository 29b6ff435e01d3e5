using System.Text.Json;
using Outthink.Engine.Weights;

namespace Outthink.Engine.Text.Sources;

/// <summary>A JSON file of a model folder, read whole.</summary>
sealed class JsonFile : IDisposable
{
    readonly string path;
    readonly JsonDocument? document;

    JsonFile(string path, JsonDocument? document) => (this.path, this.document) = (path, document);

    /// <summary>The file's content; absent when there was no file.</summary>
    public JsonPart Root => new(path, "", document?.RootElement ?? default);

    /// <exception cref="ModelFileException">It is no JSON, too deep or too large.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static JsonFile Open(string path) => Parse(path, ModelFolderFile.Read(path));

    /// <summary>An absent content when the file does not exist.</summary>
    public static JsonFile OpenIfThere(string path) => File.Exists(path) ? Open(path) : new(path, null);

    public static JsonFile Parse(string path, ReadOnlyMemory<byte> bytes)
    {
        try
        {
            if (bytes.Span.StartsWith("\uFEFF"u8))
                bytes = bytes[3..];
            return new(path, JsonDocument.Parse(bytes));
        }
        catch (JsonException e)
        {
            throw new ModelFileException(path, $"it is not valid JSON: {e.Message} Fetch it again", inner: e);
        }
    }

    public void Dispose() => document?.Dispose();
}
