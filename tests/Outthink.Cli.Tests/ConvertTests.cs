namespace Outthink.Cli.Tests;

public sealed class ConvertTests(TinyFamily family)
{
    [Fact]
    public async Task A_model_is_converted_and_runs()
    {
        string target = family.PathOf("converted.gguf");
        Run run = await family.OutthinkAsync("models", "convert", "--from", family.PathOf("large.gguf"), "--out", target, "--type", "f16");
        Assert.Equal((0, ""), (run.ExitCode, run.Out));
        Assert.Contains($"{target}: ", run.Error, StringComparison.Ordinal);
        Run inspected = await family.OutthinkAsync("models", "inspect", target);
        Assert.Equal(0, inspected.ExitCode);
        Assert.Contains("F16", inspected.Out, StringComparison.Ordinal);
        Assert.Equal(0, (await family.OutthinkAsync("solve", "p", "-s", "cot", "--policy", target)).ExitCode);
    }

    [Fact]
    public async Task Weights_are_quantised_while_they_are_read() =>
        Assert.Equal(0, (await family.OutthinkAsync("solve", "p", "-s", "cot", "--quantize", "q8_0")).ExitCode);

    [Theory]
    [InlineData("--from: there is no 'nowhere'", "models", "convert", "--from", "nowhere", "--out", "x.gguf")]
    [InlineData("--type: 'Q3' is unknown; choose one of F32, F16, BF16, Q8_0, Q4_0", "models", "convert", "--from", "nowhere", "--out", "x.gguf", "--type", "Q3")]
    [InlineData("--out: there is no folder", "models", "convert", "--from", "nowhere", "--out", "no/such/x.gguf")]
    [InlineData("--quantize: 'q5' is unknown; choose q8_0 or q4_0", "solve", "p", "--quantize", "q5")]
    [InlineData("--run keeps what models are by their files", "eval", "--run", "r.sqlite", "--quantize", "q8_0")]
    public async Task A_wrong_command_line_is_refused_before_anything_is_opened(string message, params string[] arguments)
    {
        Run run = await family.OutthinkAsync(arguments);
        Assert.Equal((2, ""), (run.ExitCode, run.Out));
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_cannot_be_converted_is_a_failure_that_leaves_nothing()
    {
        string source = family.PathOf("no-model.gguf");
        File.WriteAllText(source, "not GGUF");
        Run run = await family.OutthinkAsync("models", "convert", "--from", source, "--out", family.PathOf("none.gguf"));
        Assert.Equal((1, ""), (run.ExitCode, run.Out));
        Assert.StartsWith($"error: {source}: this is not a GGUF file", run.Error, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(family.Folder, "none.gguf*"));
    }
}
