using System.Text.Json;
using Outthink.Engine.Text.Sources;
using Outthink.Engine.Weights;
using JsonFile = Outthink.Engine.Weights.HuggingFace.JsonFile;

namespace Outthink.Engine.Conversion;

/// <summary>A folder's tokeniser and special tokens in the keys of GGUF, as llama.cpp's converter writes them.</summary>
static class TokenizerKeys
{
    const long MostBytes = 256 << 20; // tokenizer.json of large vocabularies has some ten million

    /// <exception cref="ModelFileException">A file is missing or damaged, or the tokeniser cannot be said in GGUF.</exception>
    public static Dictionary<string, GgufValue> Read(string folder)
    {
        var config = JsonFile.Open(Path.Combine(folder, "config.json"));
        var about = JsonFile.OpenIfThere(Path.Combine(folder, "tokenizer_config.json"));
        var keys = new Dictionary<string, GgufValue>(StringComparer.Ordinal);
        var size = config.RequiredCount("vocab_size");
        var (fast, piecewise) = (Path.Combine(folder, "tokenizer.json"), Path.Combine(folder, "tokenizer.model"));
        var file = JsonFile.OpenIfThere(fast, MostBytes);
        var tokens = new TokenList(file is not null ? fast : File.Exists(piecewise) ? piecewise : Path.Combine(folder, "vocab.json"), size);
        if (file is not null)
            BytePairKeys.AddTo(keys, file, tokens);
        else if (TokenizerFolder.HasSentencePiece(folder))
            SentencePieceKeys.AddTo(keys, piecewise, folder, tokens);
        else
            ByteLevelKeys.AddTo(keys, folder, tokens);
        keys["tokenizer.ggml.tokens"] = GgufValue.OfArray<string>(tokens.Texts());
        keys["tokenizer.ggml.token_type"] = GgufValue.OfArray<int>(tokens.Kinds);
        foreach (var (role, key) in (ReadOnlySpan<(string, string)>)[("bos", "bos"), ("eos", "eos"), ("unk", "unknown"), ("pad", "padding")])
        {
            var id = tokens.IdOf(NameOf(about, role + "_token")) ?? IdOf(config, role + "_token_id");
            if (id is { } known && known < tokens.Count)
                keys[$"tokenizer.ggml.{key}_token_id"] = GgufValue.Of((uint)known);
        }
        AddBeginning(keys, about, file, tokens);
        if (about?.Flag("add_prefix_space") is { } addSpace)
            keys["tokenizer.ggml.add_space_prefix"] = GgufValue.Of(addSpace);
        if (about?.Flag("add_eos_token") is { } addEos)
            keys["tokenizer.ggml.add_eos_token"] = GgufValue.Of(addEos);
        return keys;
    }

    /// <summary>Whether BOS goes before a text: as stated, or as the template of the post-processor has it.</summary>
    static void AddBeginning(Dictionary<string, GgufValue> keys, JsonFile? about, JsonFile? file, TokenList tokens)
    {
        var adds = about?.Flag("add_bos_token")
            ?? (keys.TryGetValue("tokenizer.ggml.bos_token_id", out var bos) && file?.Section("post_processor") is { } post
                ? First(post.Root) is { } first && tokens.IdOf(first) == bos.AsInteger()
                : null as bool?);
        if (adds is { } said)
            keys["tokenizer.ggml.add_bos_token"] = GgufValue.Of(said);
    }

    /// <summary>The special token that a post-processor puts before a single text.</summary>
    static string? First(JsonElement processor)
    {
        if (processor.ValueKind != JsonValueKind.Object)
            return null;
        if (processor.TryGetProperty("processors", out var parts) && parts.ValueKind == JsonValueKind.Array)
            return parts.EnumerateArray().Select(First).FirstOrDefault(name => name is not null);
        return processor.TryGetProperty("single", out var single) && single.ValueKind == JsonValueKind.Array && single.GetArrayLength() > 0
            && single[0].ValueKind == JsonValueKind.Object && single[0].TryGetProperty("SpecialToken", out var token)
            && token.ValueKind == JsonValueKind.Object && token.TryGetProperty("id", out var name) && name.ValueKind == JsonValueKind.String
            ? name.GetString()
            : null;
    }

    /// <summary>A special token's name, which may be written with its flags.</summary>
    static string? NameOf(JsonFile? about, string role) => about?.Member(role) is not { } member ? null
        : member.ValueKind == JsonValueKind.Object ? about.Section(role)!.Text("content")
        : about.Text(role);

    static int? IdOf(JsonFile config, string key) => config.Member(key) is { ValueKind: JsonValueKind.Number } ? config.Count(key) : null;
}
