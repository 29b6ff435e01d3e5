using Outthink.Cli.Rendering;
using Spectre.Console.Testing;

namespace Outthink.Cli.Tests.Rendering;

public sealed class TextTableTests
{
    [Fact]
    public void Numbers_align_right_and_words_left()
    {
        TextTable table = new("name", "count");
        table.Add("a", "5");
        table.Add("longer", "12,345");
        Assert.Equal(["name     count", "a            5", "longer  12,345"], table.Lines());
    }

    [Theory]
    [InlineData(0, "0")]
    [InlineData(950, "950")]
    [InlineData(1234, "1.23 k")]
    [InlineData(56_700_000, "56.7 M")]
    [InlineData(123e9, "123 G")]
    public void Large_numbers_are_shortened(double value, string expected) => Assert.Equal(expected, Numbers.Short(value));

    [Theory]
    [InlineData(0.98765, "0.988")]
    [InlineData(0.0, "0.000")]
    [InlineData(0.00002, "2e-05")]
    [InlineData(1.0, "1.000")]
    [InlineData(null, "     ")]
    public void Scores_take_five_characters(double? score, string expected) => Assert.Equal(expected, Numbers.Score(score));

    [Theory]
    [InlineData(19, true)]
    [InlineData(18, false)]
    public void A_table_wider_than_the_screen_is_plain_text(int width, bool isDrawn)
    {
        using TestConsole screen = new();
        screen.Profile.Width = width;
        using StringWriter output = new();
        TextTable table = new("name", "count");
        table.Add("longer", "12,345");
        table.WriteTo(new Terminal(output, output, TextReader.Null) { Screen = screen });
        Assert.Equal(isDrawn, screen.Output.Contains("│ longer │ 12,345 │", StringComparison.Ordinal));
        Assert.Equal(!isDrawn, output.ToString().Contains("longer  12,345", StringComparison.Ordinal));
    }
}
