using Outthink.Backends.ModelCards;

namespace Outthink.Backends.Tests.ModelCards;

public sealed class ModelCatalogTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("outthink-cards-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void A_card_is_found_by_name_and_its_file_is_beside_it()
    {
        Write("a", """{"name":"small","role":"policy","file":"small.gguf","parameters":10,"default":true,"training":{"seed":1}}""");
        ModelCard card = ModelCatalog.Open(folder).Find(ModelRole.Policy, "small");
        Assert.Equal(Path.Combine(folder, "small.gguf"), card.File);
        Assert.Equal((10, true, "{problem}\n\n", "\n\n"), (card.Parameters, card.Default, card.Prompt, card.StepDelimiter));
    }

    [Fact]
    public void Cards_come_policies_first_and_small_before_large()
    {
        Write("z", """{"name":"large","role":"policy","file":"x","parameters":100}""");
        Write("b", """{"name":"judge","role":"prm","file":"x","parameters":1,"readOut":"likelihood"}""");
        Write("a", """{"name":"small","role":"policy","file":"x","parameters":10}""");
        Assert.Equal(["small", "large", "judge"], ModelCatalog.Open(folder).Cards.Select(c => c.Name));
    }

    [Fact]
    public void A_policy_and_a_PRM_may_share_a_name_and_a_file()
    {
        Write("a", """{"name":"one","role":"policy","file":"x.gguf","default":true}""");
        Write("b", """{"name":"one","role":"prm","file":"x.gguf","readOut":"likelihood","default":true}""");
        ModelCatalog catalog = ModelCatalog.Open(folder);
        Assert.Equal(catalog.DefaultPolicy.File, catalog.DefaultPrm.File);
    }

    [Fact]
    public void An_unknown_name_is_answered_with_the_names_that_exist()
    {
        Write("a", """{"name":"small","role":"policy","file":"x"}""");
        Write("b", """{"name":"judge","role":"prm","file":"x","readOut":"likelihood"}""");
        var fault = Assert.Throws<ModelCardException>(() => ModelCatalog.Open(folder).Find(ModelRole.Policy, "smal"));
        Assert.Contains("'smal'", fault.Message, StringComparison.Ordinal);
        Assert.Contains("There are: small;", fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("judge", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_weights_file_without_a_card_is_a_policy_with_the_plain_prompt_but_no_PRM()
    {
        string file = Path.Combine(folder, "bare.gguf");
        File.WriteAllText(file, "");
        ModelCatalog catalog = ModelCatalog.Open(folder);
        Assert.Equal(("bare", file), (catalog.Find(ModelRole.Policy, file).Name, catalog.Find(ModelRole.Policy, file).File));
        var fault = Assert.Throws<ModelCardException>(() => catalog.Find(ModelRole.Prm, file));
        Assert.Contains("readOut", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"name":"x","role":"policy"}""", "file")]
    [InlineData("""{"name":"x","role":"judge","file":"x"}""", "role")]
    [InlineData("""{"name":"x","role":"prm","file":"x"}""", "readOut")]
    [InlineData("""{"name":"x","role":"prm","file":"x","readOut":"labels"}""", "labelTokens")]
    [InlineData("""{"name":"x","role":"policy","file":"x","prompt":"hello"}""", "{problem}")]
    [InlineData("""{"name":"x","role":"policy","file":"x","stepDelimiter":""}""", "stepDelimiter")]
    [InlineData("""null""", "null")]
    [InlineData("""{""", "not readable")]
    public void A_card_that_cannot_be_used_says_what_it_lacks(string json, string expected)
    {
        Write("bad", json);
        var fault = Assert.Throws<ModelCardException>(() => ModelCatalog.Open(folder));
        Assert.Contains("bad.json", fault.Message, StringComparison.Ordinal);
        Assert.Contains(expected, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_cards_of_one_role_and_name_are_refused()
    {
        Write("a", """{"name":"x","role":"policy","file":"x"}""");
        Write("b", """{"name":"x","role":"policy","file":"y"}""");
        Assert.Contains("'x'", Assert.Throws<ModelCardException>(() => ModelCatalog.Open(folder)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_models_the_message_says_where_was_looked()
    {
        var fault = Assert.Throws<ModelCardException>(() => ModelCatalog.Open(folder).DefaultPolicy);
        Assert.Contains(folder, fault.Message, StringComparison.Ordinal);
    }

    private void Write(string stem, string json) => File.WriteAllText(Path.Combine(folder, stem + ".json"), json);
}
