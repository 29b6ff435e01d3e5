using System.Collections.Immutable;
using System.Text;
using FsCheck.Xunit;
using Outthink.Evaluation.RewardModels;
using Outthink.Evaluation.Suites;

namespace Outthink.Evaluation.Tests.RewardModels;

public sealed class LabelledSolutionReaderTests
{
    static (ImmutableArray<LabelledSolution> Solutions, int Unlabelled) Read(string text) => LabelledSolutionReader.Read(new MemoryStream(Encoding.UTF8.GetBytes(text)), "file.jsonl");

    [Fact]
    public void Labels_are_read_under_both_names_and_lines_without_one_are_counted()
    {
        var (solutions, unlabelled) = Read("""
            {"problem":"p","steps":["a","b"],"first_error":1}
            {"problem":"q","steps":["a"],"label":-1,"generator":"x"}

            {"problem":"r","steps":null,"first_error":0}
            {"problem":"r","steps":["a"],"first_error":null}
            """);
        Assert.Equal(2, unlabelled);
        Assert.Equal([("p", 2, 1), ("q", 1, (int?)null)], solutions.Select(s => (s.Problem, s.Steps.Length, s.FirstError)));
    }

    [Theory]
    [InlineData("""{"problem":"p","steps":["a"],"first_error":1}""", "line 2: field \"first_error\": expected a whole number from -1 to 0")]
    [InlineData("""{"problem":"p","steps":["a"],"label":7}""", "line 2: field \"label\": expected a whole number from -1 to 0")]
    [InlineData("""{"problem":"p","steps":["a"],"first_error":-2}""", "expected a whole number from -1 to 0")]
    [InlineData("""{"problem":"p","steps":["a"],"first_error":0.5}""", "expected a whole number")]
    [InlineData("""{"problem":"p","steps":["a"],"first_error":"0"}""", "expected a whole number")]
    [InlineData("""{"problem":"p","steps":[],"first_error":0}""", "field \"steps\": expected a list of at least one text")]
    [InlineData("""{"problem":"p","steps":["a"," "],"first_error":0}""", "step 2 is no text, or blank")]
    [InlineData("""{"problem":"p","steps":["\ud800"],"first_error":0}""", "step 1 is no text, or blank")]
    [InlineData("""{"problem":" ","steps":["a"],"first_error":0}""", "field \"problem\"")]
    [InlineData("""["p"]""", "each line must be an object")]
    [InlineData("""{"problem":""", "line 2: not JSON (byte")]
    public void A_bad_line_is_named_with_its_field(string line, string expected)
    {
        SuiteFormatException e = Assert.Throws<SuiteFormatException>(() => Read("""{"problem":"p","steps":["a"],"first_error":-1}""" + "\n" + line));
        Assert.StartsWith("file.jsonl: 1 thing to mend", e.Message, StringComparison.Ordinal);
        Assert.Contains(expected, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Bad_lines_are_listed_up_to_ten_and_an_empty_file_is_said()
    {
        Assert.Contains("and 3 more", Assert.Throws<SuiteFormatException>(() => Read(string.Concat(Enumerable.Repeat("x\n", 13)))).Message, StringComparison.Ordinal);
        Assert.Contains("no labelled solutions", Assert.Throws<SuiteFormatException>(() => Read("\n")).Message, StringComparison.Ordinal);
    }

    [Property(MaxTest = 500)]
    public void Any_bytes_are_read_or_refused_with_a_message(byte[] noise, byte at)
    {
        byte[] bytes = Encoding.UTF8.GetBytes("""{"problem":"p","steps":["a","b"],"first_error":1}""");
        foreach (byte[] file in (byte[][])[noise, [.. bytes[..(at % bytes.Length)], .. noise, .. bytes[(at % bytes.Length)..]]])
        {
            try
            {
                var (solutions, _) = LabelledSolutionReader.Read(new MemoryStream(file), "f");
                Assert.All(solutions, s => Assert.InRange(s.FirstError ?? 0, 0, s.Steps.Length - 1));
            }
            catch (SuiteFormatException e)
            {
                Assert.StartsWith("f: ", e.Message, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public void Public_traces_are_read()
    {
        using FileStream file = File.OpenRead(TestData.Path("traces/dev.jsonl"));
        var (solutions, unlabelled) = LabelledSolutionReader.Read(file, "dev.jsonl");
        Assert.Equal((668, 1713, 177), (solutions.Length, unlabelled, solutions.Count(s => s.FirstError is null)));
    }
}
