using System.Text.Json.Nodes;
using Outthink.Engine.Conversion;
using Outthink.Engine.Tests.Weights.HuggingFace;
using Outthink.Engine.Weights;

namespace Outthink.Engine.Tests.Conversion;

public sealed class TokenizerKeysTests
{
    [Fact]
    public void A_byte_level_tokeniser_is_said_in_the_keys_of_gguf()
    {
        using var sample = new SampleFolder("llama").Write();
        var keys = Keys(sample);
        Assert.Equal(("gpt2", "gpt-2"), (keys.GetString("tokenizer.ggml.model"), keys.GetString("tokenizer.ggml.pre")));
        Assert.Equal(["<|start|>", "<|end|>", "<think>", "ab", "abc", "[PAD261]"], keys.GetStrings("tokenizer.ggml.tokens").Slice(256, 6).ToArray());
        Assert.Equal([3, 3, 4, 1, 1, 5], keys.GetInt32s("tokenizer.ggml.token_type").Slice(256, 6).ToArray());
        Assert.Equal(SampleFolder.Vocabulary, keys.GetStrings("tokenizer.ggml.tokens").Length);
        Assert.Equal(["a b", "ab c"], keys.GetStrings("tokenizer.ggml.merges").ToArray());
        Assert.Equal(257u, keys.GetUInt32("tokenizer.ggml.eos_token_id"));
        Assert.False(keys.GetBool("tokenizer.ggml.add_bos_token"));
    }

    [Fact]
    public void Vocabulary_and_merges_in_files_of_their_own_give_the_same_keys()
    {
        using var sample = new SampleFolder("llama").Write();
        var expected = Keys(sample);
        sample.WithVocabularyFiles();
        var keys = Keys(sample);
        foreach (var key in (string[])["tokenizer.ggml.model", "tokenizer.ggml.pre"])
            Assert.Equal(expected.GetString(key), keys.GetString(key));
        Assert.Equal(expected.GetStrings("tokenizer.ggml.tokens").ToArray(), keys.GetStrings("tokenizer.ggml.tokens").ToArray());
        Assert.Equal(expected.GetInt32s("tokenizer.ggml.token_type").ToArray(), keys.GetInt32s("tokenizer.ggml.token_type").ToArray());
        Assert.Equal(["a b", "ab c"], keys.GetStrings("tokenizer.ggml.merges").ToArray());
        Assert.Equal((257u, false), (keys.GetUInt32("tokenizer.ggml.eos_token_id"), keys.GetBool("tokenizer.ggml.add_bos_token")));
    }

    [Fact]
    public void A_beginning_is_taken_from_the_post_processor_where_nothing_states_it()
    {
        using var sample = new SampleFolder("llama").Write();
        var tokenizer = SampleFolder.Tokenizer();
        tokenizer["post_processor"] = JsonNode.Parse("""{"type":"Sequence","processors":[{"type":"ByteLevel"},{"type":"TemplateProcessing","single":[{"SpecialToken":{"id":"<|start|>","type_id":0}},{"Sequence":{"id":"A","type_id":0}}]}]}""");
        File.WriteAllText(sample.PathOf("tokenizer.json"), tokenizer.ToJsonString());
        File.WriteAllText(sample.PathOf("tokenizer_config.json"), """{"bos_token":"<|start|>"}""");
        var keys = Keys(sample);
        Assert.True(keys.GetBool("tokenizer.ggml.add_bos_token"));
        Assert.Equal(256u, keys.GetUInt32("tokenizer.ggml.bos_token_id"));
    }

    [Theory]
    [InlineData(@"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+", "llama-bpe")]
    [InlineData(@"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+", "qwen2")]
    public void Rules_for_words_have_the_names_of_gguf(string expression, string name)
    {
        using var sample = new SampleFolder("llama").Write();
        WriteRules(sample, expression);
        var keys = Keys(sample);
        Assert.Equal(name, keys.GetString("tokenizer.ggml.pre"));
    }

