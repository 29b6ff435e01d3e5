using System.Text.Json.Nodes;

namespace Outthink.Cli.Tests;

public sealed class GradeTests(TinyFamily family)
{
    [Fact]
    public async Task One_verdict_is_explained()
    {
        Run run = await Run.OutthinkAsync(["grade", "--gold", @"\frac{1}{2}", "--pred", @"So the answer is \boxed{0.5}."]);
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        foreach (string part in (string[])["equal", "exact", @"\frac{1}{2}", "0.5", "box"]) Assert.Contains(part, run.Out, StringComparison.Ordinal);
        JsonNode json = (await Run.OutthinkAsync(["grade", "--gold", "B", "--pred", "I think it's (C).", "--choices", "A,B,C,D", "--json"])).Json;
        Assert.Equal(("notEqual", "choice", "C"), ((string)json["verdict"]!, (string)json["rule"]!, (string)json["pred"]!["text"]!));
    }

    [Fact]
    public async Task Cases_are_counted_by_kind_with_and_without_labels()
    {
        string file = family.PathOf("cases.jsonl");
        await File.WriteAllLinesAsync(file,
        [
            """{"id":"a","gold":"1/2","pred":"0.5","equal":true,"kind":"expr","note":"passed over"}""",
            """{"id":"b","gold":"1/2","pred":"0.6","equal":true,"kind":"expr"}""",
            """{"id":"c","gold":"x","pred":"x","equal":false}""",
            "",
            """{"gold":"7","pred":"((("}""",
            """{"id":"e","gold":"B","pred":"The answer is (B)","options":["A","B"],"equal":true,"kind":"mcq"}""",
        ], TestContext.Current.CancellationToken);
        JsonNode json = (await Run.OutthinkAsync(["grade", "--cases", file, "--json"])).Json;
        Assert.Equal((5, 2, 1, 1, 1), ((int)json["cases"]!, (int)json["agree"]!, (int)json["falseAccepts"]!, (int)json["falseRefusals"]!, (int)json["undecided"]!));
        Assert.Equal(["expr", "mcq", "none"], json["byKind"]!.AsObject().Select(k => k.Key));
        Assert.Equal(["a equal", "b notEqual", "c equal", "5 undecided", "e equal"], json["results"]!.AsArray().Select(r => $"{r!["id"]} {r["verdict"]}"));
        Assert.True((double)json["p50Micros"]! <= (double)json["p99Micros"]!);
        Run table = await Run.OutthinkAsync(["grade", "--cases", file]);
        Assert.Equal((0, ""), (table.ExitCode, table.Error));
        Assert.Contains("false refusals", table.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bad_rows_are_named_by_file_and_line()
    {
        string file = family.PathOf("bad.jsonl");
        await File.WriteAllLinesAsync(file, ["""{"gold":"1","pred":"1"}""", "{", """{"gold":"1"}"""], TestContext.Current.CancellationToken);
        Run run = await Run.OutthinkAsync(["grade", "--cases", file]);
        Assert.Equal((1, ""), (run.ExitCode, run.Out));
        Assert.Contains($"{file}:2: not a JSON row", run.Error, StringComparison.Ordinal);
        Assert.Contains($"{file}:3: the row has no text in \"pred\"", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("grade")]
    [InlineData("grade --gold 1")]
    [InlineData("grade --gold 1 --pred 1 --cases x.jsonl")]
    [InlineData("grade --cases no/such.jsonl")]
    public async Task A_wrong_command_line_is_exit_code_2(string arguments)
    {
        Run run = await Run.OutthinkAsync(arguments.Split(' '));
        Assert.Equal((2, ""), (run.ExitCode, run.Out));
        Assert.StartsWith("error: ", run.Error, StringComparison.Ordinal);
    }
}
