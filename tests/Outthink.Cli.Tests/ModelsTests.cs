using System.Text.Json.Nodes;

namespace Outthink.Cli.Tests;

[Collection("The hub's cache")]
public sealed class ModelsTests(TinyFamily family)
{
    [Fact]
    public async Task The_list_names_roles_parameters_and_defaults()
    {
        JsonNode models = (await family.OutthinkAsync("models", "list", "--json")).Json["models"]!;
        Assert.Equal(
            [
                $$"""{"name":"small","role":"policy","parameters":1000,"default":true,"file":"{{family.PathOf("small.gguf")}}"}""",
                $$"""{"name":"large","role":"policy","parameters":2000,"file":"{{family.PathOf("large.gguf")}}"}""",
                $$"""{"name":"judge","role":"prm","parameters":2000,"default":true,"auc":0.75,"file":"{{family.PathOf("large.gguf")}}"}""",
            ],
            models.AsArray().Select(m => m!.ToJsonString()));
        Assert.Contains("0.750", (await family.OutthinkAsync("models", "list")).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Inspecting_shows_header_configuration_tokeniser_and_tensors()
    {
        Run run = await family.OutthinkAsync("models", "inspect", family.PathOf("large.gguf"));
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        foreach (string part in (string[])["GGUF version 3", "2 layers of width 16", "264 tokens, begin 256, end 263", "llama.context_length", "blk.1.ffn_down.weight", "32 × 16"])
            Assert.Contains(part, run.Out, StringComparison.Ordinal);
        JsonNode json = (await family.OutthinkAsync("models", "inspect", family.PathOf("large.gguf"), "--json")).Json;
        Assert.Equal((512, "F32"), ((int)json["model"]!["context"]!, (string)json["tensors"]![0]!["type"]!));
    }

    [Fact]
    public async Task A_damaged_file_is_a_failure_with_the_reason_wherever_it_is_met()
    {
        string path = family.PathOf("cut.gguf");
        File.WriteAllBytes(path, File.ReadAllBytes(family.PathOf("small.gguf"))[..5000]);
        foreach (string[] command in (string[][])[["models", "inspect", path], ["solve", "p", "--policy", path], ["eval", "--policy", path, "--limit", "1"]])
        {
            Run run = await family.OutthinkAsync(command);
            Assert.Equal((1, ""), (run.ExitCode, run.Out));
            Assert.StartsWith($"error: {path}: ", run.Error, StringComparison.Ordinal);
            Assert.DoesNotContain("   at ", run.Error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_file_that_is_read_but_does_not_load_shows_both()
    {
        string path = family.PathOf("other.gguf");
        new Engine.Weights.GgufWriter().Add("general.architecture", "mamba").Write(path);
        Run run = await family.OutthinkAsync("models", "inspect", path);
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("general.architecture", run.Out, StringComparison.Ordinal);
        Assert.StartsWith($"error: {path}: ", run.Error, StringComparison.Ordinal);
    }
}
