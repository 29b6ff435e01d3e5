using System.Text.Json;
using System.Text.Json.Nodes;

namespace Outthink.Cli.Tests;

public sealed class LogitsTests(TinyFamily family)
{
    [Fact]
    public async Task Every_position_has_its_likeliest_tokens_in_order()
    {
        Run run = await family.OutthinkAsync("models", "logits", "--model", "large", "--ids", "256,65,66", "--top", "4", "--json");
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Equal([".model", ".positions", ".positions[].position", ".positions[].id", ".positions[].top", ".positions[].top[].id", ".positions[].top[].piece", ".positions[].top[].logProb"],
            Run.Names(JsonDocument.Parse(run.Out).RootElement).Distinct());
        JsonArray positions = run.Json["positions"]!.AsArray();
        Assert.Equal([256, 65, 66], positions.Select(p => (int)p!["id"]!));
        foreach (JsonNode? position in positions)
        {
            double[] logProbs = [.. position!["top"]!.AsArray().Select(t => (double)t!["logProb"]!)];
            Assert.Equal(4, logProbs.Length);
            Assert.Equal(logProbs.OrderDescending(), logProbs);
            Assert.True(logProbs[0] <= 0);
        }
    }

    [Fact]
    public async Task The_whole_vocabulary_sums_to_one_and_a_longer_text_changes_nothing_before_it()
    {
        JsonNode whole = (await family.OutthinkAsync("models", "logits", "--model", family.PathOf("small.gguf"), "--ids", "256", "--top", "264", "--json")).Json;
        JsonArray all = whole["positions"]![0]!["top"]!.AsArray();
        Assert.Equal(1, all.Sum(t => Math.Exp((double)t!["logProb"]!)), 1e-5);
        JsonNode longer = (await family.OutthinkAsync("models", "logits", "--model", "small", "--ids", "256, 70, 71", "--top", "264", "--json")).Json;
        Assert.Equal(all.ToJsonString(), longer["positions"]![0]!["top"]!.ToJsonString());
    }

    [Fact]
    public async Task Without_json_a_table_is_printed()
    {
        Run run = await family.OutthinkAsync("models", "logits", "--model", "judge", "--ids", "65,10", "--top", "2");
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("log-probability", run.Out, StringComparison.Ordinal);
        Assert.Contains("'\\n'", run.Out, StringComparison.Ordinal);
        Assert.Equal(5, run.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    [Theory]
    [InlineData("--ids", "--model small")]
    [InlineData("--ids: give token ids", "--model small --ids 1,x")]
    [InlineData("--ids: give token ids", "--model small --ids 1,-2")]
    [InlineData("--top: give at least 1", "--model small --ids 1 --top 0")]
    [InlineData("no policy named 'nobody'", "--model nobody --ids 1")]
    [InlineData("token 264 is not in the vocabulary of 264", "--model small --ids 1,264")]
    [InlineData("the vocabulary has 264", "--model small --ids 1 --top 265")]
    public async Task What_is_wrong_with_the_question_is_exit_code_2(string message, string arguments)
    {
        Run run = await family.OutthinkAsync(["models", "logits", .. arguments.Split(' ')]);
        Assert.Equal((2, ""), (run.ExitCode, run.Out));
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_text_longer_than_the_context_is_refused()
    {
        Run run = await family.OutthinkAsync("models", "logits", "--model", "small", "--ids", string.Join(',', Enumerable.Repeat(65, 513)));
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("context of 512", run.Error, StringComparison.Ordinal);
    }
}
