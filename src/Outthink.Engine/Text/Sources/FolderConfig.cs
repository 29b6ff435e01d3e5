using System.Collections.Immutable;
using System.Globalization;

namespace Outthink.Engine.Text.Sources;

/// <summary>What the configuration files beside a tokeniser say of it.</summary>
sealed record FolderConfig
{
    /// <summary>The name of the class that reads it elsewhere, such as Qwen2Tokenizer.</summary>
    public string? TokenizerClass { get; private init; }

    /// <summary>The architecture's name, such as qwen2.</summary>
    public string? ModelType { get; private init; }

    public string? Bos { get; private init; }
    public string? Eos { get; private init; }
    public bool? AddBos { get; private init; }
    public bool? AddEos { get; private init; }
    public ImmutableArray<AddedToken> AddedTokens { get; private init; } = [];

    /// <summary>The ids that end a generation by config.json and generation_config.json.</summary>
    public ImmutableArray<int> EndIds { get; private init; } = [];

    /// <summary>Reads tokenizer_config.json, special_tokens_map.json, added_tokens.json, config.json and generation_config.json, each where it is.</summary>
    /// <exception cref="Weights.ModelFileException">One of them is not readable.</exception>
    /// <exception cref="IOException">One of them cannot be read.</exception>
    public static FolderConfig Read(string folder)
    {
        using var tokenizer = JsonFile.OpenIfThere(Path.Combine(folder, "tokenizer_config.json"));
        using var map = JsonFile.OpenIfThere(Path.Combine(folder, "special_tokens_map.json"));
        using var added = JsonFile.OpenIfThere(Path.Combine(folder, "added_tokens.json"));
        using var model = JsonFile.OpenIfThere(Path.Combine(folder, "config.json"));
        using var generation = JsonFile.OpenIfThere(Path.Combine(folder, "generation_config.json"));
        var (said, names) = (tokenizer.Root, map.Root);
        return new()
        {
            TokenizerClass = TextOf(said["tokenizer_class"]),
            ModelType = TextOf(model.Root["model_type"]),
            Bos = NameOf(said["bos_token"]) ?? NameOf(names["bos_token"]),
            Eos = NameOf(said["eos_token"]) ?? NameOf(names["eos_token"]),
            AddBos = said["add_bos_token"].Flag(),
            AddEos = said["add_eos_token"].Flag(),
            AddedTokens = [.. Added(said["added_tokens_decoder"], added.Root)],
            EndIds = [.. Ids(model.Root["eos_token_id"]), .. Ids(generation.Root["eos_token_id"])],
        };
    }

    static IEnumerable<AddedToken> Added(JsonPart decoder, JsonPart added)
    {
        var isKnown = new HashSet<int>();
        foreach (var (name, token) in decoder.Members())
        {
            var id = int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : throw decoder.Fault($"has the member '{name}', which is no id");
            isKnown.Add(id);
            yield return AddedToken.Read(token, id);
        }
        // The older file says nothing of kinds; its tokens are control tokens, which no text of a user becomes.
        foreach (var (text, id) in added.Members())
        {
            if (!isKnown.Contains(id.Integer()))
                yield return new(id.Integer(), text, IsSpecial: true);
        }
    }

    static string? TextOf(JsonPart part) => part.IsAbsent ? null : part.Text();

    /// <summary>A special token's name, which may be written with its flags.</summary>
    static string? NameOf(JsonPart part) => TextOf(part.IsObject ? part["content"] : part);

    static IEnumerable<int> Ids(JsonPart part) => part.IsAbsent ? [] : part.IsArray ? part.Items().Select(i => i.Integer()) : [part.Integer()];
}
