using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Outthink.Backends.ModelCards;

/// <summary>The cards that travel with the program: the model families and reward models of the field.</summary>
internal static class BuiltInCards
{
    private const string Folder = "Cards/";

    /// <summary>The card of a policy that has a chat template and is none of the known families.</summary>
    private const string AnyChat = "chat";

    private static readonly Lazy<ImmutableArray<BuiltIn>> Cards = new(Load);

    /// <summary>The names, of one role or of both.</summary>
    public static IEnumerable<string> Names(ModelRole? role) => Cards.Value.Where(c => role is null || c.Role == role).Select(c => c.Name);

    /// <summary>A copy of the card of that name, its own base included; null when there is none.</summary>
    public static JsonObject? Find(string name) => (JsonObject?)Cards.Value.FirstOrDefault(c => c.Name == name)?.Content.DeepClone();

    /// <summary>The card that says most of the model; null when none is for it. Name, file and parameters are to be filled in.</summary>
    public static ModelCard? For(ModelRole role, ModelIdentity model)
    {
        BuiltIn? best = Cards.Value.Where(c => c.Role == role && c.Match is { } match && match.Holds(model)).MaxBy(c => c.Match!.Weight);
        if (best is null && role == ModelRole.Policy && model.ChatTemplate is not null) best = Cards.Value.First(c => c.Name == AnyChat);
        return best?.Card();
    }

    /// <summary>The card of that name and role; null when there is none. Name, file and parameters are to be filled in.</summary>
    public static ModelCard? Named(ModelRole role, string name) => Cards.Value.FirstOrDefault(c => c.Role == role && c.Name == name)?.Card();

    private static ImmutableArray<BuiltIn> Load()
    {
        var assembly = typeof(BuiltInCards).Assembly;
        Dictionary<string, JsonObject> raw = new(StringComparer.Ordinal);
        foreach (string resource in assembly.GetManifestResourceNames().Where(r => r.StartsWith(Folder, StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            using Stream stream = assembly.GetManifestResourceStream(resource)!;
            raw.Add(Path.GetFileNameWithoutExtension(resource[Folder.Length..]), (JsonObject)JsonNode.Parse(stream)!);
        }
        return [.. raw.Select(card => BuiltIn.Of(card.Key, card.Value, raw))];
    }

    private static ModelCard Read(JsonObject content)
    {
        content["name"] = "";
        content["file"] = "";
        return content.Deserialize(ModelCardJson.Default.ModelCard)!;
    }

    private sealed record BuiltIn(string Name, ModelRole Role, CardMatch? Match, JsonObject Content)
    {
        public ModelCard Card()
        {
            JsonObject content = (JsonObject)Content.DeepClone();
            content["base"] = Name;
            return Read(content);
        }

        public static BuiltIn Of(string name, JsonObject own, Dictionary<string, JsonObject> all)
        {
            JsonObject content = own["base"] is { } named ? (JsonObject)all[named.GetValue<string>()].DeepClone() : [];
            foreach ((string key, JsonNode? value) in own)
                if (key != "base") content[key] = value?.DeepClone();
            CardMatch? match = content["match"]?.Deserialize(ModelCardJson.Default.CardMatch);
            content.Remove("match");
            return new(name, Read((JsonObject)content.DeepClone()).Role, match, content);
        }
    }
}
