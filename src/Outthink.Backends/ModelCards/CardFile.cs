using System.Text.Json;
using System.Text.Json.Nodes;

namespace Outthink.Backends.ModelCards;

/// <summary>Reads model cards, completed by the built-in card they are based on.</summary>
internal static class CardFile
{
    private static readonly JsonDocumentOptions Lenient = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    /// <exception cref="ModelCardException">The card is not valid JSON, or lacks what its role needs.</exception>
    public static ModelCard Read(string path)
    {
        ModelCard card;
        try
        {
            card = Parse(File.ReadAllText(path));
        }
        catch (Exception e) when (e is JsonException or ArgumentException or InvalidOperationException)
        {
            throw new ModelCardException($"The model card '{path}' is not readable: {e.Message}", e);
        }
        if (CardRules.Problem(card) is { } problem) throw new ModelCardException($"The model card '{path}' {problem}.");
        return card with { File = Path.TrimEndingDirectorySeparator(Path.GetFullPath(card.File, Path.GetDirectoryName(Path.GetFullPath(path))!)) };
    }

    /// <exception cref="JsonException">It is no JSON, lacks a member, or is based on a card that is not built in.</exception>
    public static ModelCard Parse(string json)
    {
        JsonNode? node = JsonNode.Parse(json, documentOptions: Lenient);
        if (node is JsonObject own && own["base"] is JsonValue named && named.GetValueKind() == JsonValueKind.String) node = Complete(own, named.GetValue<string>());
        return node.Deserialize(ModelCardJson.Default.ModelCard) ?? throw new JsonException("the card is the JSON value null");
    }

    /// <summary>The members of the base, replaced by those of the card; of objects within, member by member.</summary>
    private static JsonObject Complete(JsonObject own, string name)
    {
        JsonObject complete = BuiltInCards.Find(name)
            ?? throw new JsonException($"there is no built-in card '{name}'; there are {string.Join(", ", BuiltInCards.Names(null))}");
        foreach ((string key, JsonNode? value) in own)
        {
            if (value is JsonObject inner && complete[key] is JsonObject outer)
                foreach ((string part, JsonNode? content) in inner) outer[part] = content?.DeepClone();
            else complete[key] = value?.DeepClone();
        }
        return complete;
    }
}
