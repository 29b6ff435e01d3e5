using System.Text;
using FsCheck.Xunit;
using Outthink.Evaluation.Suites;

namespace Outthink.Evaluation.Tests.Suites;

public sealed class SuiteReaderTests
{
    static Suite Read(string text, int limit = int.MaxValue) => Read(Encoding.UTF8.GetBytes(text), limit);

    static Suite Read(byte[] bytes, int limit = int.MaxValue) => SuiteReader.Read(new MemoryStream(bytes), "file.jsonl", limit);

    [Fact]
    public void Fields_are_read_and_others_passed_over()
    {
        Suite suite = Read("""
            {"problem":"What is 1 + 1?","answer":"2","unique_id":"a","level":"Level 5","subject":"Sums","url":null}

            {"problem":"And 2.5 + 2.5?","answer":5.0,"level":3,"steps":["one\n\n","two"]}
            """);
        Assert.Equal("file.jsonl", suite.Name);
        Assert.Equal(("a", "What is 1 + 1?", "2", "5", "Sums"), (suite.Items[0].Id, suite.Items[0].Problem, suite.Items[0].Answer, suite.Items[0].Level, suite.Items[0].Subject));
        Assert.Equal(("3", "5.0", "3", (string?)null), (suite.Items[1].Id, suite.Items[1].Answer, suite.Items[1].Level, suite.Items[1].Subject));
        Assert.Equal(["one\n\n", "two"], suite.Items[1].Steps);
    }

    [Theory]
    [InlineData("""{"answer":"2"}""", "line 2: field \"problem\" is missing")]
    [InlineData("""{"problem":"p"}""", "line 2: field \"answer\" is missing")]
    [InlineData("""{"problem":"p","answer":null}""", "line 2: field \"answer\": expected text or a number, found null")]
    [InlineData("""{"problem":["p"],"answer":"2"}""", "line 2: field \"problem\": expected text or a number, found a list")]
    [InlineData("""{"problem":" ","answer":"2"}""", "line 2: field \"problem\" is empty")]
    [InlineData("""{"problem":"p","answer":"2","level":{}}""", "line 2: field \"level\": expected text or a number, found an object")]
    [InlineData("""{"problem":"p","answer":"2","steps":[1]}""", "line 2: field \"steps\": expected a list of texts")]
    [InlineData("""{"problem":"\ud800","answer":"2"}""", "line 2: field \"problem\": expected text or a number, found text with a broken character")]
    [InlineData("""{"problem":"p","answer":"2","id":"first"}""", "line 2: field \"id\": \"first\" is already the id of line 1")]
    [InlineData("""["p","2"]""", "line 2: expected an object")]
    [InlineData("""{"problem":"p",""", "line 2: not JSON (byte 15)")]
    public void A_bad_line_is_named_with_its_field(string line, string expected)
    {
        SuiteFormatException e = Assert.Throws<SuiteFormatException>(() => Read("""{"problem":"p","answer":"1","id":"first"}""" + "\n" + line));
        Assert.Contains(expected, e.Message, StringComparison.Ordinal);
        Assert.StartsWith("file.jsonl: 1 thing to mend", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void All_bad_lines_are_listed_up_to_ten()
    {
        SuiteFormatException e = Assert.Throws<SuiteFormatException>(() => Read(string.Concat(Enumerable.Repeat("x\n", 13))));
        Assert.Contains("line 10:", e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("line 11:", e.Message, StringComparison.Ordinal);
        Assert.Contains("and 3 more", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Text_that_is_not_utf8_is_said() =>
        Assert.Contains("line 1: not UTF-8", Assert.Throws<SuiteFormatException>(() => Read([(byte)'"', 0xC3, (byte)'"'])).Message, StringComparison.Ordinal);

    [Fact]
    public void An_empty_file_is_said() =>
        Assert.Contains("no problems", Assert.Throws<SuiteFormatException>(() => Read("\n \n")).Message, StringComparison.Ordinal);

    [Fact]
    public void Lines_beyond_the_limit_are_not_looked_at() =>
        Assert.Single(Read("""{"problem":"p","answer":"1"}""" + "\nx", limit: 1).Items);

    [Fact]
    public void A_byte_order_mark_is_passed_over() =>
        Assert.Single(Read([.. Encoding.UTF8.Preamble, .. """{"problem":"p","answer":"1"}"""u8]).Items);

    [Property(MaxTest = 2000)]
    public bool Random_bytes_are_read_or_refused(byte[] bytes)
    {
        try
        {
            return Read(bytes).Items.Length > 0;
        }
        catch (SuiteFormatException)
        {
            return true;
        }
    }

    [Fact]
    public void Mutated_lines_are_read_or_refused()
    {
        byte[] good = Encoding.UTF8.GetBytes("""{"problem":"p\u00e9\n","answer":2,"id":"\ud83d\ude00","level":"Level 1","steps":["a","\u0062"]}""" + "\n" + """{"pro\u0062lem":"q","answer":"x"}""");
        Random random = new(7);
        int refused = 0;
        for (int round = 0; round < 20_000; round++)
        {
            byte[] bytes = [.. good];
            for (int i = random.Next(1, 4); i > 0; i--) bytes[random.Next(bytes.Length)] = (byte)(random.Next(2) == 0 ? random.Next(256) : good[random.Next(good.Length)]);
            try
            {
                Read(bytes);
            }
            catch (SuiteFormatException)
            {
                refused++;
            }
        }
        Assert.InRange(refused, 1, 19_999);
    }
}
