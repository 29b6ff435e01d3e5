using Outthink.Engine.Text.Unicode;

namespace Outthink.Engine.Text.PreTokenizers;

/// <summary>The rules that GGUF files name in tokenizer.ggml.pre, as llama.cpp follows them (llama-vocab.cpp).</summary>
static class PreTokenizerNames
{
    /// <summary>The names that have rules here.</summary>
    public static string[] All { get; } =
    [
        "default", "gpt-2", "phi-2", "olmo", "llama3", "llama-v3", "llama-bpe", "dbrx", "smaug-bpe", "chatglm-bpe", "glm4",
        "qwen2", "deepseek-r1-qwen", "stablelm2", "megrez", "hunyuan", "tekken", "deepseek-llm", "deepseek-coder", "smollm", "starcoder", "refact", "command-r",
    ];

    /// <summary>The rules of a name; null when there are none here.</summary>
    public static PreTokenizer? Find(string name) => name switch
    {
        "default" => Default(),
        "gpt-2" or "phi-2" or "olmo" => new Gpt2Rules(),
        "llama3" or "llama-v3" or "llama-bpe" or "dbrx" or "smaug-bpe" or "chatglm-bpe" or "glm4" => new Llama3Rules(digits: 3),
        "qwen2" or "deepseek-r1-qwen" or "stablelm2" or "megrez" or "hunyuan" => new Llama3Rules(digits: 1),
        "tekken" => new TekkenRules(onlyAsciiHasCase: true),
        "deepseek-llm" => new Stages([.. DeepSeekRules.LlmStages(setsHoldSpaces: false), RunRules.Of(CharacterKind.Number)]),
        "deepseek-coder" => new Stages([.. DeepSeekRules.CoderStages(setsHoldSpaces: false), RunRules.Of(CharacterKind.Number, atMost: 1)]),
        "smollm" or "starcoder" or "refact" or "command-r" => new Stages(RunRules.Of(CharacterKind.Number, atMost: 1), new Gpt2Rules()),
        _ => null,
    };

    /// <summary>Whether a word that is a token is taken whole, without merging: these vocabularies hold tokens that no merge reaches.</summary>
    public static bool TakesWholeWords(string name) => name is "llama3" or "llama-v3" or "llama-bpe" or "tekken";

    /// <summary>Whether BOS goes before a text when the file does not say.</summary>
    public static bool AddsBos(string name) => TakesWholeWords(name);

    /// <summary>For files that name no rules: [\p{P}$+&lt;=&gt;^~|]+, then GPT-2's, then \p{N}+, then three ASCII digits.</summary>
    static Stages Default() => new(
        new RunRules(c => CharacterKinds.Of(c).IsIn(CharacterKind.Punctuation) || (c < 0x80 && "$+<=>^~|".Contains((char)c))),
        new Gpt2Rules(), RunRules.Of(CharacterKind.Number), new RunRules(c => c is >= '0' and <= '9', atLeast: 3, atMost: 3));
}
