using System.Text.Json;
using Outthink.Engine.Weights;

namespace Outthink.Backends.ModelCards;

/// <summary>What the JSON files of a Hugging Face folder say of the model in it.</summary>
internal static class ModelFolderIdentity
{
    private const long LongestFile = 1 << 24;

    /// <exception cref="JsonException">A file is not JSON, or not of the expected form.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static ModelIdentity Read(string folder)
    {
        using JsonDocument config = Parse(folder, "config.json") ?? throw new JsonException("config.json is missing");
        using JsonDocument? tokenizer = Parse(folder, "tokenizer_config.json");
        string template = Path.Combine(folder, "chat_template.jinja");
        string? named = Text(config.RootElement, "_name_or_path");
        return new()
        {
            Architecture = Text(config.RootElement, "model_type") is { } type ? type == "mistral" ? "llama" : type : "",
            Names = [.. named is null ? [] : new[] { ModelIdentity.Simplify(named) }, .. ModelIdentity.NamesOf(folder)],
            Classes = config.RootElement.TryGetProperty("architectures", out JsonElement classes) && classes.ValueKind == JsonValueKind.Array
                ? [.. classes.EnumerateArray().Where(c => c.ValueKind == JsonValueKind.String).Select(c => c.GetString()!)]
                : [],
            ChatTemplate = IsShort(template) ? File.ReadAllText(template) : tokenizer is null ? null : TemplateOf(tokenizer.RootElement),
            Bos = tokenizer is null ? "" : Token(tokenizer.RootElement, "bos_token"),
            Eos = tokenizer is null ? "" : Token(tokenizer.RootElement, "eos_token"),
            Parameters = ParametersOf(folder),
        };
    }

    /// <summary>0 where the weights cannot be read, which loading them will explain.</summary>
    private static long ParametersOf(string folder)
    {
        try
        {
            using ModelFile file = ModelFile.Open(folder);
            return ModelIdentity.ParametersOf(file);
        }
        catch (Exception e) when (e is ModelFileException or IOException)
        {
            return 0;
        }
    }

    private static JsonDocument? Parse(string folder, string name)
    {
        string path = Path.Combine(folder, name);
        return IsShort(path) ? JsonDocument.Parse(File.ReadAllBytes(path)) : null;
    }

    private static bool IsShort(string path) => File.Exists(path) && new FileInfo(path).Length <= LongestFile;

    /// <summary>One template, or of several the one called "default".</summary>
    private static string? TemplateOf(JsonElement tokenizer)
    {
        if (!tokenizer.TryGetProperty("chat_template", out JsonElement template)) return null;
        if (template.ValueKind != JsonValueKind.Array) return template.ValueKind == JsonValueKind.String ? template.GetString() : null;
        foreach (JsonElement one in template.EnumerateArray())
            if (one.ValueKind == JsonValueKind.Object && Text(one, "name") == "default") return Text(one, "template");
        return null;
    }

    /// <summary>A token's text, which stands plainly or in an object.</summary>
    private static string Token(JsonElement tokenizer, string name) =>
        tokenizer.TryGetProperty(name, out JsonElement token) && token.ValueKind == JsonValueKind.Object ? Text(token, "content") ?? "" : Text(tokenizer, name) ?? "";

    private static string? Text(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
