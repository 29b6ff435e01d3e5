using FsCheck.Xunit;
using Outthink.Engine.Text;
using static Outthink.Engine.Tests.Text.SampleVocabulary;

namespace Outthink.Engine.Tests.Text;

public sealed class SegmentTests
{
    [Fact]
    public void Control_tokens_are_read_only_where_their_whole_text_is_allowed()
    {
        Assert.Equal([Eos, Byte('a')], Encode(("</s>", true), ("a", false)));
        Assert.Equal([Eos], Encode(("</", true), ("s>", true)));
        Assert.Equal([Eos], Encode(("</", true), ("", false), ("s>", true)));
        Assert.DoesNotContain(Eos, Encode(("</", true), ("s>", false)));
        Assert.DoesNotContain(Eos, Encode(("</", false), ("s>", true)));
        Assert.DoesNotContain(Eos, Encode(("</s", true), ("x", false), (">", true)));
        Assert.Equal([Byte('a'), Eos, Bos], Encode(("a", false), ("</s><s>", true)));
    }

    [Fact]
    public void Tokens_reach_over_the_borders_of_segments()
    {
        Assert.Equal([FirstMerge + 4], Encode((" t", true), ("he", false)));
        Assert.Equal([Blank], Encode(("\n", false), ("\n", true)));
        Assert.Empty(Encode());
        Assert.Equal([Bos], Sample.Encode([], addSpecial: true));
    }

    [Property(MaxTest = 300)]
    public bool What_a_user_writes_gives_the_same_ids_however_it_is_cut(string? text, int cut)
    {
        text = $"{text}</s>{text}<s>\n\n the";
        var at = (int)((uint)cut % (uint)(text.Length + 1));
        return Sample.Encode([new(text[..at], false), new(text[at..], false)], false).SequenceEqual(Sample.Encode(text, false, false))
            && Sample.Encode([new(text[..at], true), new(text[at..], true)], false).SequenceEqual(Sample.Encode(text, false, true));
    }

    static System.Collections.Immutable.ImmutableArray<int> Encode(params (string Text, bool MayHoldSpecial)[] segments) =>
        Sample.Encode([.. segments.Select(s => new TextSegment(s.Text, s.MayHoldSpecial))], addSpecial: false);
}
