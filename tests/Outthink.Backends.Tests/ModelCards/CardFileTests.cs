using Outthink.Backends.ModelCards;
using Outthink.Backends.Tests.Local;

namespace Outthink.Backends.Tests.ModelCards;

public sealed class CardFileTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("outthink-cards-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void A_card_says_only_what_its_base_does_not()
    {
        ModelCard card = Read("""{"base":"skywork-o1-open-prm","name":"mine","file":"m.gguf","marker":"\n\n","layout":{"steps":"trimmed"}}""");
        Assert.Equal((ModelRole.Prm, ReadOut.Value, "\n\n", StepTrim.Trimmed, "{step}{marker}"), (card.Role, card.ReadOut, card.Marker, card.Layout!.Steps, card.Layout.First));
    }

    [Fact]
    public void A_reward_model_of_ones_own_takes_no_code()
    {
        ModelCard card = Read("""
            { // a comment
              "name": "own", "role": "prm", "file": "m.gguf", "prompt": "Q: {problem}\nA:", "readOut": "labels", "marker": "<|check|>",
              "labelTokens": { "good": "yes", "bad": "no" }, "layout": { "first": " {step}{marker}", "next": "\n{step}{marker}" }, "quality": "good",
            }
            """);
        Assert.Equal(("own", RewardQuality.Good, Path.Combine(folder, "m.gguf")), (card.Name, card.Quality, card.File));
    }

    [Fact]
    public void Members_that_are_left_out_keep_their_defaults()
    {
        ModelCard card = Read("""{"name":"x","role":"policy","file":"x","thinking":{"budget":9},"chat":{"system":"s"}}""");
        Assert.Equal(("<think>", "</think>", "{problem}"), (card.Thinking!.Open, card.Thinking.Close, card.Chat!.User));
        Assert.Empty(card.Chat.Switches);
        Assert.Empty(card.StopTokens);
    }

    [Theory]
    [InlineData("""{"base":"nope","name":"x","file":"x"}""", "no built-in card 'nope'")]
    [InlineData("""{"name":"x","role":"prm","file":"x","readOut":"value"}""", "lacks a layout")]
    [InlineData("""{"name":"x","role":"prm","file":"x","readOut":"value","layout":{"first":"{marker}"}}""", "{step}")]
    [InlineData("""{"name":"x","role":"prm","file":"x","readOut":"value","layout":{"first":"{step}"}}""", "{marker}")]
    [InlineData("""{"name":"x","role":"prm","file":"x","readOut":"value","marker":"","layout":{"first":"{step}{marker}"}}""", "no marker")]
    [InlineData("""{"name":"x","role":"prm","file":"x","readOut":"value","layout":{"first":"{marker}{step}"}}""", "before {step}")]
    [InlineData("""{"name":"x","role":"prm","file":"x","readOut":"likelihood","layout":{}}""", "no layout")]
    [InlineData("""{"name":"x","role":"prm","file":"x","readOut":"outcome","layout":{"first":"{step}"}}""", "layout.closing")]
    [InlineData("""{"name":"x","role":"policy","file":"x","chat":{"user":"hello"}}""", "chat.user")]
    [InlineData("""{"name":"x","role":"policy","file":"x","chat":{"reply":"+"}}""", "chat.reply")]
    [InlineData("""{"name":"x","role":"policy","file":"x","thinking":{"budget":0}}""", "thinking.budget")]
    [InlineData("""{"name":"x","role":"policy","file":"x","thinking":{"close":""}}""", "thinking.close")]
    [InlineData("""{"name":"x","role":"policy","file":"x","thinking":{"least":0}}""", "thinking.least")]
    [InlineData("""{"name":"x","role":"policy","file":"x","thinking":{"least":10,"budget":9}}""", "above its thinking.budget")]
    [InlineData("""{"name":"x","role":"policy","file":"x","thinking":{"mostContinuations":0}}""", "thinking.mostContinuations")]
    [InlineData("""{"name":"x","role":"policy","file":"x","thinking":{"continuation":""}}""", "empty thinking.continuation")]
    [InlineData("""{"name":"x","role":"policy","file":"x","thinking":{"continuation":"</think>"}}""", "thinking.continuation")]
    public void A_card_that_cannot_be_used_says_why(string json, string expected)
    {
        var fault = Assert.Throws<ModelCardException>(() => Read(json));
        Assert.Contains(expected, fault.Message, StringComparison.Ordinal);
        Assert.Contains("card.json", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Cards_of_the_shipped_family_keep_their_hashes()
    {
        ModelCatalog catalog = ModelCatalog.Open(Path.Combine(ShippedFamily.Root, "models"));
        Assert.Equal("26a313fbcd258dd05cd4c14bb9dad429ebcd0ada8e8d14496fa49993d5069618", ModelHash.Of(catalog.Find(ModelRole.Policy, "tiny-132k")));
        Assert.Equal("7fa335f23e1156468d27dfa63a0d7db0175f601035c4a3e00f088aca8cb2da37", ModelHash.Of(catalog.Find(ModelRole.Prm, "reversed-132k")));
    }

    [Fact]
    public void What_a_card_says_of_prompts_and_scores_is_in_its_hash()
    {
        ModelCard card = BuiltInCards.Named(ModelRole.Prm, "qwen2.5-math-prm")!;
        string[] hashes = [.. ((ModelCard[])
        [
            card, card with { Chat = card.Chat! with { System = "other" } }, card with { Layout = new() { First = " {step}{marker}" } }, card with { RequiredTokens = [] },
            card with { Chat = null, Layout = null, RequiredTokens = [] },
        ]).Select(ModelHash.OfCard)];
        Assert.Equal(hashes.Length, hashes.Distinct().Count());
        Assert.Equal(hashes[0], ModelHash.OfCard(card with { Quality = null, Sampling = new() { Temperature = 2 } }));
    }

    private ModelCard Read(string json)
    {
        string path = Path.Combine(folder, "card.json");
        File.WriteAllText(path, json);
        return CardFile.Read(path);
    }
}
