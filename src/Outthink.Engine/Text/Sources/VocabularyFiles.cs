using System.Text;
using Outthink.Engine.Text.PreTokenizers;
using Outthink.Engine.Weights;

namespace Outthink.Engine.Text.Sources;

/// <summary>Reads vocab.json with merges.txt, the pair of files of GPT-2 and Qwen2.</summary>
static class VocabularyFiles
{
    /// <exception cref="ModelFileException">A file is damaged, or nothing says how texts are split.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static TokenizerParts Read(string folder, FolderConfig config)
    {
        var file = Path.Combine(folder, "vocab.json");
        var rules = RulesName(file, config);
        var builder = new VocabularyBuilder(file);
        using (var json = JsonFile.Open(file))
        {
            foreach (var (text, id) in json.Root.Members())
                builder.Add(id.Integer(), text, TokenKind.Normal);
        }
        foreach (var token in config.AddedTokens)
            builder.AddAdded(token);
        var vocabulary = builder.Build(TokenSpelling.Bytes);
        var merges = ReadMerges(folder);
        return new()
        {
            Vocabulary = vocabulary,
            Form = new() { Composes = rules == "qwen2" },
            PreTokenizer = PreTokenizerNames.Find(rules)!,
            Words = new ByteWords(vocabulary, MergeRules.FromPairs(vocabulary, "merges.txt", merges.Length, rank => Pair(merges[rank])), vocabulary.ByteIds(unknown: null), takesWholeWords: false),
            Roles = new FolderSpecials().With(config, vocabulary),
        };
    }

    /// <summary>The rules by which texts are split, as tokenizer.ggml.pre names them; <paramref name="file"/> stands in messages.</summary>
    /// <exception cref="ModelFileException">The configuration names another class or model than those known.</exception>
    public static string RulesName(string file, FolderConfig config) => (config.TokenizerClass, config.ModelType) switch
    {
        ("Qwen2Tokenizer" or "Qwen2TokenizerFast", _) or (null, "qwen2" or "qwen3") => "qwen2",
        ("GPT2Tokenizer" or "GPT2TokenizerFast", _) or (null, "gpt2") => "gpt-2",
        var (name, model) => throw new ModelFileException(file, $"tokenizer_config.json names the class '{name ?? "none"}' and config.json the model type '{model ?? "none"}'; "
            + "for this pair of files the engine knows Qwen2Tokenizer and GPT2Tokenizer; fetch tokenizer.json, which says how texts are split"),
    };

    /// <summary>The lines of merges.txt, a pair "left right" each.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static string[] ReadMerges(string folder) =>
        [.. Encoding.UTF8.GetString(ModelFolderFile.Read(Path.Combine(folder, "merges.txt"))).Split('\n').Select(line => line.TrimEnd('\r')).Where((line, i) => line.Length > 0 && !(i == 0 && line.StartsWith("#version", StringComparison.Ordinal)))];

    static (string Joined, int Left) Pair(string merge)
    {
        var space = merge.Length > 1 ? merge.IndexOf(' ', 1) : -1;
        return space < 0 ? (merge, 0) : (merge.Remove(space, 1), space);
    }
}
