using System.Text;
using FsCheck.Xunit;
using Outthink.Engine.Text;
using Outthink.Engine.Weights;
using static Outthink.Engine.Tests.Text.SampleSentencePiece;

namespace Outthink.Engine.Tests.Text;

public sealed class SentencePieceTests
{
    [Theory]
    [InlineData("", new string[0])]
    [InlineData("the", new[] { "▁the" })]
    [InlineData(" the", new[] { "▁", "▁the" })]
    [InlineData("abc", new[] { "▁", "abc" })] // 'ab' has the best score, so no '▁a'
    [InlineData("bca", new[] { "▁", "bc", "a" })]
    [InlineData("x\n", new[] { "▁", "<0x78>", "<0x0A>" })]
    [InlineData("é中", new[] { "▁", "é", "<0xE4>", "<0xB8>", "<0xAD>" })]
    [InlineData("a<tag>a", new[] { "▁a", "<tag>", "▁a" })]
    [InlineData("</s>", new[] { "▁", "</s", ">" })] // a user's text never becomes a control token
    public void Pieces_merge_by_score(string text, string[] expected)
    {
        var ids = Sample.Encode(text, addSpecial: false, parseSpecial: false);
        Assert.Equal(expected, ids.Select(Sample.PieceOf));
        Assert.Equal(text, Sample.Decode(ids.AsSpan()));
    }

    [Fact]
    public void Special_tokens_take_their_places()
    {
        Assert.Equal([Bos, Id("▁a"), Eos, Id("▁a")], Sample.Encode("a</s>a", addSpecial: true, parseSpecial: true));
        Assert.Equal((Bos, Eos, true, false), (Sample.BosId, Sample.EosId, Sample.AddBos, Sample.AddEos));
        Assert.True(Sample.IsEndOfGeneration(Eos));
        Assert.Equal((Id("▁the"), FirstByte + '\n', Id("é"), Eos), (Sample.Find(" the"), Sample.Find("\n"), Sample.Find("é"), Sample.Find("</s>")));
    }

    [Fact]
    public void Only_the_space_that_encoding_added_is_dropped()
    {
        Assert.Equal(" a", Sample.Decode([Id("▁▁"), Id("a")]));
        Assert.Equal("a a", Sample.Decode([Bos, Id("▁a"), Id("▁a")]));
        var stream = new StreamingDetokenizer(Sample);
        Assert.Equal(["", "a", " a", "", "a"], new[] { Bos, Id("▁a"), Id("▁a"), Eos, Id("▁a") }.Select(stream.Append));
        var goesOn = new StreamingDetokenizer(Sample, continues: true);
        Assert.Equal([" a", " a"], new[] { Id("▁a"), Id("▁a") }.Select(goesOn.Append));
    }

    [Fact]
    public void The_added_space_is_left_out_where_the_file_says_so()
    {
        var tokenizer = Load(Writer().Add("tokenizer.ggml.add_space_prefix", false));
        Assert.Equal(["a", "▁a"], tokenizer.Encode("a a", false, false).Select(tokenizer.PieceOf));
        Assert.Equal(" a", tokenizer.Decode(tokenizer.Encode(" a", false, false).AsSpan()));
    }

    [Fact]
    public void Characters_come_whole_from_bytes()
    {
        var stream = new StreamingDetokenizer(Sample);
        Assert.Equal(["", "", "", "中"], new[] { Id("▁"), FirstByte + 0xE4, FirstByte + 0xB8, FirstByte + 0xAD }.Select(stream.Append));
        Assert.Equal(["é", ""], new[] { Id("é"), FirstByte + 0xE4 }.Select(stream.Append));
        Assert.Equal("\ufffd", stream.Flush());
    }

    [Property(MaxTest = 500)]
    public bool Any_text_comes_back_and_never_as_control_tokens(string? text)
    {
        text = $"{text}</s> {text}<tag>";
        var ids = Sample.Encode(text, addSpecial: false, parseSpecial: false);
        return Sample.Decode(ids.AsSpan()) == Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)) && !ids.Contains(Eos);
    }

    [Fact]
    public void A_token_of_a_thousand_characters_and_more_is_refused()
    {
        string[] tokens = [.. Pieces.Select(p => p.Text).SkipLast(1), new('a', 1025)];
        var writer = new GgufWriter().Add("tokenizer.ggml.model", "llama").AddArray<string>("tokenizer.ggml.tokens", tokens);
        Assert.Contains("has 1025 characters", Assert.Throws<ModelFileException>(() => Load(writer)).Message);
    }

    [Fact]
    public void Scores_must_be_there_for_every_token()
    {
        var writer = new GgufWriter().Add("tokenizer.ggml.model", "llama").AddArray<string>("tokenizer.ggml.tokens", "a", "b").AddArray<float>("tokenizer.ggml.scores", 1f);
        Assert.Contains("has 1 entries for 2 tokens", Assert.Throws<ModelFileException>(() => Load(writer)).Message);
    }
}
