using Outthink.Engine.Text;

namespace Outthink.Engine.Tests.Text;

public sealed class PublishedCasesTests
{
    [Theory]
    [InlineData("gpt2", 50257)]
    [InlineData("llama-spm", 32000)]
    [InlineData("llama3", 128256)]
    [InlineData("qwen2", 151646)]
    public void The_published_ids_are_given(string name, int vocabularySize)
    {
        var tokenizer = PublishedVocabularies.Load(name);
        var texts = File.ReadAllText(TestData.File("tokenizers", name, "cases.inp")).Split("\n__ggml_vocab_test__\n");
        var expected = File.ReadAllLines(TestData.File("tokenizers", name, "cases.out"));

        Assert.Equal("", texts[^1]); // the file ends with a separator
        texts = texts[..^1];
        Assert.Equal(46, texts.Length);
        Assert.Equal(texts.Length, expected.Length);
        Assert.Equal(vocabularySize, tokenizer.VocabularySize);
        foreach (var (i, text) in texts.Index())
        {
            var ids = tokenizer.Encode(text, addSpecial: false, parseSpecial: false);
            Assert.Equal(expected[i].Trim(), string.Join(' ', ids));
            Assert.Equal(text, tokenizer.Decode(ids.AsSpan()));
            Assert.Equal(text, tokenizer.Decode(tokenizer.Encode(text, addSpecial: true, parseSpecial: true).AsSpan()));
        }
    }

    [Theory]
    [InlineData("gpt2")]
    [InlineData("llama-spm")]
    [InlineData("llama3")]
    [InlineData("qwen2")]
    public void A_megabyte_of_mixed_text_comes_back(string name)
    {
        var tokenizer = PublishedVocabularies.Load(name);
        var text = MixedText.Write(bytes: 1 << 20, seed: 7);
        var ids = tokenizer.Encode(text, addSpecial: true, parseSpecial: false);
        Assert.Equal(text, tokenizer.Decode(ids.AsSpan()));
        var stream = new StreamingDetokenizer(tokenizer);
        Assert.Equal(text, string.Concat(ids.Select(stream.Append)) + stream.Flush());
    }

    [Fact]
    public void Roles_are_found_in_every_source()
    {
        var (gpt2, spm, llama3, qwen2) = (PublishedVocabularies.Load("gpt2"), PublishedVocabularies.Load("llama-spm"), PublishedVocabularies.Load("llama3"), PublishedVocabularies.Load("qwen2"));
        Assert.Equal((false, 50256), (gpt2.AddBos, gpt2.EosId));
        Assert.Equal((1, 2, true, false), (spm.BosId, spm.EosId, spm.AddBos, spm.AddEos));
        Assert.Equal((128000, 128001, true), (llama3.BosId, llama3.EosId, llama3.AddBos));
        Assert.Equal((null, 151645, false), (qwen2.BosId, qwen2.EosId, qwen2.AddBos));
        Assert.Equal([128001, 128008, 128009], Ends(llama3));
        Assert.Equal([151643, 151645], Ends(qwen2));
        Assert.Equal(128009, llama3.Find("<|eot_id|>"));
        Assert.Equal(128255, llama3.Find("<|reserved_special_token_247|>"));
        Assert.Equal(13, spm.Find("\n"));
        Assert.Equal(278, spm.Find(" the"));
    }

    static IEnumerable<int> Ends(Tokenizer tokenizer) => Enumerable.Range(0, tokenizer.VocabularySize).Where(tokenizer.IsEndOfGeneration);
}
