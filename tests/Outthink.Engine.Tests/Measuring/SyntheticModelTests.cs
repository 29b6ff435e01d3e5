using Outthink.Engine.Measuring;
using Outthink.Engine.Weights;

namespace Outthink.Engine.Tests.Measuring;

public sealed class SyntheticModelTests : IDisposable
{
    readonly string folder = Directory.CreateTempSubdirectory("outthink-synthetic-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("tiny-36k", TensorType.F32)]
    [InlineData("tiny-132k", TensorType.F16)]
    [InlineData("tiny-36k", TensorType.Q8_0)]
    public async Task The_engine_loads_it_reads_text_and_draws_different_sequences(string name, TensorType type)
    {
        var path = Write(name, type, seed: 3);
        await using var engine = new InferenceEngine(new() { Threads = 1, KvBytes = 64 << 20 });
        var model = engine.Load(path);
        var shape = ModelShape.All.Single(s => s.Name == name);
        Assert.Equal((shape.Layers, shape.Width, shape.Vocabulary, true), (model.Config.Layers, model.Config.Width, model.Config.VocabularySize, model.Config.IsOutputTied));
        const string Text = "the total is 42.\n\n";
        var ids = model.Tokenizer.Encode(Text, addSpecial: true, parseSpecial: false);
        Assert.Equal(Text, model.Tokenizer.Decode(ids.AsSpan()));
        using var parent = model.Start(ids);
        var result = await model.GenerateAsync(parent, new() { Seeds = [1, 2, 3, 4], Sampling = new(), MaxNewTokens = 8, IgnoresEnd = true }, TestContext.Current.CancellationToken);
        Assert.Equal(4, result.Generations.Select(g => string.Join(' ', g.NewTokens)).Distinct().Count());
        // Logits about as broad as a trained model's: neither certain of one token nor all alike.
        Assert.InRange(result.Generations.SelectMany(g => g.LogProbs).Average(), -6.2, -2.0);
        foreach (var generation in result.Generations)
            generation.Sequence.Dispose();
    }

    [Fact]
    public void Seed_and_layers_decide_the_file()
    {
        Assert.Equal(File.ReadAllBytes(Write("tiny-36k", TensorType.F32, seed: 1)), File.ReadAllBytes(Write("tiny-36k", TensorType.F32, seed: 1)));
        var one = ModelShape.All[0] with { Layers = 1 };
        var path = Path.Combine(folder, "one.gguf");
        SyntheticModel.Write(one, TensorType.F32, 1, path);
        using var file = GgufFile.Open(path);
        Assert.Equal(1, file.Metadata.GetInt32("llama.block_count"));
        Assert.DoesNotContain(file.Tensors.Keys, k => k.StartsWith("blk.1.", StringComparison.Ordinal));
    }

    [Fact]
    public void Qwen_shapes_have_biases_and_their_own_keys()
    {
        var path = Path.Combine(folder, "qwen.gguf");
        SyntheticModel.Write(ModelShape.All.Single(s => s.Name == "qwen2.5-0.5b") with { Layers = 1, Vocabulary = 300 }, TensorType.Q8_0, 1, path);
        using var file = GgufFile.Open(path);
        Assert.Equal("qwen2", file.Metadata.GetString("general.architecture"));
        Assert.Equal(2, file.Metadata.GetInt32("qwen2.attention.head_count_kv"));
        Assert.Equal([128], file.Tensor("blk.0.attn_v.bias").Shape);
        Assert.Equal(TensorType.F32, file.Tensor("blk.0.attn_q.bias").Type);
    }

    [Fact]
    public void A_file_larger_than_what_is_made_at_a_time_has_its_tensors_where_its_header_says()
    {
        var path = Path.Combine(folder, "wide.gguf");
        SyntheticModel.Write(ModelShape.All.Single(s => s.Name == "tiny-1m") with { Vocabulary = 20_000 }, TensorType.BF16, 1, path);
        using var file = GgufFile.Open(path);
        Assert.Equal(20_000 * 128 * 2, file.Tensor("token_embd.weight").ByteLength);
        Assert.Equal(1f, FirstFloat(file.Tensor("output_norm.weight")));
    }

    [Fact]
    public void What_cannot_be_written_is_listed()
    {
        var qwen = ModelShape.All.Single(s => s.Name == "qwen2.5-0.5b");
        Assert.All(ModelShape.All, shape => Assert.Empty(shape.Problems(TensorType.F32)));
        Assert.Contains("896", Assert.Single(qwen.Problems(TensorType.Q4_K)), StringComparison.Ordinal);
        Assert.Equal(2, (qwen with { Layers = 0 }).Problems(TensorType.IQ1_M).Length);
        Assert.Throws<ArgumentException>(() => SyntheticModel.Write(qwen, TensorType.Q4_K, 1, Path.Combine(folder, "none.gguf")));
        Assert.False(File.Exists(Path.Combine(folder, "none.gguf")));
    }

    string Write(string name, TensorType type, ulong seed)
    {
        var path = Path.Combine(folder, $"{name}-{type}-{Guid.NewGuid():N}.gguf");
        SyntheticModel.Write(ModelShape.All.Single(s => s.Name == name), type, seed, path);
        return path;
    }

    static float FirstFloat(ModelTensor tensor) => System.Runtime.InteropServices.MemoryMarshal.Cast<byte, float>(tensor.Data)[0];
}
