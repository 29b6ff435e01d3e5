using System.Text;
using System.Text.Json.Nodes;

namespace Outthink.Cli.Tests;

public sealed class TokenizeTests(TinyFamily family)
{
    [Fact]
    public async Task Ids_and_pieces_of_a_text_are_shown()
    {
        JsonNode json = (await family.OutthinkAsync("models", "tokenize", "--model", "large", "--text", "a\n\nTake 3. ä", "--json")).Json;
        Assert.Equal("""{"model":"large","count":6,"ids":[97,257,258,32,195,164],"pieces":["a","\n\n","Take 3.","\u0120","\u00C3","\u00A4"]}""", json.ToJsonString());
        Run run = await family.OutthinkAsync("models", "tokenize", "--model", family.PathOf("large.gguf"), "--text", "a\n\n");
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Contains("257  \\u000A\\u000A", run.Out, StringComparison.Ordinal);
        Assert.Contains("2 tokens", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Control_tokens_come_on_request_only()
    {
        Assert.Equal("[60,47,115,62]", await IdsAsync("--text", "</s>"));
        Assert.Equal("[256,263]", await IdsAsync("--text", "</s>", "--add-special", "--parse-special"));
        Assert.Equal("[]", await IdsAsync("--text", ""));
    }

    [Fact]
    public async Task The_text_may_come_from_a_file_or_standard_input()
    {
        string path = family.PathOf("text.txt");
        File.WriteAllBytes(path, Encoding.UTF8.GetBytes("\uFEFFé\r\n"));
        Assert.Equal("[239,187,191,195,169,13,10]", await IdsAsync("--file", path));
        Run piped = await Run.OutthinkAsync(["models", "tokenize", "--model", "small", "--json", "--models", family.Folder], "hi\n", null, TestContext.Current.CancellationToken);
        Assert.Equal("[104,105,10]", piped.Json["ids"]!.ToJsonString());
        File.WriteAllBytes(path, [(byte)'a', 0xFF]);
        Run broken = await family.OutthinkAsync("models", "tokenize", "--model", "small", "--file", path);
        Assert.Equal(1, broken.ExitCode);
        Assert.Contains("offset 1 is not UTF-8", broken.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_is_a_model_too()
    {
        string folder = Directory.CreateDirectory(family.PathOf("folder")).FullName;
        Run empty = await family.OutthinkAsync("models", "tokenize", "--model", folder, "--text", "x");
        Assert.Equal(1, empty.ExitCode);
        Assert.Contains("there is no tokeniser", empty.Error, StringComparison.Ordinal);
        File.WriteAllText(Path.Combine(folder, "tokenizer.json"), """
            {"normalizer":{"type":"Replace","pattern":{"String":" "},"content":"▁"},
             "model":{"type":"BPE","unk_token":"?","vocab":{"?":0,"a":1,"▁":2,"▁a":3},"merges":["▁ a"]}}
            """);
        Assert.Equal("[1,3,0]", (await family.OutthinkAsync("models", "tokenize", "--model", folder, "--text", "a ab", "--json")).Json["ids"]!.ToJsonString());
    }

    [Theory]
    [InlineData("--text x", "--model")]
    [InlineData("--model nonesuch --text x", "small, large")]
    [InlineData("--model small --text x --file y", "give one of them")]
    [InlineData("--model small --file no/such.txt", "there is no such file")]
    public async Task A_wrong_command_line_says_what_is_wrong(string arguments, string message)
    {
        Run run = await family.OutthinkAsync(["models", "tokenize", .. arguments.Split(' ')]);
        Assert.Equal((2, ""), (run.ExitCode, run.Out));
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
    }

    async Task<string> IdsAsync(params string[] options) =>
        (await family.OutthinkAsync(["models", "tokenize", "--model", "small", "--json", .. options])).Json["ids"]!.ToJsonString();
}
