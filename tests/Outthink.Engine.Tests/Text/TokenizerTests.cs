using System.Text;
using FsCheck.Xunit;
using Outthink.Engine.Text;
using Outthink.Engine.Weights;
using static Outthink.Engine.Tests.Text.SampleVocabulary;

namespace Outthink.Engine.Tests.Text;

public sealed class TokenizerTests
{
    [Theory]
    [InlineData(" the", new[] { FirstMerge + 4 })]
    [InlineData("12", new[] { FirstMerge + 5 })]
    [InlineData("aaaaaaa", new[] { FirstMerge + 1, FirstMerge, FirstByte + 'a' })]
    [InlineData("ä", new[] { FirstMerge + 7 })]
    [InlineData("", new int[0])]
    public void Merges_apply_by_rank_and_leftmost_first(string text, int[] expected) =>
        Assert.Equal(expected, Sample.Encode(text, addSpecial: false, parseSpecial: false));

    [Fact]
    public void Bos_comes_where_the_file_asks_for_it()
    {
        Assert.Equal([Bos, Byte('x')], Sample.Encode("x", addSpecial: true, parseSpecial: false));
        Assert.Equal([Byte('x')], Sample.Encode("x", addSpecial: false, parseSpecial: false));
        Assert.Equal((Bos, Eos, true, false), (Sample.BosId, Sample.EosId, Sample.AddBos, Sample.AddEos));
        var both = Load(Writer().WithSpecials().Add("tokenizer.ggml.add_eos_token", true));
        Assert.Equal([Bos, Byte('x'), Eos], both.Encode("x", addSpecial: true, parseSpecial: false));
    }

    [Fact]
    public void User_defined_tokens_are_cut_out_first_the_longest_before_the_shorter()
    {
        Assert.Equal([Byte('.'), Blank, Byte('S')], Sample.Encode(".\n\nS", false, false));
        Assert.Equal([Triple, Blank], Sample.Encode("\n\n\n\n\n", false, false));
        Assert.Equal([Triple, Byte('\n')], Sample.Encode("\n\n\n\n", false, false));
    }

    [Fact]
    public void Control_tokens_are_read_only_on_request()
    {
        Assert.Equal([Byte('a'), Eos, Byte('b')], Sample.Encode("a</s>b", false, parseSpecial: true));
        Assert.DoesNotContain(Eos, Sample.Encode("a</s>b", false, parseSpecial: false));
        Assert.Equal("a</s>b", Sample.Decode(Sample.Encode("a</s>b", false, parseSpecial: false).AsSpan()));
        Assert.Equal("ab", Sample.Decode(Sample.Encode("a</s>b", false, parseSpecial: true).AsSpan()));
    }

