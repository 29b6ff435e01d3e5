using System.Runtime.InteropServices;
using Outthink.Engine.Conversion;
using Outthink.Engine.Tests.Models;
using Outthink.Engine.Tests.Weights;
using Outthink.Engine.Tests.Weights.HuggingFace;
using Outthink.Engine.Weights;
using Outthink.Engine.Weights.Quantization;

namespace Outthink.Engine.Tests.Conversion;

public sealed class ModelConversionTests : IDisposable
{
    readonly string folder = Directory.CreateTempSubdirectory("outthink-convert").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    string Target => Path.Combine(folder, "out.gguf");

    [Theory]
    [InlineData("llama", "BF16", 3)]
    [InlineData("qwen2", "F16", 1)]
    [InlineData("qwen3", "F32", 2)]
    public void A_folder_becomes_a_file_with_the_same_keys_and_tensors(string type, string stored, int shards)
    {
        using var sample = new SampleFolder(type) { Type = stored }.Write(shards);
        Convert(sample.Folder);
        using var expected = ModelFile.Open(sample.Folder);
        var keys = expected.Metadata.Concat(TokenizerKeys.Read(sample.Folder)).ToDictionary();
        using var file = GgufFile.Open(Target);
        Assert.Equal(keys.Keys.Append("general.file_type").Order(), file.Metadata.Keys.Order());
        Assert.All(keys, key => Assert.Equal(key.Value, file.Metadata[key.Key]));
        Assert.Equal(expected.Tensors.Keys.Order(), file.Tensors.Keys.Order());
        foreach (var (name, tensor) in expected.Tensors)
        {
            Assert.Equal(tensor.Type, file.Tensor(name).Type);
            Assert.Equal(tensor.Shape, file.Tensor(name).Shape);
            Assert.Equal(tensor.Data.ToArray(), file.Tensor(name).Data.ToArray());
        }
    }

    [Theory]
    [InlineData(TensorType.F32, TensorType.F32, 0)]
    [InlineData(TensorType.F16, TensorType.F16, 1)]
    [InlineData(TensorType.BF16, TensorType.BF16, 32)]
    [InlineData(TensorType.Q8_0, TensorType.Q8_0, 7)]
    [InlineData(TensorType.Q4_0, TensorType.Q8_0, 2)]
    public void Matrices_are_brought_to_a_type_and_vectors_are_not(TensorType type, TensorType output, int fileType)
    {
        using var sample = new SampleFolder("llama").Write();
        Convert(sample.Folder, type);
        using var expected = ModelFile.Open(sample.Folder);
        using var file = GgufFile.Open(Target);
        Assert.Equal(fileType, file.Metadata.GetInt32("general.file_type"));
        Assert.Equal(output, file.Tensor("output.weight").Type);
        Assert.Equal(TensorType.F32, file.Tensor("output_norm.weight").Type);
        var tensor = file.Tensor("blk.1.attn_q.weight");
        var source = MemoryMarshal.Cast<byte, float>(expected.Tensor("blk.1.attn_q.weight").Data);
        Assert.Equal(type, tensor.Type);
        var bytes = new byte[tensor.ByteLength];
        Quantizer.Encode(type, source, bytes);
        Assert.Equal(bytes, tensor.Data.ToArray());
    }

    [Fact]
    public void Rows_that_blocks_do_not_divide_become_halves()
    {
        var path = Path.Combine(folder, "tiny.gguf");
        TinyModel.Build(new()).Writer().Write(path); // width 24, feed-forward 40
        Convert(path, TensorType.Q8_0);
        using var file = GgufFile.Open(Target);
        Assert.All(file.Tensors.Values, t => Assert.Equal(t.Shape.Length == 1 ? TensorType.F32 : TensorType.F16, t.Type));
    }

    [Fact]
    public async Task The_engine_gives_the_same_for_folder_file_and_quantised_folder()
    {
        using var sample = new SampleFolder("llama").Write(2);
        Convert(sample.Folder);
        var quantised = Path.Combine(folder, "q8.gguf");
        Convert(sample.Folder, TensorType.Q8_0, to: quantised);
        await using var engine = new InferenceEngine(new() { Threads = 1, KvBytes = 16 << 20 });
        var (fromFolder, fromFile) = (await RunAsync(engine.Load(sample.Folder)), await RunAsync(engine.Load(Target)));
        Assert.Equal(fromFolder.NewTokens, fromFile.NewTokens);
        Assert.Equal(fromFolder.LogProbs, fromFile.LogProbs);
        var (onLoad, stored) = (await RunAsync(engine.Load(sample.Folder, new() { Quantize = TensorType.Q8_0 })), await RunAsync(engine.Load(quantised)));
        Assert.Equal(onLoad.LogProbs, stored.LogProbs);
        Assert.NotEqual(fromFile.LogProbs, stored.LogProbs);
    }

