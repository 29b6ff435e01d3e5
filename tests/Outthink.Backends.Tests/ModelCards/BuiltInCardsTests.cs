using Outthink.Backends.ModelCards;
using Outthink.Backends.Tests.Models;

namespace Outthink.Backends.Tests.ModelCards;

public sealed class BuiltInCardsTests
{
    public static TheoryData<string> Names => [.. BuiltInCards.Names(null)];

    [Theory, MemberData(nameof(Names))]
    public void Every_card_says_what_its_role_needs(string name)
    {
        ModelCard card = BuiltInCards.Named(ModelRole.Policy, name) ?? BuiltInCards.Named(ModelRole.Prm, name)!;
        Assert.Null(CardRules.Problem(card));
        Assert.Equal(name, card.Base);
        Assert.Equal(card.Role == ModelRole.Prm, card.Quality is not null);
    }

    [Theory]
    [InlineData("llama", "Llama 3.2 1B Instruct", "llama-3-instruct")]
    [InlineData("llama", "Meta-Llama-3.1-8B-Instruct", "llama-3-instruct")]
    [InlineData("qwen2", "Qwen2.5 0.5B Instruct", "qwen2.5-instruct")]
    [InlineData("qwen2", "Qwen2.5-Math-7B-Instruct", "qwen2.5-math-instruct")]
    [InlineData("qwen3", "Qwen3 0.6B", "qwen3")]
    [InlineData("llama", "Mistral-7B-Instruct-v0.3", "mistral-instruct")]
    [InlineData("qwen2", "DeepSeek R1 Distill Qwen 1.5B", "deepseek-r1-distill")]
    [InlineData("llama", "DeepSeek-R1-Distill-Llama-8B", "deepseek-r1-distill")]
    [InlineData("qwen3", "Qwen3-4B-Instruct-2507", null)]
    [InlineData("qwen2", "Qwen2.5-7B", null)]
    [InlineData("gemma2", "gemma-2-2b-it", null)]
    public void A_policy_is_known_by_its_architecture_and_name(string architecture, string name, string? card) =>
        Assert.Equal(card, BuiltInCards.For(ModelRole.Policy, Model(architecture, name))?.Base);

    [Theory]
    [InlineData("llama", "math-shepherd-mistral-7b-prm", "math-shepherd")]
    [InlineData("llama", "Llama3.1-8B-PRM-Mistral-Data", "rlhflow-mistral")]
    [InlineData("llama", "Llama3.1-8B-PRM-Deepseek-Data", "rlhflow-deepseek")]
    [InlineData("qwen2", "Skywork-o1-Open-PRM-Qwen-2.5-1.5B", "skywork-o1-open-prm")]
    [InlineData("qwen2", "Skywork-o1-Open-PRM-Qwen-2.5-7B", "skywork-o1-open-prm")]
    [InlineData("qwen2", "Qwen2.5-Math-PRM-7B", "qwen2.5-math-prm")]
    [InlineData("qwen2", "Qwen2.5 Math PRM 72B", "qwen2.5-math-prm")]
    [InlineData("qwen2", "Qwen2.5-Math-7B-PRM800K", "qwen2.5-math-prm800k")]
    [InlineData("qwen2", "math-psa", "math-psa")]
    [InlineData("qwen2", "Qwen2.5-Math-7B-Instruct-PRM-0.2", "hugging-face-prm-0.2")]
    [InlineData("qwen2", "Qwen2.5-Math-7B-Instruct", null)]
    public void A_reward_model_is_known_by_its_architecture_and_name(string architecture, string name, string? card) =>
        Assert.Equal(card, BuiltInCards.For(ModelRole.Prm, Model(architecture, name))?.Base);

    [Theory]
    [InlineData("Qwen2ForTokenClassification", "token-classification-prm")]
    [InlineData("LlamaForSequenceClassification", "outcome-reward-model")]
    [InlineData("Qwen2ForCausalLM", null)]
    public void A_reward_model_of_no_known_name_is_known_by_its_class(string type, string? card) =>
        Assert.Equal(card, BuiltInCards.For(ModelRole.Prm, Model("qwen2", "mine") with { Classes = [type] })?.Base);

    [Fact]
    public void A_policy_of_no_known_family_is_asked_by_its_own_chat_template() =>
        Assert.Equal("chat", BuiltInCards.For(ModelRole.Policy, Model("gemma2", "gemma") with { ChatTemplate = "x" })?.Base);

    [Fact]
    public void A_file_without_a_card_gets_the_one_of_what_it_says_it_is()
    {
        using SyntheticModel model = new("qwen2", name: "Qwen2.5 Math 1.5B Instruct");
        ModelCard card = ModelCatalog.Open().Find(ModelRole.Policy, model.Path);
        Assert.Equal(("qwen2.5-math-instruct", model.Path, Path.GetFileNameWithoutExtension(model.Path)), (card.Base, card.File, card.Name));
        Assert.InRange(card.Parameters, 1000, 100_000);
    }

    [Fact]
    public void A_user_may_name_the_card_of_a_file()
    {
        using SyntheticModel model = new("qwen2", headOutputs: 2);
        ModelCard card = ModelCatalog.Open().Find(ModelRole.Prm, $"qwen2.5-math-prm={model.Path}");
        Assert.Equal((ReadOut.TwoClass, model.Path), (card.ReadOut, card.File));
        var fault = Assert.Throws<ModelCardException>(() => ModelCatalog.Open().Find(ModelRole.Prm, model.Path));
        Assert.Contains("qwen2.5-math-prm", fault.Message, StringComparison.Ordinal);
    }

    private static ModelIdentity Model(string architecture, string name) => new() { Architecture = architecture, Names = [ModelIdentity.Simplify(name)] };
}
