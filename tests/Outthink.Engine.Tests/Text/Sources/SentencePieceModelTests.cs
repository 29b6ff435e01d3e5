using Outthink.Engine.Text;
using Outthink.Engine.Text.Sources;
using Outthink.Engine.Weights;

namespace Outthink.Engine.Tests.Text.Sources;

public sealed class SentencePieceModelTests
{
    [Fact]
    public void The_ids_are_those_of_the_same_vocabulary_in_gguf()
    {
        var tokenizer = Load(SampleSentencePiece.Model());
        Assert.Equal((SampleSentencePiece.Bos, SampleSentencePiece.Eos, true), (tokenizer.BosId, tokenizer.EosId, tokenizer.AddBos));
        foreach (var text in (string[])["the abc", " é\n中", "a<tag>a</s>", ""])
            Assert.Equal(SampleSentencePiece.Sample.Encode(text, true, true), tokenizer.Encode(text, true, true));
    }

    [Fact]
    public void The_added_space_is_left_out_where_the_model_says_so() =>
        Assert.Equal([SampleSentencePiece.Id("a")], Load(SampleSentencePiece.Model(addsPrefix: false)).Encode("a", false, false));

    public static TheoryData<string, byte[]> Refused => new()
    {
        { "is of type 1; this engine reads type 2, BPE", SampleSentencePiece.Model(type: 1) },
        { "removes spaces", SampleSentencePiece.Model(removesSpaces: true) },
        { "replaces characters", SampleSentencePiece.Model(map: "x") },
        { "it holds no pieces", [] },
        { "4 bytes are announced, 1 are left; the file is damaged or no SentencePiece model, fetch it again (at byte 2)", [0x0A, 4, 0] },
        { "more than ten bytes", [0x0A, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 1] },
        { "wire type 0", [0x08, 1] },
        { "wire type 3", [0x23] },
        { "the number 0", [0x02, 0] },
        { "should hold a 32-bit float has the wire type 0", [0x0A, 2, 0x10, 1] },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void A_damaged_or_other_model_is_refused(string message, byte[] model)
    {
        var error = Assert.Throws<ModelFileException>(() => Load(model));
        Assert.StartsWith("sample.model: ", error.Message);
        Assert.Contains(message, error.Message);
    }

    static Tokenizer Load(byte[] model) => new(SentencePieceFile.Read("sample.model", model, new()));
}
