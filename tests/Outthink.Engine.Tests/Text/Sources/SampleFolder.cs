using System.Text;
using System.Text.Json.Nodes;
using Outthink.Engine.Text;
using Outthink.Engine.Text.Sources;

namespace Outthink.Engine.Tests.Text.Sources;

/// <summary>The sample vocabularies in the formats of model folders.</summary>
static class SampleFolder
{
    public const string Llama3Pattern = @"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+";

    /// <summary>The byte-level sample as a tokenizer.json that tests may change.</summary>
    public static JsonObject Json()
    {
        var vocabulary = new JsonObject();
        foreach (var (id, token) in SampleVocabulary.Tokens.Index().Skip(SampleVocabulary.FirstByte))
            vocabulary.Add(token, id);
        return new()
        {
            ["version"] = "1.0",
            ["added_tokens"] = new JsonArray([.. SampleVocabulary.Tokens.Index().Take(SampleVocabulary.FirstByte)
                .Select(t => new JsonObject { ["id"] = t.Index, ["content"] = t.Item, ["special"] = t.Index < 2, ["normalized"] = false })]),
            ["normalizer"] = null,
            ["pre_tokenizer"] = new JsonObject { ["type"] = "ByteLevel", ["add_prefix_space"] = false, ["use_regex"] = true },
            ["post_processor"] = JsonNode.Parse("""{"type":"TemplateProcessing","single":[{"SpecialToken":{"id":"<s>","type_id":0}},{"Sequence":{"id":"A","type_id":0}}]}"""),
            ["model"] = new JsonObject { ["type"] = "BPE", ["vocab"] = vocabulary, ["merges"] = new JsonArray([.. SampleVocabulary.MergeRules.Select(m => (JsonNode)m)]) },
        };
    }

    /// <summary>The SentencePiece sample as a tokenizer.json, its merges in the order of their tokens' scores.</summary>
    public static JsonObject SpacedJson()
    {
        var pieces = SampleSentencePiece.Pieces;
        var vocabulary = new JsonObject();
        foreach (var (id, piece) in pieces.Index())
            vocabulary.Add(piece.Text, id);
        var merges = pieces.Where(p => p.Kind == TokenKind.Normal && p.Text.Length > 1).OrderByDescending(p => p.Score)
            .SelectMany(p => Enumerable.Range(1, p.Text.Length - 1).Select(at => (Left: p.Text[..at], Right: p.Text[at..])))
            .Where(m => SampleSentencePiece.Id(m.Left) >= 0 && SampleSentencePiece.Id(m.Right) >= 0)
            .Select(m => (JsonNode)new JsonArray(m.Left, m.Right));
        return new()
        {
            ["added_tokens"] = new JsonArray([.. pieces.Index().Where(p => p.Item.Kind is TokenKind.Unknown or TokenKind.Control or TokenKind.UserDefined)
                .Select(p => new JsonObject { ["id"] = p.Index, ["content"] = p.Item.Text, ["special"] = p.Item.Kind != TokenKind.UserDefined })]),
            ["normalizer"] = JsonNode.Parse("""{"type":"Sequence","normalizers":[{"type":"Prepend","prepend":"▁"},{"type":"Replace","pattern":{"String":" "},"content":"▁"}]}"""),
            ["model"] = new JsonObject { ["type"] = "BPE", ["unk_token"] = "<unk>", ["byte_fallback"] = true, ["vocab"] = vocabulary, ["merges"] = new JsonArray([.. merges]) },
        };
    }

    public static Tokenizer Load(JsonNode json) => Load(Encoding.UTF8.GetBytes(json.ToJsonString()));

    public static Tokenizer Load(byte[] json)
    {
        using var file = JsonFile.Parse("sample.json", json);
        return new(TokenizerJson.Read("sample.json", file.Root, new()));
    }

    /// <summary>A file of ranks: the bytes, then the merges' tokens of the byte-level sample.</summary>
    public static byte[] Ranks()
    {
        var lines = SampleVocabulary.Tokens.Skip(SampleVocabulary.FirstByte).Index().Select(t => $"{Convert.ToBase64String(ByteAlphabet.Read(t.Item))} {t.Index}\n");
        return Encoding.ASCII.GetBytes(string.Concat(lines));
    }
}
