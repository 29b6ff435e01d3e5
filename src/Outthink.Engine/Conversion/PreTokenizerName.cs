using System.Text.Json;
using Outthink.Engine.Text.PreTokenizers;
using Outthink.Engine.Weights;
using Outthink.Engine.Weights.HuggingFace;

namespace Outthink.Engine.Conversion;

/// <summary>
/// The name that GGUF has (tokenizer.ggml.pre) for the rules by which a tokenizer.json cuts a text into words. llama.cpp
/// knows rules by name only, so rules without a name cannot be converted.
/// </summary>
static class PreTokenizerName
{
    const string Contractions = "(?i:'s|'t|'re|'ve|'m|'ll|'d)";
    const string Rest = @"| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+";

    /// <summary>The expressions of the steps in order, as the files of each family have them.</summary>
    static readonly Dictionary<string, string> Names = new(StringComparer.Ordinal)
    {
        [""] = "gpt-2", // the byte-level step with its own expression and nothing before it
        [Contractions + @"|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}" + Rest] = "llama-bpe",
        [Contractions + @"|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}" + Rest] = "qwen2",
        [@"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+"] = "gpt-2",
        [@"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+|[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+"] = "tekken",
        [string.Join('\n', "[\r\n]", @"\s?\p{L}+", @"\s?\p{P}+", $"[{DeepSeekRules.Unspaced}]+", "digits")] = "deepseek-coder",
        [string.Join('\n', "[\r\n]", $@"\s?[{DeepSeekRules.Letters}]+", $@"\s?[{DeepSeekRules.Signs}]+", @"\s+$", $"[{DeepSeekRules.Unspaced}]+", "digits")] = "deepseek-llm",
    };

    /// <exception cref="ModelFileException">The rules have no name here.</exception>
    public static string Of(JsonFile tokenizer)
    {
        var steps = new List<string>();
        if (tokenizer.Section("pre_tokenizer") is { } pre)
            Add(tokenizer, pre.Root, steps);
        var rules = string.Join('\n', steps);
        return Names.TryGetValue(rules, out var name)
            ? name
            : throw tokenizer.Fault($"the text is cut by rules that GGUF has no name for here: {(rules.Length <= 300 ? rules : rules[..300] + "…")}; use the GGUF file that the model's makers publish");
    }

    static void Add(JsonFile file, JsonElement step, List<string> steps)
    {
        if (step.ValueKind != JsonValueKind.Object || !step.TryGetProperty("type", out var type) || type.ValueKind != JsonValueKind.String)
            throw file.Fault("'pre_tokenizer' has a step without a type; fetch the file again");
        switch (file.TextOf(type, "pre_tokenizer.type"))
        {
            case "Sequence" when step.TryGetProperty("pretokenizers", out var parts) && parts.ValueKind == JsonValueKind.Array:
                foreach (var part in parts.EnumerateArray())
                    Add(file, part, steps);
                break;
            case "Split" when step.TryGetProperty("pattern", out var pattern) && pattern.ValueKind == JsonValueKind.Object
                && (pattern.TryGetProperty("Regex", out var text) || pattern.TryGetProperty("String", out text)) && text.ValueKind == JsonValueKind.String:
                steps.Add(file.TextOf(text, "pre_tokenizer.pattern"));
                break;
            case "Digits":
                steps.Add("digits");
                break;
            case "ByteLevel":
                break;
            case var other:
                steps.Add($"<{other}>");
                break;
        }
    }
}