    [Fact]
    public async Task Rows_of_the_embedding_beyond_the_tokeniser_may_be_drawn_and_add_nothing_to_a_text()
    {
        using var sample = new SampleFolder("qwen2").Write(); // 261 tokens, 272 rows
        Convert(sample.Folder);
        await using var engine = new InferenceEngine(new() { Threads = 1, KvBytes = 16 << 20 });
        var drawn = new HashSet<int>();
        var texts = new List<string>();
        foreach (var path in (string[])[sample.Folder, Target])
        {
            var model = engine.Load(path);
            Assert.Equal(SampleFolder.Vocabulary, model.Tokenizer.VocabularySize);
            Assert.Equal(("[PAD261]", 0), (model.Tokenizer.PieceOf(261), model.Tokenizer.BytesOf(261).Length));
            using var parent = model.Start([1]);
            var result = await model.GenerateAsync(parent, new() { Seeds = [.. Enumerable.Range(0, 40).Select(i => (ulong)i)], Sampling = new() { Temperature = 2 }, MaxNewTokens = 12 }, TestContext.Current.CancellationToken);
            foreach (var generation in result.Generations)
            {
                drawn.UnionWith(generation.NewTokens);
                texts.Add(model.Tokenizer.Decode(generation.NewTokens.AsSpan()));
                generation.Sequence.Dispose();
            }
        }
        Assert.Contains(drawn, id => id >= 261);
        Assert.Equal(texts[..40], texts[40..]);
    }

    [Fact]
    public void What_fails_leaves_the_old_file_and_no_other()
    {
        using var sample = new SampleFolder("llama");
        sample.Tensors["model.layers.1.mlp.up_proj.weight"].Values[7 * SampleFolder.Width + 3] = float.NaN;
        sample.Write();
        File.WriteAllText(Target, "old");
        var fault = Assert.Throws<ModelFileException>(() => Convert(sample.Folder, TensorType.Q8_0));
        Assert.Contains("row 7 cannot be stored as Q8_0", fault.Message);
        Assert.Equal("blk.1.ffn_up.weight", fault.Tensor);
        Assert.EndsWith("model.safetensors", fault.File, StringComparison.Ordinal);
        Assert.Throws<OperationCanceledException>(() => ModelConversion.Write(sample.Folder, Target, cancellationToken: new CancellationToken(canceled: true)));
        Assert.Contains("onto itself", Assert.Throws<ModelFileException>(() => Convert(Target)).Message);
        Assert.Contains("stored as Q6_K", Assert.Throws<ArgumentException>(() => Convert(sample.Folder, TensorType.Q6_K)).Message);
        Assert.Equal("old", File.ReadAllText(Target));
        Assert.Equal([Target], Directory.GetFiles(folder));
    }

    [Fact]
    public void A_disk_that_is_too_small_is_found_out_before_anything_is_written()
    {
        using var huge = new ShapeOnlyFile("huge", TensorType.F32, ("t", [1L << 30, 1L << 27])); // half an exbibyte
        Assert.ThrowsAny<IOException>(() => new GgufWriter().AddTensor(huge.Tensor("t")).Write(Target));
        Assert.Empty(Directory.GetFiles(folder));
    }

    [Fact]
    public void Progress_ends_at_the_whole_file()
    {
        using var sample = new SampleFolder("llama").Write();
        var steps = new Steps();
        Convert(sample.Folder, progress: steps);
        Assert.Equal(new FileInfo(Target).Length, steps.Values[^1].WrittenBytes);
        Assert.All(steps.Values, s => Assert.Equal(steps.Values[^1].WrittenBytes, s.TotalBytes));
        Assert.Equal(sample.Tensors.Count, steps.Values.Count);
    }

    void Convert(string from, TensorType? type = null, string? to = null, IProgress<WriteProgress>? progress = null) =>
        ModelConversion.Write(from, to ?? Target, type, progress, TestContext.Current.CancellationToken);

    static async Task<Generation> RunAsync(LanguageModel model)
    {
        using var parent = model.Start(model.Tokenizer.Encode("abcab", addSpecial: true, parseSpecial: false));
        var result = await model.GenerateAsync(parent, new() { Seeds = [1], Sampling = SamplingOptions.Greedy, MaxNewTokens = 12 }, TestContext.Current.CancellationToken);
        result.Generations[0].Sequence.Dispose();
        return result.Generations[0];
    }

    sealed class Steps : IProgress<WriteProgress>
    {
        public List<WriteProgress> Values { get; } = [];

        public void Report(WriteProgress value) => Values.Add(value);
    }
}
