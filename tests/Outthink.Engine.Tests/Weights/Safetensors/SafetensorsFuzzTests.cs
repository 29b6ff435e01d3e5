using Outthink.Engine.Weights;
using Outthink.Engine.Weights.Safetensors;

namespace Outthink.Engine.Tests.Weights.Safetensors;

public sealed class SafetensorsFuzzTests
{
    /// <summary>What an exception with its message may take besides.</summary>
    const int BytesAtLeast = 64 << 10;

    static int Files => int.TryParse(Environment.GetEnvironmentVariable("OUTTHINK_FUZZ_FILES"), out var count) ? count : 2_000;

    [Fact]
    public void Mutated_files_open_or_are_refused_within_bounds()
    {
        var original = RawSafetensors.Of(Enumerable.Range(0, 24).Select(i =>
            ($"model.layers.{i}.self_attn.q_proj.weight", i % 3 == 0 ? "F32" : i % 3 == 1 ? "F16" : "BF16", new long[] { 16, 32 + i }, new byte[(i % 3 == 0 ? 4 : 2) * 16 * (32 + i)])));
        var headerLength = (int)BitConverter.ToUInt64(original) + 8;
        var (anywhere, header) = (new FileMutation(original, headerLength, seed: 22), new HeaderMutation(original, seed: 23));
        var (opened, refused) = (0, 0);
        for (var i = 0; i < Files; i++)
        {
            var bytes = i % 2 == 0 ? anywhere.Next() : header.Next();
            var before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                using var file = SafetensorsFile.FromMemory(bytes, "mutated");
                opened++;
                foreach (var entry in file.Entries.Values)
                    Assert.InRange(file.Tensor(entry, "t").Data[^1], 0, 255);
            }
            catch (ModelFileException e)
            {
                refused++;
                Assert.StartsWith("mutated: ", e.Message, StringComparison.Ordinal);
                Assert.NotNull(e.Offset);
            }
            catch (Exception e)
            {
                Assert.Fail($"Mutation {i}: {e}");
            }
            var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            Assert.True(allocated <= 2L * bytes.Length + BytesAtLeast, $"Mutation {i}: {allocated} bytes allocated for a file of {bytes.Length}.");
        }
        TestContext.Current.SendDiagnosticMessage("{0} files: {1} opened, {2} refused.", Files, opened, refused);
        Assert.InRange(opened, Files / 20, Files * 9 / 10);
    }
}
