using System.Text;
using Outthink.Engine.Text;
using Outthink.Engine.Text.Sources;
using Outthink.Engine.Weights;

namespace Outthink.Engine.Tests.Text.Sources;

public sealed class TiktokenRanksTests
{
    const int First = 256; // of the tokens after the bytes

    [Fact]
    public void Tokens_merge_by_rank_with_llama_3_s_rules_and_names()
    {
        var tokenizer = Load(SampleFolder.Ranks());
        Assert.Equal([First + 2, (int)'1'], tokenizer.Encode(" t1", false, false));
        Assert.Equal([First + 4, First + 5, (int)'3'], tokenizer.Encode(" the123", false, false)[..3]);
        var ranked = First + SampleVocabulary.MergeRules.Count;
        Assert.Equal([ranked, 'a', ranked + 9], tokenizer.Encode("a<|eot_id|>", addSpecial: true, parseSpecial: true));
        Assert.Equal((ranked, ranked + 1, true, ranked + 256), (tokenizer.BosId, tokenizer.EosId, tokenizer.AddBos, tokenizer.VocabularySize));
        Assert.DoesNotContain(ranked + 9, tokenizer.Encode("a<|eot_id|>", addSpecial: true, parseSpecial: false));
    }

    [Theory]
    [InlineData("IQ==", "at byte 0")]
    [InlineData("IQ== 0\nx 1\n", "at byte 7")]
    [InlineData("IQ== 0\nIg== -1\n", "at byte 7")]
    [InlineData("IQ== 0\nIg== 1x\n", "at byte 7")]
    [InlineData("IQ== 0\nIg== 99999999999\n", "at byte 7")]
    [InlineData("IQ== 0\nIg== 0\n", "token 0 is both")]
    [InlineData("IQ== 2000000000\n", "largest id is 2000000000")]
    [InlineData("IQ== 0\n", "no token for byte 0x00")]
    [InlineData("", "no token for byte 0x00")]
    public void A_damaged_file_is_refused(string text, string message) =>
        Assert.Contains(message, Assert.Throws<ModelFileException>(() => Load(Encoding.ASCII.GetBytes(text))).Message);

    static Tokenizer Load(byte[] bytes) => new(TiktokenRanks.Read("sample.model", bytes, new()));
}
