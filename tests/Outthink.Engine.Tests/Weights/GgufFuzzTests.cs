using Outthink.Engine.Models;
using Outthink.Engine.Tests.Models;
using Outthink.Engine.Text;
using Outthink.Engine.Weights;

namespace Outthink.Engine.Tests.Weights;

public sealed class GgufFuzzTests
{
    /// <summary>What opening may allocate on the managed heap: so many times the file, and what an exception with its message takes.</summary>
    const int BytesPerByte = 2, BytesAtLeast = 64 << 10;

    static int Files => int.TryParse(Environment.GetEnvironmentVariable("OUTTHINK_FUZZ_FILES"), out var count) ? count : 2_000;

    [Fact]
    public void Mutated_files_open_or_are_refused_within_bounds()
    {
        var original = Original();
        var mutation = new FileMutation(original, HeaderLength(original), seed: 20);
        var (opened, tokenised, refused) = (0, 0, 0);
        for (var i = 0; i < Files; i++)
        {
            var bytes = mutation.Next();
            var before = GC.GetAllocatedBytesForCurrentThread();
            var (allocated, outcome) = (0L, "opened");
            try
            {
                using var file = Open(bytes, before, out allocated);
                opened++;
                ReadAll(file);
                var tokenizer = Tokenizer.FromGguf(file);
                tokenizer.Decode(tokenizer.Encode("the 12 apples\n\n ä </s>", addSpecial: true, parseSpecial: true).AsSpan());
                tokenised++;
            }
            catch (ModelFileException e)
            {
                refused++;
                outcome = e.Message;
                Assert.Contains("mutated: ", e.Message);
                if (allocated == 0)
                    allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            }
            catch (Exception e)
            {
                Assert.Fail($"Mutation {i}: {e}");
            }
            Assert.True(allocated <= (long)BytesPerByte * bytes.Length + BytesAtLeast, $"Mutation {i}: {allocated} bytes allocated for a file of {bytes.Length}: {outcome}");
        }
        TestContext.Current.SendDiagnosticMessage("{0} files: {1} opened, {2} of them with a tokeniser, {3} refused.", Files, opened, tokenised, refused);
        // Mutations that all fail at the first check would test nothing behind it.
        Assert.InRange(opened, Files / 10, Files * 9 / 10);
        Assert.InRange(tokenised, Files / 20, opened);
    }

    [Fact]
    public async Task Mutated_models_run_or_are_refused()
    {
        var original = Original();
        var mutation = new FileMutation(original, HeaderLength(original), seed: 21);
        var (loaded, generated) = (0, 0);
        var path = Path.Combine(Path.GetTempPath(), $"outthink-fuzz-{Guid.NewGuid():N}.gguf");
        for (var i = 0; i < Files; i++)
        {
            var bytes = mutation.Next();
            try
            {
                // Most mutations end here, without a file and an engine for each of them.
                using (var file = GgufFile.FromMemory(bytes, "mutated"))
                    new LlamaFile(file).Read().Dispose();
                loaded++;
                await File.WriteAllBytesAsync(path, bytes, TestContext.Current.CancellationToken);
                await using var engine = new InferenceEngine(new() { Threads = 1, KvBytes = 16 << 20 });
                var model = engine.Load(path);
                using var parent = model.Start(model.Tokenizer.Encode("abcd", addSpecial: true, parseSpecial: false));
                var request = new GenerateRequest { Seeds = [1], Sampling = new(), MaxNewTokens = 3 };
                var result = await model.GenerateAsync(parent, request, TestContext.Current.CancellationToken);
                result.Generations[0].Sequence.Dispose();
                generated++;
            }
            catch (ModelFileException)
            {
                // refused
            }
            catch (ModelOutputException)
            {
                // weights that overflow are sound as a file; the engine says so when they are used
            }
            catch (ArgumentException e) when (e.Message.Contains("context", StringComparison.Ordinal))
            {
                // a context shorter than the prompt
            }
            catch (Exception e)
            {
                Assert.Fail($"Mutation {i}: {e}");
            }
        }
        File.Delete(path);
        TestContext.Current.SendDiagnosticMessage("{0} files: {1} loaded, {2} generated.", Files, loaded, generated);
        Assert.InRange(generated, Files / 20, Files);
        using var process = System.Diagnostics.Process.GetCurrentProcess();
        Assert.InRange(process.PeakWorkingSet64, 0, 2L << 30); // whatever a header claims, nothing like it is allocated
    }

    static GgufFile Open(byte[] bytes, long before, out long allocated)
    {
        var file = GgufFile.FromMemory(bytes, "mutated");
        allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        return file;
    }

    static byte[] Original() => SampleGguf.ToBytes(TinyModel.Build(new()).Writer());

    static int HeaderLength(byte[] bytes)
    {
        using var file = GgufFile.FromMemory(bytes, "original");
        return (int)file.Tensors.Values.Min(t => t.Offset);
    }

    /// <summary>Touches the first and the last byte of every tensor: a view outside the file would fault here.</summary>
    static void ReadAll(GgufFile file)
    {
        var sum = 0;
        foreach (var tensor in file.Tensors.Values)
            sum += tensor.Data[0] + tensor.Data[^1];
        Assert.True(sum >= 0);
    }
}
