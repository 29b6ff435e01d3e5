using System.Text;
using Outthink.Engine.Tests.Weights;
using Outthink.Engine.Text;
using Outthink.Engine.Text.Sources;
using Outthink.Engine.Weights;

namespace Outthink.Engine.Tests.Text.Sources;

public sealed class TokenizerFuzzTests
{
    /// <summary>What reading and encoding may allocate: so many bytes for each of the file, and a constant for small files.</summary>
    const int BytesPerByte = 64, BytesAtLeast = 2 << 20;

    static int Files => int.TryParse(Environment.GetEnvironmentVariable("OUTTHINK_FUZZ_FILES"), out var count) ? count : 1_000;

    [Fact]
    public void Mutated_tokenizer_json() => Fuzz(Encoding.UTF8.GetBytes(SampleFolder.Json().ToJsonString()), SampleFolder.Load, seed: 30);

    [Fact]
    public void Mutated_tokenizer_json_of_sentence_pieces() => Fuzz(Encoding.UTF8.GetBytes(SampleFolder.SpacedJson().ToJsonString()), SampleFolder.Load, seed: 31);

    [Fact]
    public void Mutated_sentence_piece_models() =>
        Fuzz(SampleSentencePiece.Model(), bytes => new(SentencePieceFile.Read("sample.model", bytes, new())), seed: 32);

    [Fact]
    public void Mutated_ranks() => Fuzz(SampleFolder.Ranks(), bytes => new(TiktokenRanks.Read("sample.model", bytes, new())), seed: 33);

    [Fact]
    public void Mutated_sentence_pieces_in_gguf() => Fuzz(SampleGguf.ToBytes(SampleSentencePiece.Writer()), bytes =>
    {
        using var file = GgufFile.FromMemory(bytes, "sample.gguf");
        return Tokenizer.FromGguf(file);
    }, seed: 34);

    static void Fuzz(byte[] original, Func<byte[], Tokenizer> read, int seed)
    {
        var mutation = new FileMutation(original, original.Length, seed);
        var (accepted, refused) = (0, 0);
        for (var i = 0; i < Files; i++)
        {
            var bytes = mutation.Next();
            var before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                var tokenizer = read(bytes);
                var ids = tokenizer.Encode("the 12 apples\n\n ä 中</s><tag>", addSpecial: true, parseSpecial: true);
                tokenizer.Decode(ids.AsSpan());
                accepted++;
            }
            catch (ModelFileException e)
            {
                refused++;
                Assert.StartsWith("sample.", e.Message);
            }
            catch (Exception e)
            {
                Assert.Fail($"Mutation {i}: {e}");
            }
            var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            Assert.True(allocated <= ((long)BytesPerByte * bytes.Length) + BytesAtLeast, $"Mutation {i}: {allocated} bytes allocated for a file of {bytes.Length}.");
        }
        TestContext.Current.SendDiagnosticMessage("{0} files: {1} accepted, {2} refused.", Files, accepted, refused);
        Assert.InRange(accepted, Files / 200, Files * 99 / 100); // mutations that all fail at the first check would test nothing behind it
    }
}