    [Property(MaxTest = 500)]
    public bool Any_text_comes_back_and_never_as_control_tokens(string? text, bool unusualCut)
    {
        text = $"{text}</s>{text}\n\n";
        var tokenizer = unusualCut ? DefaultCut : Sample;
        var ids = tokenizer.Encode(text, addSpecial: false, parseSpecial: false);
        // Lone surrogates are no characters: they become U+FFFD, as wherever .NET writes UTF-8.
        return tokenizer.Decode(ids.AsSpan()) == Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)) && !ids.Contains(Eos);
    }

    [Fact]
    public void A_lone_surrogate_becomes_the_replacement_character()
    {
        // Not as inline data: attributes are stored as UTF-8, which would replace them before the test does.
        Assert.Equal("\ufffd", Back("\ud800"));
        Assert.Equal("a\ufffdb", Back("a\udc00b"));
        Assert.Equal("\ufffd\ufffd", Back("\udc00\ud800"));
        Assert.Equal(" \ud83d\ude00\0", Back(" \ud83d\ude00\0"));
        Assert.Equal(Sample.Encode("a\ufffdb", false, false), Sample.Encode("a\udc00b", false, false));

        static string Back(string text) => Sample.Decode(Sample.Encode(text, false, false).AsSpan());
    }

    [Fact]
    public void A_megabyte_in_one_piece_costs_about_four_times_a_quarter_of_it()
    {
        // Counted in allocated bytes, which follow the work done and, unlike time, do not depend on the machine's load.
        var quarter = Cost(1 << 18, out _);
        var whole = Cost(1 << 20, out var tokens);
        Assert.Equal((1 << 20) / 8, tokens);
        Assert.InRange(whole, quarter, 5 * quarter);

        static long Cost(int length, out int tokens)
        {
            var text = new string('a', length);
            var before = GC.GetAllocatedBytesForCurrentThread();
            tokens = Sample.Encode(text, false, false).Length;
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }

    [Fact]
    public void Find_knows_tokens_by_what_they_add_and_special_ones_by_name()
    {
        Assert.Equal(FirstMerge + 4, Sample.Find(" the"));
        Assert.Equal(Blank, Sample.Find("\n\n"));
        Assert.Equal(Eos, Sample.Find("</s>"));
        Assert.Equal(Byte('\n'), Sample.Find("\n"));
        Assert.Equal(FirstMerge + 7, Sample.Find("ä"));
        Assert.Null(Sample.Find("nothing"));
    }

    [Fact]
    public void Ends_are_the_named_ids_and_the_usual_names()
    {
        var tokens = Tokens.Append("<|im_end|>").Append("<|eot_id|>").ToArray();
        var tokenizer = Load(Writer(tokens: tokens, kinds: [.. Kinds, 3, 1]).WithSpecials());
        Assert.True(tokenizer.IsEndOfGeneration(Eos));
        Assert.True(tokenizer.IsEndOfGeneration(tokens.Length - 2));
        Assert.True(tokenizer.IsEndOfGeneration(tokens.Length - 1)); // by its name, whatever kind the file gives it
        Assert.DoesNotContain(tokens.Length - 1, tokenizer.Encode("<|eot_id|>", false, parseSpecial: false));
        Assert.False(tokenizer.IsEndOfGeneration(Bos));
    }

    [Fact]
    public void Ids_outside_the_vocabulary_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Sample.BytesOf(-1).Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => Sample.Decode([Sample.VocabularySize]));
    }

    [Fact]
    public void An_unknown_token_stands_in_for_missing_bytes()
    {
        var tokens = Tokens.Select(t => t == "z" ? "zz" : t).ToArray();
        Assert.Contains("0x7A", Assert.Throws<ModelFileException>(() => Load(Writer(tokens: tokens))).Message);
        var tokenizer = Load(Writer(tokens: tokens).Add("tokenizer.ggml.unknown_token_id", (uint)Byte('?')));
        Assert.Equal("y?", tokenizer.Decode(tokenizer.Encode("yz", false, false).AsSpan()));
    }

    public static TheoryData<string, GgufWriter> Damaged => new()
    {
        { "'tokenizer.ggml.model' is missing", new GgufWriter() },
        { "tokeniser is 'bert'", new GgufWriter().Add("tokenizer.ggml.model", "bert") },
        { "rules of 'kimi-k2'; this engine knows 'default', 'gpt-2'", Writer(pre: "kimi-k2") },
        { "'tokenizer.ggml.tokens' is missing", new GgufWriter().Add("tokenizer.ggml.model", "gpt2") },
        { "has 3 entries for 268 tokens", Writer(kinds: [1, 1, 1]) },
        { "merge 1 in tokenizer.ggml.merges, 'a', does not", Writer(merges: ["a a", "a"]) },
        { "merge 0 in tokenizer.ggml.merges, 'q q', does not", Writer(merges: ["q q"]) },
        { "merge 0 in tokenizer.ggml.merges, 'qq a', does not", Writer(merges: ["qq a"]) },
        { "tokenizer.ggml.bos_token_id is 268", Writer().Add("tokenizer.ggml.bos_token_id", 268u) },
        { "tokenizer.ggml.add_bos_token is set", Writer().Add("tokenizer.ggml.add_bos_token", true) },
    };

    [Theory]
    [MemberData(nameof(Damaged))]
    public void A_damaged_tokeniser_is_refused_by_name(string message, GgufWriter writer) =>
        Assert.Contains(message, Assert.Throws<ModelFileException>(() => Load(writer)).Message);

    static Tokenizer DefaultCut { get; } = Load(Writer(pre: "default"));
}
