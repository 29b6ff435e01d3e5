using System.Text;
using System.Text.Json.Nodes;
using FsCheck.Xunit;
using Outthink.Engine.Weights;

namespace Outthink.Engine.Tests.Text.Sources;

public sealed class TokenizerJsonTests
{
    static readonly Engine.Text.Tokenizer ByteLevel = SampleFolder.Load(SampleFolder.Json()), Spaced = SampleFolder.Load(SampleFolder.SpacedJson());

    [Property(MaxTest = 300)]
    public bool The_ids_are_those_of_the_same_vocabulary_in_gguf(string? text)
    {
        text = $"the {text}\n\n</s>ab {text}<tag> aaaaaaaa";
        return ByteLevel.Encode(text, true, true).SequenceEqual(SampleVocabulary.Sample.Encode(text, true, true))
            && ByteLevel.Encode(text, false, false).SequenceEqual(SampleVocabulary.Sample.Encode(text, false, false))
            && Spaced.Encode(text, false, true).SequenceEqual(SampleSentencePiece.Sample.Encode(text, false, true));
    }

    [Fact]
    public void Text_is_composed_where_the_file_says_so()
    {
        var json = SampleFolder.Json();
        json["normalizer"] = new JsonObject { ["type"] = "NFC" };
        var tokenizer = SampleFolder.Load(json);
        Assert.Equal(tokenizer.Encode("ä", false, false), tokenizer.Encode("a\u0308", false, false));
        Assert.NotEqual(ByteLevel.Encode("ä", false, false), ByteLevel.Encode("a\u0308", false, false));
    }

    [Theory]
    [InlineData(SampleFolder.Llama3Pattern, "1234", new[] { "12", "3", "4" })]
    [InlineData(@"\p{N}", "12", new[] { "1", "2" })]
    public void Splits_by_known_expressions_are_followed(string pattern, string text, string[] expected)
    {
        var json = SampleFolder.Json();
        json["pre_tokenizer"] = Split(pattern);
        var tokenizer = SampleFolder.Load(json);
        Assert.Equal(expected, tokenizer.Encode(text, false, false).Select(tokenizer.PieceOf));
    }

    [Theory]
    [InlineData("always", "a<tag>a", "▁a <tag> ▁a")]
    [InlineData("first", "a<tag>a", "▁a <tag> a")]
    [InlineData("never", "a<tag>a", "a <tag> a")]
    [InlineData("always", " a", "▁a")] // not doubled
    [InlineData("first", "<tag>a", "<tag> a")]
    public void Metaspace_puts_its_space_where_the_scheme_says(string scheme, string text, string expected)
    {
        var json = SampleFolder.SpacedJson();
        json["normalizer"] = null;
        json["pre_tokenizer"] = new JsonObject { ["type"] = "Metaspace", ["replacement"] = "▁", ["prepend_scheme"] = scheme, ["split"] = false };
        var tokenizer = SampleFolder.Load(json);
        Assert.Equal(expected, string.Join(' ', tokenizer.Encode(text, false, false).Select(tokenizer.PieceOf)));
    }

    [Fact]
    public void Whole_words_are_taken_where_the_file_says_so()
    {
        var json = SampleFolder.Json();
        json["model"]!["vocab"]!["zz"] = SampleVocabulary.Tokens.Count();
        Assert.Equal(2, SampleFolder.Load(json).Encode("zz", false, false).Length);
        json["model"]!["ignore_merges"] = true;
        Assert.Single(SampleFolder.Load(json).Encode("zz", false, false));
    }

    public static TheoryData<string, string, string> Refused => new()
    {
        { "model.type", "\"Unigram\"", "'model.type' is 'Unigram'" },
        { "model.vocab", "[]", "'model.vocab' should be an object" },
        { "model.vocab", "{}", "merge 0 in model.merges, 'a a', does not" },
        { "model.vocab.aa", "2147483647", "the largest id is 2147483647" },
        { "model.vocab.aa", "-1", "should be an integer" },
        { "model.vocab.aa", "5", "token 5 is both" },
        { "model.merges", "[\"a\"]", "merge 0 in model.merges, 'a', does not" },
        { "model.merges", "[[\"a\",\"b\",\"c\"]]", "'model.merges[0]' should be a pair" },
        { "model.merges", "[\"\\ud800 a\"]", "'model.merges[0]' is no valid text" },
        { "model.continuing_subword_prefix", "\"##\"", "is set" },
        { "pre_tokenizer", "null", "should hold a ByteLevel or a Metaspace" },
        { "pre_tokenizer", "{\"type\":\"Whitespace\"}", "the pre-tokeniser 'Whitespace'; this engine knows ByteLevel, Split" },
        { "pre_tokenizer", "{\"type\":\"Split\",\"pattern\":{\"Regex\":\"x+\"},\"behavior\":\"Isolated\"}", "is the expression 'x+'; this engine knows" },
        { "pre_tokenizer", "{\"type\":\"ByteLevel\",\"add_prefix_space\":true}", "without an added space" },
        { "normalizer", "{\"type\":\"NFKC\"}", "is a 'NFKC'" },
        { "post_processor", "{\"type\":\"BertProcessing\"}", "is a 'BertProcessing'" },
        { "added_tokens", "[{\"id\":0,\"content\":\"x\",\"rstrip\":true}]", "'added_tokens[0].rstrip' asks for a match of 'x'" },
        { "added_tokens", "{}", "'added_tokens' should be an array" },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void What_is_not_understood_is_refused_with_its_place(string place, string value, string message)
    {
        var json = SampleFolder.Json();
        var names = place.Split('.');
        JsonNode parent = json;
        foreach (var name in names[..^1])
            parent = parent[name]!;
        parent[names[^1]] = 0;
        var text = json.ToJsonString().Replace($"\"{names[^1]}\":0", $"\"{names[^1]}\":{value}", StringComparison.Ordinal);
        var error = Assert.Throws<ModelFileException>(() => SampleFolder.Load(Encoding.UTF8.GetBytes(text)));
        Assert.StartsWith("sample.json: ", error.Message);
        Assert.Contains(message, error.Message);
    }

    [Fact]
    public void What_is_no_json_or_too_deep_is_refused()
    {
        Assert.Contains("not valid JSON", Assert.Throws<ModelFileException>(() => SampleFolder.Load("{"u8.ToArray())).Message);
        var deep = Encoding.UTF8.GetBytes(new string('[', 100_000));
        Assert.Contains("not valid JSON", Assert.Throws<ModelFileException>(() => SampleFolder.Load(deep)).Message);
        Assert.Contains("'model' should be an object", Assert.Throws<ModelFileException>(() => SampleFolder.Load("""{"model":[]}"""u8.ToArray())).Message);
    }

    static JsonObject Split(string pattern) => new()
    {
        ["type"] = "Sequence",
        ["pretokenizers"] = new JsonArray(
            new JsonObject { ["type"] = "Split", ["pattern"] = new JsonObject { ["Regex"] = pattern }, ["behavior"] = "Isolated", ["invert"] = false },
            new JsonObject { ["type"] = "ByteLevel", ["add_prefix_space"] = false, ["use_regex"] = false }),
    };
}
