using FsCheck.Xunit;
using Outthink.Backends.Hub;

namespace Outthink.Backends.Tests.Hub;

public sealed class ModelFilesTests
{
    private static readonly string[] Quantised =
        ["README.md", "m-Q2_K.gguf", "m-Q4_0.gguf", "m-Q4_K_M.gguf", "m-Q4_K_S.gguf", "m-Q8_0.gguf", "m-f16.gguf", "m-IQ4_NL.gguf", "mmproj-m-f16.gguf", "m-imatrix.gguf"];

    [Theory]
    [InlineData("Q4_K_M", "m-Q4_K_M.gguf")]
    [InlineData("q4_k_m", "m-Q4_K_M.gguf")]
    [InlineData("Q4_0", "m-Q4_0.gguf")]
    [InlineData("F16", "m-f16.gguf")]
    [InlineData("m-Q2_K.gguf", "m-Q2_K.gguf")]
    [InlineData("M-q2_k.GGUF", "m-Q2_K.gguf")]
    [InlineData("README.md", "README.md")]
    [InlineData("mmproj-m-f16.gguf", "mmproj-m-f16.gguf")]
    [InlineData(null, "m-Q8_0.gguf")]
    public void A_quantisation_or_file_finds_one(string? part, string expected) => Assert.Equal([expected], Chosen(Quantised, part).Files);

    [Theory]
    [InlineData("Q4_K")]
    [InlineData("Q5_K_M")]
    [InlineData("K_M")]
    [InlineData("safetensors")]
    public void What_is_not_there_lists_what_is(string part) => Assert.Contains("m-Q4_K_M.gguf, m-Q4_K_S.gguf", Problem(Quantised, part), StringComparison.Ordinal);

    [Fact]
    public void Several_that_fit_are_named()
    {
        string problem = Problem(["a-Q8_0.gguf", "b-Q8_0.gguf", "b-Q2_K.gguf"], "Q8_0");
        Assert.Contains("a-Q8_0.gguf, b-Q8_0.gguf", problem, StringComparison.Ordinal);
        Assert.DoesNotContain("Q2_K", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_name_the_only_one_then_Q8_0_then_Q4_K_M_then_safetensors_is_taken()
    {
        Assert.Equal("x.gguf", Chosen(["x.gguf", "config.json", "model.safetensors"], null).Entry);
        Assert.Equal("x.Q4_K_M.gguf", Chosen(["x.Q4_K_M.gguf", "x.Q2_K.gguf"], null).Entry);
        Assert.Null(Chosen(["x.Q3_K.gguf", "x.Q2_K.gguf", "config.json", "model.safetensors"], null).Entry);
        Assert.Contains("x.Q2_K.gguf, x.Q3_K.gguf", Problem(["x.Q3_K.gguf", "x.Q2_K.gguf"], null), StringComparison.Ordinal);
        Assert.Contains("pytorch_model.bin", Problem(["pytorch_model.bin", "config.json"], null), StringComparison.Ordinal);
        Assert.Contains("nothing", Problem([], null), StringComparison.Ordinal);
    }

    [Fact]
    public void Shards_belong_together_and_the_first_is_opened()
    {
        string[] names = ["q/m-q8_0-00002-of-00003.gguf", "q/m-q8_0-00001-of-00003.gguf", "q/m-q8_0-00003-of-00003.gguf", "m-q4_0.gguf"];
        ModelFiles chosen = Chosen(names, "Q8_0");
        Assert.Equal(("q/m-q8_0-00001-of-00003.gguf", 3, true), (chosen.Entry, chosen.Files.Length, chosen.IsComplete));
        Assert.Equal(chosen.Files, Chosen(names, "q/m-q8_0-00002-of-00003.gguf").Files);
        Assert.False(Chosen(names[1..], "Q8_0").IsComplete);
    }

    [Fact]
    public void A_safetensors_folder_is_its_configuration_its_shards_and_its_tokeniser()
    {
        string[] names =
        [
            "README.md", "config.json", "consolidated.safetensors", "generation_config.json", "model-00001-of-00002.safetensors", "model-00002-of-00002.safetensors",
            "model.safetensors.index.json", "onnx/model.onnx", "tokenizer.json", "tokenizer_config.json", "chat_template.jinja", "training_args.bin",
        ];
        Assert.Equal(
            ["config.json", "generation_config.json", "model.safetensors.index.json", "tokenizer.json", "tokenizer_config.json", "chat_template.jinja", "model-00001-of-00002.safetensors", "model-00002-of-00002.safetensors"],
            Chosen(names, null).Files);
        Assert.False(Chosen([.. names.Where(n => !n.StartsWith("model-00002", StringComparison.Ordinal))], "safetensors").IsComplete);
    }

    [Property(MaxTest = 300)]
    public void Whatever_the_names_something_is_chosen_among_them_or_a_reason_given(int seed)
    {
        Random random = new(seed);
        string[] pieces = ["m", "-Q8_0", "-q4_k_m", "-00001-of-00002", "-99999-of-99999", ".gguf", ".safetensors", "model", "/", "config.json", ".GGUF", "-of-", "é"];
        string[] names = [.. Enumerable.Range(0, random.Next(6)).Select(_ => string.Concat(Enumerable.Range(0, random.Next(1, 5)).Select(_ => pieces[random.Next(pieces.Length)]))).Distinct()];
        string? part = random.Next(4) switch { 0 => null, 1 => "Q8_0", 2 => "q4_k_m", _ => names.FirstOrDefault() ?? "x" };
        if (ModelFiles.TryChoose(names, part, out ModelFiles? chosen, out string? problem))
        {
            Assert.NotEmpty(chosen.Files);
            Assert.All(chosen.Files, f => Assert.Contains(f, names));
        }
        else
        {
            Assert.NotEmpty(problem);
        }
    }

    private static ModelFiles Chosen(string[] names, string? part) => ModelFiles.TryChoose(names, part, out ModelFiles? chosen, out string? problem) ? chosen : throw new Xunit.Sdk.XunitException(problem);

    private static string Problem(string[] names, string? part) => ModelFiles.TryChoose(names, part, out _, out string? problem) ? throw new Xunit.Sdk.XunitException("chosen") : problem;
}
