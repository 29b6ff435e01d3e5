using System.Text;
using Outthink.Engine.Text;
using Outthink.Engine.Weights;

namespace Outthink.Engine.Tests.Text.Sources;

public sealed class TokenizerFolderTests : IDisposable
{
    readonly string folder = Directory.CreateTempSubdirectory("outthink-tokeniser-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Tokenizer_json_comes_before_the_other_files()
    {
        Write("tokenizer.model", SampleSentencePiece.Model());
        Assert.Equal(SampleSentencePiece.Pieces.Length, Load().VocabularySize);
        Write("tokenizer.json", SampleFolder.Json().ToJsonString());
        Assert.Equal(SampleVocabulary.Tokens.Count(), Load().VocabularySize);
    }

    [Fact]
    public void Vocabulary_and_merges_go_by_the_class_that_the_configuration_names()
    {
        var json = SampleFolder.Json();
        Write("vocab.json", json["model"]!["vocab"]!.ToJsonString());
        Write("merges.txt", "#version: 0.2\r\n" + string.Join("\n", SampleVocabulary.MergeRules) + "\n");
        Write("added_tokens.json", """{"<s>":0,"</s>":1,"\n\n":2,"\n\n\n":3}""");
        Assert.Contains("the class 'none' and config.json the model type 'none'", Assert.Throws<ModelFileException>(Load).Message);
        Write("config.json", """{"model_type":"qwen2","eos_token_id":1}""");
        Write("generation_config.json", """{"eos_token_id":[1,0]}""");
        var tokenizer = Load();
        Assert.Equal([SampleVocabulary.Byte('1'), SampleVocabulary.Byte('2')], tokenizer.Encode("12", false, false));
        Assert.Equal(tokenizer.Encode("ä", false, false), tokenizer.Encode("a\u0308", false, false));
        Assert.Equal((1, true, true, false), (tokenizer.EosId, tokenizer.IsEndOfGeneration(0), tokenizer.IsEndOfGeneration(1), tokenizer.IsEndOfGeneration(2)));
        Write("tokenizer_config.json", """{"tokenizer_class":"GPT2Tokenizer","bos_token":{"content":"<s>"},"add_bos_token":true,"eos_token":"</s>"}""");
        Assert.Equal([0, SampleVocabulary.FirstMerge + 5], Load().Encode("12", addSpecial: true, parseSpecial: false));
    }

    [Fact]
    public void Added_tokens_have_the_kind_that_the_configuration_gives_them()
    {
        Write("tokenizer.model", SampleSentencePiece.Model());
        var next = SampleSentencePiece.Pieces.Length;
        Write("tokenizer_config.json", $$"""{"added_tokens_decoder":{"{{next}}":{"content":"[INST]","special":true},"{{next + 1}}":{"content":"[x]","special":false},"1":{"content":"<s>","special":true} } }""");
        var tokenizer = Load();
        Assert.Equal([next, next + 1], tokenizer.Encode("[INST][x]", false, parseSpecial: true));
        Assert.DoesNotContain(next, tokenizer.Encode("[INST][x]", false, parseSpecial: false));
        Assert.Contains(next + 1, tokenizer.Encode("[INST][x]", false, parseSpecial: false));
    }

    [Fact]
    public void What_is_missing_or_of_another_family_is_said()
    {
        Assert.Contains("neither tokenizer.json, nor tokenizer.model, nor vocab.json", Assert.Throws<ModelFileException>(Load).Message);
        Assert.Contains("no such folder", Assert.Throws<ModelFileException>(() => Tokenizer.FromFolder(Path.Combine(folder, "nowhere"))).Message);
        Write("tokenizer.model", SampleFolder.Ranks());
        Assert.Contains("it ranks 264 tokens", Assert.Throws<ModelFileException>(Load).Message);
        Write("config.json", """{"eos_token_id":"x"}""");
        Assert.Contains("'eos_token_id' should be an integer", Assert.Throws<ModelFileException>(Load).Message);
        Write("config.json", "[");
        Assert.Contains("config.json: it is not valid JSON", Assert.Throws<ModelFileException>(Load).Message);
    }

    Tokenizer Load() => Tokenizer.FromFolder(folder);

    void Write(string name, string text) => Write(name, Encoding.UTF8.GetBytes(text));

    void Write(string name, byte[] bytes) => File.WriteAllBytes(Path.Combine(folder, name), bytes);
}
