using FsCheck.Xunit;
using Outthink.Engine.Text.PreTokenizers;

namespace Outthink.Engine.Tests.Text;

public sealed class PreTokenizerTests
{
    [Theory]
    [InlineData("gpt-2", "I'll  be 'here' at 10:30!", "I|'ll| | be| '|here|'| at| 10|:|30|!")]
    [InlineData("gpt-2", "a\n\n b\t", "a|\n\n| b|\t")]
    [InlineData("gpt-2", " \n x", " \n| x")]
    [InlineData("gpt-2", "we're they've 'S ", "we|'re| they|'ve| '|S| ")]
    [InlineData("gpt-2", " \U0001d4b3\U0001d4b4 \U00020000", " \U0001d4b3\U0001d4b4| \U00020000")]
    [InlineData("default", "cost $1234567, x2 = 10", "cost| |$|123|456|7|,| x|2| |=| |10")]
    [InlineData("default", "it's  . end", "it|'|s|  |.| end")]
    [InlineData("default", "½1234½5", "½|123|4½5")]
    public void Pieces_are_as_the_rules_say(string rules, string text, string pieces) =>
        Assert.Equal(pieces.Split('|'), Pieces(rules, text));

    [Property(MaxTest = 500)]
    public bool Pieces_make_up_the_text(string? text) =>
        string.Concat(Pieces("gpt-2", text ?? "")) == (text ?? "") && string.Concat(Pieces("default", text ?? "")) == (text ?? "");

    static List<string> Pieces(string rules, string text)
    {
        List<int> lengths = [];
        PreTokenizerNames.Find(rules)!.Cut(text, lengths);
        Assert.All(lengths, length => Assert.True(length > 0));
        var at = 0;
        return [.. lengths.Select(length => text.Substring((at += length) - length, length))];
    }
}
