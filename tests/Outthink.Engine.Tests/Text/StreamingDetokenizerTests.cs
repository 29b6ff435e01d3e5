using System.Text;
using FsCheck.Xunit;
using Outthink.Engine.Text;

namespace Outthink.Engine.Tests.Text;

public sealed class StreamingDetokenizerTests
{
    [Fact]
    public void A_character_comes_whole_with_its_last_byte()
    {
        var stream = new StreamingDetokenizer(SampleVocabulary.Sample);
        var bytes = Encoding.UTF8.GetBytes("é😀");
        string[] given = [.. bytes.Select(b => stream.Append(SampleVocabulary.FirstByte + b))];
        Assert.Equal(["", "é", "", "", "", "😀"], given);
        Assert.Equal("", stream.Flush());
    }

    [Fact]
    public void An_incomplete_character_is_replaced_at_the_end()
    {
        var stream = new StreamingDetokenizer(SampleVocabulary.Sample);
        Assert.Equal("", stream.Append(SampleVocabulary.FirstByte + 0xF0));
        Assert.Equal("\ufffd", stream.Flush());
        Assert.Equal("x", stream.Append(SampleVocabulary.Byte('x')));
    }

    [Property]
    public bool The_pieces_make_up_the_decoded_text(int[] draws)
    {
        var tokenizer = SampleVocabulary.Sample;
        int[] ids = [.. draws.Select(d => (int)((uint)d % (uint)tokenizer.VocabularySize))];
        var stream = new StreamingDetokenizer(tokenizer);
        var pieces = ids.Select(stream.Append).ToList();
        pieces.Add(stream.Flush());
        return string.Concat(pieces) == tokenizer.Decode(ids)
            && pieces.All(p => p.Length == 0 || !(char.IsHighSurrogate(p[^1]) || char.IsLowSurrogate(p[0])));
    }
}