    [Fact]
    public void Byte_fallback_becomes_scores_in_the_order_of_the_merges()
    {
        using var sample = new SampleFolder("llama").Write();
        File.WriteAllText(sample.PathOf("tokenizer.json"), """
            {"added_tokens":[{"id":0,"content":"<unk>","special":true},{"id":1,"content":"<s>","special":true}],
             "model":{"type":"BPE","byte_fallback":true,"unk_token":"<unk>","vocab":{"<unk>":0,"<s>":1,"<0x0A>":2,"▁":3,"a":4,"▁a":5,"aa":6},"merges":["▁ a","a a"]}}
            """);
        var keys = Keys(sample);
        Assert.Equal("llama", keys.GetString("tokenizer.ggml.model"));
        Assert.Equal([2, 3, 6, 1, 1, 1, 1, 5], keys.GetInt32s("tokenizer.ggml.token_type")[..8].ToArray());
        Assert.Equal([0f, -1f, -10000f], keys.GetFloats("tokenizer.ggml.scores").Slice(5, 3).ToArray());
    }

    static readonly (string Message, Action<SampleFolder> Damage)[] Damages =
    [
        ("neither tokenizer.json, nor tokenizer.model, nor vocab.json", s => File.Delete(s.PathOf("tokenizer.json"))),
        ("of type 'WordPiece'", s => Change(s, t => t["model"]!["type"] = "WordPiece")),
        ("'model.vocab' is missing", s => Change(s, t => t["model"]!.AsObject().Remove("vocab"))),
        ("beyond the 272 of the embedding", s => Change(s, t => t["model"]!["vocab"]!["x"] = 272)),
        ("is both", s => Change(s, t => t["model"]!["vocab"]!["x"] = 5)),
        ("id is no whole number", s => Change(s, t => t["model"]!["vocab"]!["x"] = 1.5)),
        ("merge 0 is no pair", s => Change(s, t => t["model"]!["merges"] = new JsonArray("ab"))),
        ("'added_tokens' holds an entry", s => Change(s, t => t["added_tokens"]!.AsArray().Add(new JsonObject()))),
        ("has no name for here: <Whitespace>", s => Change(s, t => t["pre_tokenizer"] = new JsonObject { ["type"] = "Whitespace" })),
        ("has no name for here: \\d", s => WriteRules(s, "\\d")),
        ("a vocabulary of 0 tokens", s => { s.Config["vocab_size"] = 0; s.Write(); }),
    ];

    public static TheoryData<int> Rows => [.. Enumerable.Range(0, Damages.Length)];

    [Theory]
    [MemberData(nameof(Rows))]
    public void What_gguf_cannot_say_is_refused(int row)
    {
        var (message, damage) = Damages[row];
        using var sample = new SampleFolder("llama").Write();
        damage(sample);
        Assert.Contains(message, Assert.Throws<ModelFileException>(() => TokenizerKeys.Read(sample.Folder)).Message);
    }

    static GgufMetadata Keys(SampleFolder sample) => new(sample.Folder, TokenizerKeys.Read(sample.Folder));

    static void WriteRules(SampleFolder sample, string expression) => Change(sample, t => t["pre_tokenizer"] = new JsonObject
    {
        ["type"] = "Sequence",
        ["pretokenizers"] = new JsonArray(
            new JsonObject { ["type"] = "Split", ["pattern"] = new JsonObject { ["Regex"] = expression }, ["behavior"] = "Isolated" },
            new JsonObject { ["type"] = "ByteLevel", ["use_regex"] = false }),
    });

    static void Change(SampleFolder sample, Action<JsonObject> change)
    {
        var tokenizer = SampleFolder.Tokenizer();
        change(tokenizer);
        File.WriteAllText(sample.PathOf("tokenizer.json"), tokenizer.ToJsonString());
    }
}
