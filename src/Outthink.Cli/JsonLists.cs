using System.Collections.Immutable;
using System.Text.Json;
using Outthink.Engine.Text.Templates;

namespace Outthink.Cli;

/// <summary>Lists that users write as JSON files.</summary>
internal static class JsonLists
{
    /// <summary>A conversation: an array of objects with "role" and "content".</summary>
    /// <exception cref="InvalidDataException">The file holds something else; the message says where.</exception>
    public static ImmutableArray<ChatMessage> Messages(string path)
    {
        ImmutableArray<ChatMessage> messages = Read(path, File.ReadAllText(path), "messages", (element, place) =>
            new ChatMessage(Member(path, element, place, "role"), Member(path, element, place, "content")));
        return messages.IsEmpty ? throw new InvalidDataException($"{path}: there is no message; give at least one") : messages;
    }

    /// <summary>Steps of a solution: an array of strings, or plain text divided at blank lines.</summary>
    /// <exception cref="InvalidDataException">The file holds no steps, or a blank one.</exception>
    public static ImmutableArray<string> Steps(string path)
    {
        string text = File.ReadAllText(path);
        ImmutableArray<string> steps = text.TrimStart().StartsWith('[')
            ? Read(path, text, "steps", (element, place) => element.ValueKind == JsonValueKind.String ? element.GetString()! : throw new InvalidDataException($"{path}: step {place} is no string"))
            : [.. text.ReplaceLineEndings("\n").Split("\n\n").Where(step => !string.IsNullOrWhiteSpace(step))];
        if (steps.IsEmpty) throw new InvalidDataException($"{path}: there is no step; give a JSON array of strings, or text with a blank line between steps");
        int blank = steps.IndexOf(steps.FirstOrDefault(string.IsNullOrWhiteSpace)!);
        return blank < 0 ? steps : throw new InvalidDataException($"{path}: step {blank + 1} is blank; leave it out");
    }

    static ImmutableArray<T> Read<T>(string path, string text, string what, Func<JsonElement, int, T> read)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(text);
            return document.RootElement.ValueKind == JsonValueKind.Array
                ? [.. document.RootElement.EnumerateArray().Select((element, i) => read(element, i + 1))]
                : throw new InvalidDataException($"{path}: a JSON array of {what} is expected");
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"{path}: this is not JSON: {e.Message}", e);
        }
    }

    static string Member(string path, JsonElement message, int place, string name) =>
        message.ValueKind == JsonValueKind.Object && message.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()!
            : throw new InvalidDataException($"{path}: message {place} lacks \"{name}\" as a string");
}
