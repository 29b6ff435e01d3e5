using Outthink.Engine.Conversion;
using Outthink.Engine.Tests.Text;
using Outthink.Engine.Tests.Weights;
using Outthink.Engine.Text;
using Outthink.Engine.Weights;

namespace Outthink.Engine.Tests.Conversion;

/// <summary>Published tokenisers of folders without tokenizer.json, said in the keys of GGUF and read from there.</summary>
public sealed class ByteLevelKeysTests
{
    [Theory]
    [InlineData("llama3", "tokenizer.model", 128256, "llama-bpe")]
    [InlineData("qwen2", "vocab.json", 151936, "qwen2")]
    public void A_converted_tokeniser_gives_the_published_ids(string name, string file, int rows, string rules)
    {
        var source = Path.GetDirectoryName(TestData.File("tokenizers", name, file))!;
        var keys = Keys(source, rows);
        Assert.Equal((rules, rows), (keys.GetString("tokenizer.ggml.pre"), keys.GetStrings("tokenizer.ggml.tokens").Length));
        var (original, tokenizer) = (PublishedVocabularies.Load(name), Read(keys));
        var texts = File.ReadAllText(TestData.File("tokenizers", name, "cases.inp")).Split("\n__ggml_vocab_test__\n")[..^1];
        var expected = File.ReadAllLines(TestData.File("tokenizers", name, "cases.out"));
        foreach (var (i, text) in texts.Index())
            Assert.Equal(expected[i].Trim(), string.Join(' ', tokenizer.Encode(text, addSpecial: false, parseSpecial: false)));
        Assert.Equal((original.BosId, original.EosId, original.AddBos), (tokenizer.BosId, tokenizer.EosId, tokenizer.AddBos));
        // GGUF's reader also takes Qwen2's ordinary token '</s>' for an end, by its name, as llama.cpp does.
        Assert.Equal(Ends(original), Ends(tokenizer).Where(id => tokenizer.PieceOf(id) != "</s>"));
    }

    [Fact]
    public void Ranks_and_the_merges_made_of_them_give_the_same_ids_of_a_megabyte()
    {
        var keys = Keys(Path.GetDirectoryName(TestData.File("tokenizers", "llama3", "tokenizer.model"))!, 128256);
        var text = MixedText.Write(bytes: 1 << 20, seed: 11);
        Assert.Equal(PublishedVocabularies.Load("llama3").Encode(text, addSpecial: true, parseSpecial: false), Read(keys).Encode(text, addSpecial: true, parseSpecial: false));
    }

    /// <summary>The keys of a folder with these files and a config.json of that many rows.</summary>
    static GgufMetadata Keys(string source, int rows)
    {
        var folder = Directory.CreateTempSubdirectory("outthink-keys-");
        try
        {
            foreach (var path in Directory.GetFiles(source).Where(path => Path.GetFileName(path) is not ("config.json" or "cases.inp" or "cases.out" or "LICENSE")))
                File.CreateSymbolicLink(Path.Combine(folder.FullName, Path.GetFileName(path)), path);
            File.WriteAllText(Path.Combine(folder.FullName, "config.json"), $$"""{"vocab_size":{{rows}}}""");
            return new(folder.FullName, TokenizerKeys.Read(folder.FullName));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    static Tokenizer Read(GgufMetadata keys)
    {
        var writer = new GgufWriter();
        foreach (var (key, value) in keys)
            writer.Add(key, value);
        using var file = GgufFile.FromMemory(SampleGguf.ToBytes(writer), "converted");
        return Tokenizer.FromGguf(file);
    }

    static IEnumerable<int> Ends(Tokenizer tokenizer) => Enumerable.Range(0, tokenizer.VocabularySize).Where(tokenizer.IsEndOfGeneration);
}
