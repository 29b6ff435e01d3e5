using FsCheck.Xunit;
using Outthink.Engine.Text.Unicode;

namespace Outthink.Engine.Tests.Text.Unicode;

public sealed class CompositionTests
{
    [Theory]
    [InlineData("plain é", "plain é")]
    [InlineData("e\u0301", "é")]
    [InlineData("a\u0323\u0307", "ạ\u0307")]
    [InlineData("a\u0307\u0323", "ạ\u0307")] // marks are put in order first
    [InlineData("q\u0307\u0323", "q\u0323\u0307")]
    [InlineData("a\u0301\u0301", "á\u0301")]
    [InlineData("\u212b \u2126 \u212a", "Å Ω K")] // characters that are only another's old name
    [InlineData("\u1100\u1161\u11a8 \u1100\u1161", "각 가")]
    [InlineData("\uac00\u11a8", "각")]
    [InlineData("\u0958", "\u0915\u093c")] // excluded from composition
    [InlineData("\u0344", "\u0308\u0301")]
    [InlineData("\u0301a", "\u0301a")]
    [InlineData("a\u0315\u0300\u05ae\u0062", "\u00e0\u05ae\u0315b")]
    [InlineData("\U00011099\U000110ba", "\U0001109a")]
    [InlineData("\U0001d15e", "\U0001d157\U0001d165")]
    [InlineData("中\u3099か\u3099", "中\u3099が")]
    public void Characters_are_composed(string text, string expected) => Assert.Equal(expected, Composition.Compose(text).ToString());

    [Property(MaxTest = 500)]
    public bool Composing_twice_is_composing_once(int[] draws)
    {
        string[] parts = ["a", "e", "\u0301", "\u0323", "\u0307", "é", "\u1100", "\u1161", "\u11a8", "\uac00", "\u0958", "\u093c", "\u212b", "中", "\u3099", "\U0001d165", "\ud800"];
        var text = string.Concat(draws.Select(d => parts[(int)((uint)d % (uint)parts.Length)]));
        var once = Composition.Compose(text).ToString();
        return Composition.Compose(once).SequenceEqual(once);
    }

    [Fact]
    public void Ten_thousand_marks_on_one_letter_are_ordered()
    {
        var text = "a" + string.Concat(Enumerable.Range(0, 5_000).Select(_ => "\u0307\u0323"));
        Assert.Equal("ạ" + new string('\u0323', 4_999) + new string('\u0307', 5_000), Composition.Compose(text).ToString());
    }
}
