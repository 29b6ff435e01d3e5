using Outthink.Backends.ModelCards;

namespace Outthink.Backends.Tests.ModelCards;

public sealed class ModelIdentityTests : IDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory("outthink-identity-").FullName;

    public void Dispose() => Directory.Delete(root, recursive: true);

    [Fact]
    public void A_folder_of_the_hubs_cache_is_named_after_its_repository()
    {
        string folder = Path.Combine(root, "models--Qwen--Qwen2.5-Math-PRM-7B", "snapshots", "0123abcd");
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "config.json"), """{"model_type":"qwen2","architectures":["Qwen2ForProcessRewardModel"]}""");
        File.WriteAllText(Path.Combine(folder, "tokenizer_config.json"), """{"chat_template":[{"name":"tools","template":"t"},{"name":"default","template":"d"}],"bos_token":null,"eos_token":{"content":"<|im_end|>"}}""");
        ModelIdentity model = ModelIdentity.TryRead(folder)!;
        Assert.Equal(("qwen2", "d", "", "<|im_end|>"), (model.Architecture, model.ChatTemplate, model.Bos, model.Eos));
        ModelCard card = ModelCatalog.Open().Find(ModelRole.Prm, folder);
        Assert.Equal(("qwen2.5-math-prm", "Qwen2.5-Math-PRM-7B"), (card.Base, card.Name));
    }

    [Fact]
    public void A_template_of_its_own_file_goes_first()
    {
        File.WriteAllText(Path.Combine(root, "config.json"), "{}");
        File.WriteAllText(Path.Combine(root, "tokenizer_config.json"), """{"chat_template":"a"}""");
        File.WriteAllText(Path.Combine(root, "chat_template.jinja"), "b");
        Assert.Equal("b", ModelIdentity.TryRead(root)!.ChatTemplate);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{\"architectures\": 3, \"model_type\": []}")]
    [InlineData("{")]
    public void A_configuration_that_is_none_is_no_fault_here(string json)
    {
        File.WriteAllText(Path.Combine(root, "config.json"), json);
        Assert.True(ModelIdentity.TryRead(root) is null or { Architecture: "", Classes.IsEmpty: true });
        Assert.Null(ModelIdentity.TryRead(Path.Combine(root, "nothing.gguf")));
    }

    [Theory]
    [InlineData("Qwen2.5 Math PRM 7B", "qwen2-5-math-prm-7b")]
    [InlineData("models--meta-llama--Llama-3.2-1B", "models-meta-llama-llama-3-2-1b")]
    [InlineData("__x__", "x")]
    public void Names_are_compared_in_one_spelling(string name, string simple) => Assert.Equal(simple, ModelIdentity.Simplify(name));
}
