using Outthink.Engine.Text.Sources;
using Outthink.Engine.Weights;

namespace Outthink.Engine.Conversion;

/// <summary>
/// The byte-level tokenisers of folders without tokenizer.json, in the keys of GGUF: vocab.json with merges.txt, or
/// Llama 3's tokenizer.model, whose ranks become merges.
/// </summary>
static class ByteLevelKeys
{
    /// <exception cref="ModelFileException">A file is missing or damaged, or nothing says how texts are split.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static void AddTo(Dictionary<string, GgufValue> keys, string folder, TokenList tokens)
    {
        var parts = TokenizerFolder.Read(folder);
        var vocabulary = parts.Vocabulary;
        for (var id = 0; id < vocabulary.Count; id++)
        {
            if (vocabulary.TextOf(id).Length > 0)
                tokens.Add(id, vocabulary.TextOf(id), vocabulary.KindOf(id));
        }
        var isRanked = Path.GetFileName(vocabulary.File) == "tokenizer.model";
        keys["tokenizer.ggml.model"] = GgufValue.Of("gpt2");
        keys["tokenizer.ggml.pre"] = GgufValue.Of(isRanked ? "llama-bpe" : VocabularyFiles.RulesName(vocabulary.File, FolderConfig.Read(folder)));
        keys["tokenizer.ggml.merges"] = GgufValue.OfArray<string>(isRanked ? [.. RankedMerges.Of(vocabulary)] : VocabularyFiles.ReadMerges(folder));
        if (parts.Roles.BosId is { } bos)
            keys["tokenizer.ggml.bos_token_id"] = GgufValue.Of((uint)bos);
        if (parts.Roles.EosId is { } eos)
            keys["tokenizer.ggml.eos_token_id"] = GgufValue.Of((uint)eos);
        keys["tokenizer.ggml.add_bos_token"] = GgufValue.Of(parts.Roles.AddBos);
    }
}
