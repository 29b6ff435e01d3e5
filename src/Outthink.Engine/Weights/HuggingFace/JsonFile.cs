using System.Text.Json;

namespace Outthink.Engine.Weights.HuggingFace;

/// <summary>An object of a JSON file: optional members by type, each fault with file and key. A null counts as absent.</summary>
sealed class JsonFile
{
    readonly JsonElement root;
    readonly string place; // of this object within the file, with a dot at its end

    JsonFile(string path, JsonElement root, string place) => (Path, this.root, this.place) = (path, root, place);

    public string Path { get; }

    public JsonElement Root => root;

    /// <exception cref="ModelFileException">The file is missing, too long, no JSON or no object.</exception>
    public static JsonFile Open(string path, long mostBytes = 16 << 20)
    {
        using var file = MappedFile.Open(path);
        if (file.Length > mostBytes)
            throw new ModelFileException(path, $"the file has {file.Length} bytes, {mostBytes} are possible; fetch it again");
        try
        {
            using var document = JsonDocument.Parse(Bytes(file), new() { MaxDepth = 64, AllowDuplicateProperties = false });
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? new(path, document.RootElement.Clone(), "")
                : throw new ModelFileException(path, "the file holds no JSON object; fetch it again");
        }
        catch (JsonException e)
        {
            throw new ModelFileException(path, $"the file is no valid JSON ({e.Message.TrimEnd('.')}); fetch it again", inner: e);
        }
    }

    public static JsonFile? OpenIfThere(string path, long mostBytes = 16 << 20) => File.Exists(path) ? Open(path, mostBytes) : null;

    public string? Text(string key) => Find(key, JsonValueKind.String, "a text") is { } found ? TextOf(found, key) : null;

    public bool? Flag(string key) => Find(key, null, "true or false") is not { } found ? null
        : found.ValueKind is JsonValueKind.True or JsonValueKind.False ? found.GetBoolean()
        : throw Fault($"'{place}{key}' is {found.ValueKind}, expected true or false");

    public float? Number(string key) => Find(key, JsonValueKind.Number, "a number") is not { } found ? null
        : found.TryGetSingle(out var value) && float.IsFinite(value) ? value
        : throw Fault($"'{place}{key}' is no number that a float holds");

    /// <summary>A whole number from 0 on.</summary>
    public int? Count(string key) => Find(key, JsonValueKind.Number, "a whole number") is not { } found ? null
        : found.TryGetInt32(out var value) && value >= 0 ? value
        : throw Fault($"'{place}{key}' is {found.GetRawText()}, expected a whole number from 0 to {int.MaxValue}");

    public int RequiredCount(string key) => Count(key) ?? throw Fault($"'{place}{key}' is missing; the folder is of a model that is not read, or incomplete");

    public JsonFile? Section(string key) => Find(key, JsonValueKind.Object, "an object") is { } found ? new(Path, found, $"{place}{key}.") : null;

    public JsonElement? List(string key) => Find(key, JsonValueKind.Array, "a list");

    public JsonElement? Member(string key) => Find(key, null, "");

    public ModelFileException Fault(string message) => new(Path, message);

    /// <summary>The text of an element; one that is no valid unicode is a fault.</summary>
    public string TextOf(JsonElement element, string key)
    {
        try
        {
            return element.GetString() ?? throw Fault($"'{place}{key}' is null, expected a text");
        }
        catch (InvalidOperationException)
        {
            throw Fault($"'{place}{key}' holds something that is no text; fetch the file again");
        }
    }

    JsonElement? Find(string key, JsonValueKind? kind, string wanted) =>
        !root.TryGetProperty(key, out var found) || found.ValueKind == JsonValueKind.Null ? null
        : kind is null || found.ValueKind == kind ? found
        : throw Fault($"'{place}{key}' is {found.ValueKind}, expected {wanted}");

    static unsafe ReadOnlyMemory<byte> Bytes(MappedFile file)
    {
        var bytes = new ReadOnlySpan<byte>(file.At(0), (int)file.Length).ToArray();
        return bytes.AsSpan().StartsWith("\uFEFF"u8) ? bytes.AsMemory(3) : bytes;
    }
}
