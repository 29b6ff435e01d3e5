using System.Text.Json;
using Outthink.Engine.Text;
using Outthink.Engine.Weights;
using Outthink.Engine.Weights.HuggingFace;

namespace Outthink.Engine.Conversion;

/// <summary>A tokenizer.json with a BPE model, in the keys of GGUF: byte-level ('gpt2'), or with byte fallback as SentencePiece has it ('llama').</summary>
static class BytePairKeys
{
    /// <exception cref="ModelFileException">The file is damaged, or the tokeniser is of a kind that GGUF files of the field do not have.</exception>
    public static void AddTo(Dictionary<string, GgufValue> keys, JsonFile file, TokenList tokens)
    {
        var model = file.Section("model") ?? throw file.Fault("'model' is missing; fetch the file again");
        if (model.Text("type") is { } type and not "BPE")
            throw file.Fault($"the tokeniser is of type '{type}'; BPE is converted");
        var vocabulary = model.Section("vocab") ?? throw file.Fault("'model.vocab' is missing; fetch the file again");
        var isSpaced = model.Flag("byte_fallback") ?? false;
        var unknown = model.Text("unk_token");
        foreach (var (text, id) in vocabulary.Members())
            tokens.Add(Id(vocabulary, id), text, isSpaced ? KindOf(text, unknown) : TokenKind.Normal);
        foreach (var added in file.List("added_tokens")?.EnumerateArray() ?? default)
            Add(file, added, tokens);
        var merges = Merges(model);
        if (isSpaced)
            AddSpaced(keys, tokens, merges);
        else
            AddByteLevel(keys, file, merges);
    }

    static void AddByteLevel(Dictionary<string, GgufValue> keys, JsonFile file, List<(string Left, string Right)> merges)
    {
        keys["tokenizer.ggml.model"] = GgufValue.Of("gpt2");
        keys["tokenizer.ggml.pre"] = GgufValue.Of(PreTokenizerName.Of(file));
        keys["tokenizer.ggml.merges"] = GgufValue.OfArray<string>([.. merges.Select(m => $"{m.Left} {m.Right}")]);
    }

    /// <summary>SentencePiece merges what has the best score, so that a merge's rank, negated, is the score of what it makes.</summary>
    static void AddSpaced(Dictionary<string, GgufValue> keys, TokenList tokens, List<(string Left, string Right)> merges)
    {
        for (var rank = merges.Count - 1; rank >= 0; rank--)
            tokens.SetScore(merges[rank].Left + merges[rank].Right, -rank);
        keys["tokenizer.ggml.model"] = GgufValue.Of("llama");
        keys["tokenizer.ggml.pre"] = GgufValue.Of("default");
        keys["tokenizer.ggml.scores"] = GgufValue.OfArray<float>(tokens.Scores);
    }

    static TokenKind KindOf(string text, string? unknown) =>
        text == unknown ? TokenKind.Unknown
        : text is ['<', '0', 'x', _, _, '>'] ? TokenKind.Byte
        : TokenKind.Normal;

    static void Add(JsonFile file, JsonElement added, TokenList tokens)
    {
        if (added.ValueKind != JsonValueKind.Object || !added.TryGetProperty("id", out var id) || !added.TryGetProperty("content", out var content) || content.ValueKind != JsonValueKind.String)
            throw file.Fault("'added_tokens' holds an entry without id and content; fetch the file again");
        var isSpecial = added.TryGetProperty("special", out var special) && special.ValueKind == JsonValueKind.True;
        var text = file.TextOf(content, "added_tokens.content");
        if (tokens.IdOf(text) is { } known && tokens.Kinds[known] == (int)TokenKind.Unknown)
            return; // the unknown token stays one
        tokens.Add(tokens.IdOf(text) ?? Id(file, id), text, isSpecial ? TokenKind.Control : TokenKind.UserDefined);
    }

    static List<(string Left, string Right)> Merges(JsonFile model)
    {
        var merges = new List<(string, string)>();
        foreach (var merge in model.List("merges")?.EnumerateArray() ?? default)
        {
            if (merge.ValueKind == JsonValueKind.Array && merge.GetArrayLength() == 2 && merge[0].ValueKind == JsonValueKind.String && merge[1].ValueKind == JsonValueKind.String)
            {
                merges.Add((model.TextOf(merge[0], "merges"), model.TextOf(merge[1], "merges")));
                continue;
            }
            var text = merge.ValueKind == JsonValueKind.String ? model.TextOf(merge, "merges") : "";
            var space = text.Length > 1 ? text.IndexOf(' ', 1) : -1;
            if (space < 0)
                throw model.Fault($"merge {merges.Count} is no pair of tokens; fetch the file again");
            merges.Add((text[..space], text[(space + 1)..]));
        }
        return merges;
    }

    static int Id(JsonFile file, JsonElement id) => id.ValueKind == JsonValueKind.Number && id.TryGetInt32(out var value) && value >= 0
        ? value
        : throw file.Fault("a token's id is no whole number; fetch the file again");
}
