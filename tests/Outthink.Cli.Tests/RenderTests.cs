using System.Text.Json.Nodes;

namespace Outthink.Cli.Tests;

/// <summary><c>models render</c>, <c>prm score</c>, and policies that think first.</summary>
public sealed class RenderTests : IDisposable
{
    const string Template = "{% for m in messages %}<s>{{ m.role + ': ' + m.content | trim }}{% endfor %}{% if add_generation_prompt %}<s>assistant: {% endif %}";

    readonly TinyFamily family;
    readonly string folder = Directory.CreateTempSubdirectory("outthink-render-").FullName;

    public RenderTests(TinyFamily family)
    {
        this.family = family;
        JsonObject talker = new() { ["base"] = "chat", ["name"] = "talker", ["file"] = family.PathOf("small.gguf"), ["chat"] = new JsonObject { ["template"] = Template } };
        JsonObject thinker = new()
        {
            ["name"] = "thinker",
            ["role"] = "policy",
            ["file"] = family.PathOf("small.gguf"),
            ["thinking"] = new JsonObject { ["budget"] = 8 },
            ["sampling"] = new JsonObject { ["temperature"] = 0.6, ["maxTokens"] = 40 },
        };
        Write("talker.json", talker.ToJsonString());
        Write("thinker.json", thinker.ToJsonString());
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task A_conversation_is_shown_as_text_and_ids_and_an_open_turn_goes_on_as_it_stands()
    {
        string messages = Write("m.json", """[{"role":"user","content":" a<s> "},{"role":"assistant","content":"b\n\n"}]""");
        JsonNode json = (await family.OutthinkAsync("models", "render", "--model", PathOf("talker.json"), "--messages", messages, "--json")).Json;
        Assert.Equal("<s>user: a<s><s>assistant: b\n\n", (string)json["text"]!);
        int[] ids = [.. json["ids"]!.AsArray().Select(id => (int)id!)];
        Assert.Equal((2, (int)json["count"]!), (ids.Count(id => id == 256), ids.Length));
        Assert.Equal(["user", "a<s>", "b\n\n"], json["segments"]!.AsArray().Where(s => !(bool)s!["special"]!).Select(s => (string)s!["text"]!));
        Run plain = await family.OutthinkAsync("models", "render", "--model", PathOf("talker.json"), "--messages", messages);
        Assert.Contains($"tokens: {string.Join(' ', ids)}", plain.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"role":"user"}""", "array of messages")]
    [InlineData("""[{"role":"user"}]""", "message 1 lacks \"content\"")]
    [InlineData("[]", "no message")]
    [InlineData("[", "not JSON")]
    public async Task Messages_that_are_none_are_a_failure_with_the_place(string content, string reason)
    {
        Run run = await family.OutthinkAsync("models", "render", "--model", PathOf("talker.json"), "--messages", Write("m.json", content));
        Assert.Equal((1, ""), (run.ExitCode, run.Out));
        Assert.Contains(reason, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_model_without_a_template_and_a_file_that_is_not_there_are_said()
    {
        Run none = await family.OutthinkAsync("models", "render", "--model", "small", "--messages", Write("m.json", """[{"role":"user","content":"a"}]"""));
        Assert.Equal(1, none.ExitCode);
        Assert.Contains("chat.template", none.Error, StringComparison.Ordinal);
        Run missing = await family.OutthinkAsync("models", "render", "--model", "small", "--messages", PathOf("nothing.json"));
        Assert.Equal(2, missing.ExitCode);
    }

    [Theory]
    [InlineData("""["Take 3.", "Add 4.\n\n", "The answer is \\boxed{7}."]""")]
    [InlineData("Take 3.\n\nAdd 4.\n\n\n\nThe answer is \\boxed{7}.")]
    public async Task Each_step_of_a_solution_is_scored(string content)
    {
        string[] command = ["prm", "score", "--problem", "How many?", "--steps", Write("s.txt", content), "--input"];
        JsonNode json = (await family.OutthinkAsync([.. command, "--json"])).Json;
        Assert.Equal(("judge", 3), ((string)json["prm"]!, json["steps"]!.AsArray().Count));
        double[] scores = [.. json["steps"]!.AsArray().Select(s => (double)s!["score"]!)];
        Assert.All(scores, score => Assert.InRange(score, 0, 1));
        Assert.True(scores[0] >= scores[1] && scores[1] >= scores[2], "a likelihood only falls");
        Assert.Equal("How many?\n\nTake 3.\n\nAdd 4.\n\nThe answer is \\boxed{7}.", ((string)json["input"]!["text"]!).Replace("<s>", "", StringComparison.Ordinal));
        Assert.Equal(3, json["input"]!["readAt"]!.AsArray().Count);
        Assert.Contains("read after:", (await family.OutthinkAsync(command)).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_blank_step_is_refused()
    {
        Run run = await family.OutthinkAsync("prm", "score", "--problem", "p", "--steps", Write("s.json", """["a", " "]"""));
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("step 2 is blank", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_policy_that_thinks_first_is_asked_by_majority_with_its_own_sampling()
    {
        JsonNode json = (await family.OutthinkAsync("solve", "How many?", "--policy", PathOf("thinker.json"), "--samples", "2", "--json")).Json;
        Assert.Equal(("majority", 0.6), ((string)json["strategy"]!, (double)json["temperature"]!));
        JsonNode warm = (await family.OutthinkAsync("solve", "How many?", "--policy", PathOf("thinker.json"), "--samples", "2", "--temperature", "1.5", "--json")).Json;
        Assert.Equal(1.5, (double)warm["temperature"]!);
    }

    [Fact]
    public async Task A_reward_model_guides_a_policy_that_thinks_only_when_asked_for()
    {
        string[] command = ["solve", "How many?", "--policy", PathOf("thinker.json"), "--strategy", "beam", "--samples", "4", "--json"];
        Run refused = await family.OutthinkAsync(command);
        Assert.Equal(2, refused.ExitCode);
        Assert.Contains("--guide-thinking", refused.Error, StringComparison.Ordinal);
        Assert.Equal(0, (await family.OutthinkAsync([.. command, "--guide-thinking", "--thinking-budget", "5"])).ExitCode);
        Assert.Equal(2, (await family.OutthinkAsync("eval", "--policy", PathOf("thinker.json"), "--strategy", "best-of-n", "--limit", "1")).ExitCode);
    }

    [Fact]
    public async Task Thoughts_of_a_least_length_fit_into_the_budget_or_are_refused()
    {
        string[] command = ["solve", "How many?", "--policy", PathOf("thinker.json"), "--samples", "2", "--json", "--least-thinking"];
        Run refused = await family.OutthinkAsync([.. command, "9"]);
        Assert.Equal(2, refused.ExitCode);
        Assert.Contains("budget of 8", refused.Error, StringComparison.Ordinal);
        Assert.Equal(0, (await family.OutthinkAsync([.. command, "8"])).ExitCode);
        Assert.Equal(0, (await family.OutthinkAsync([.. command, "9", "--thinking-budget", "20"])).ExitCode);
        Assert.Equal(2, (await family.OutthinkAsync("eval", "--policy", PathOf("thinker.json"), "--limit", "1", "--least-thinking", "9")).ExitCode);
    }

    string PathOf(string name) => Path.Combine(folder, name);

    string Write(string name, string content)
    {
        File.WriteAllText(PathOf(name), content);
        return PathOf(name);
    }
}
