using Outthink.Engine.Models;
using Outthink.Engine.Tests.Models;
using Outthink.Engine.Tests.Weights;
using Outthink.Engine.Weights;

namespace Outthink.Engine.Tests;

public sealed class MemoryPlanTests
{
    const long Gibibyte = 1L << 30;

    /// <summary>The shape of Qwen2.5-72B: 72.7 thousand million parameters.</summary>
    static readonly ModelConfig Config = new()
    {
        Architecture = "qwen2",
        VocabularySize = 152064,
        ContextLength = 32768,
        Layers = 80,
        Width = 8192,
        FeedForward = 29568,
        Heads = 64,
        KvHeads = 8,
        HeadDim = 128,
    };

    static readonly (string Name, long[] Shape)[] Shapes =
    [
        ("token_embd.weight", [8192, 152064]), ("output.weight", [8192, 152064]), ("output_norm.weight", [8192]),
        .. Enumerable.Range(0, 80).SelectMany(i => new (string, long[])[]
        {
            ($"blk.{i}.attn_q.weight", [8192, 8192]), ($"blk.{i}.attn_k.weight", [8192, 1024]), ($"blk.{i}.attn_v.weight", [8192, 1024]), ($"blk.{i}.attn_output.weight", [8192, 8192]),
            ($"blk.{i}.attn_q.bias", [8192]), ($"blk.{i}.attn_k.bias", [1024]), ($"blk.{i}.attn_v.bias", [1024]),
            ($"blk.{i}.ffn_gate.weight", [8192, 29568]), ($"blk.{i}.ffn_up.weight", [8192, 29568]), ($"blk.{i}.ffn_down.weight", [29568, 8192]),
            ($"blk.{i}.attn_norm.weight", [8192]), ($"blk.{i}.ffn_norm.weight", [8192]),
        }),
    ];

    static ShapeOnlyFile Large() => new("72B", TensorType.BF16, Shapes);

    [Fact]
    public void Seventy_two_thousand_million_weights_are_planned_without_allocating_any()
    {
        using var file = Large();
        var options = new EngineOptions { KvBytes = 2 * Gibibyte };
        var before = GC.GetAllocatedBytesForCurrentThread();
        var plan = MemoryPlan.Of(file, Config, options);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
        Assert.InRange(plan.WeightBytes, 145_300_000_000, 145_600_000_000); // 72.7e9 · 2
        Assert.Equal(80L * 2 * 8 * 128 * sizeof(float), plan.KvBytesPerToken);
        Assert.Equal(2 * Gibibyte, plan.KvBytes);
        Assert.Null(plan.Problem(0, 192 * Gibibyte));
        var problem = plan.Problem(0, 16 * Gibibyte)!;
        Assert.Contains("138,", problem); // thousand MiB of weights
        Assert.Contains("655360 bytes a token", problem);
        Assert.Contains("16,384 MiB are there", problem);
        Assert.Contains("quantise it", problem);
    }

    [Fact]
    public async Task Their_file_is_mapped_and_refused_before_anything_is_allocated()
    {
        if (!OperatingSystem.IsLinux())
            Assert.Skip("A file of 72 GiB without content is sparse on Linux.");
        var path = Path.Combine(Path.GetTempPath(), $"outthink-72b-{Guid.NewGuid():N}.gguf");
        try
        {
            WriteSparse(path, TensorType.Q8_0);
            var before = GC.GetAllocatedBytesForCurrentThread();
            using (var file = ModelFile.Open(path))
            {
                Assert.Equal(0, file.Tensor("blk.79.ffn_down.weight").Data[^1]);
                Assert.Null(MemoryPlan.Of(file, ModelConfig.FromGguf(file), new() { KvBytes = 2 * Gibibyte }).Problem(0, 96 * Gibibyte));
            }
            await using var engine = new InferenceEngine(new() { Threads = 1, KvBytes = 2 * Gibibyte, MemoryBytes = 16 * Gibibyte });
            var fault = Assert.Throws<ModelFileException>(() => engine.Load(path));
            Assert.Contains("16,384 MiB are there", fault.Message);
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 16 << 20);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Theory]
    [InlineData(TensorType.Q8_0, 76.0)]
    [InlineData(TensorType.Q4_0, 40.5)]
    public void Quantised_they_need_less(TensorType type, double gibibytes)
    {
        using var file = new QuantizedFile(Large(), type);
        Assert.InRange(MemoryPlan.Of(file, Config, new()).WeightBytes / (double)Gibibyte, gibibytes * 0.9, gibibytes * 1.1);
    }

    [Fact]
    public void A_short_context_bounds_the_cache_and_what_is_loaded_counts()
    {
        using var file = Large();
        var plan = MemoryPlan.Of(file, Config with { ContextLength = 1024 }, new() { KvBytes = 64 * Gibibyte });
        Assert.Equal(1024 * plan.KvBytesPerToken, plan.KvBytes);
        Assert.Null(plan.Problem(0, plan.TotalBytes));
        Assert.Contains("beside 1 MiB", plan.Problem(1 << 20, plan.TotalBytes), StringComparison.Ordinal);
        Assert.NotNull((plan with { WeightBytes = long.MaxValue }).Problem(long.MaxValue, long.MaxValue - 1));
    }

    [Fact]
    public async Task A_model_that_does_not_fit_is_refused_before_it_is_read()
    {
        var path = TinyModel.Build(new()).Write();
        try
        {
            await using var engine = new InferenceEngine(new() { Threads = 1, KvBytes = 1 << 20, MemoryBytes = 8 << 20 });
            var fault = Assert.Throws<ModelFileException>(() => engine.Load(path));
            Assert.StartsWith(path, fault.Message, StringComparison.Ordinal);
            Assert.Contains("8 MiB are there", fault.Message);
        }
        finally
        {
            File.Delete(path);
        }
    }

    /// <summary>Header and length of the whole file, with holes where the weights would be.</summary>
    static void WriteSparse(string path, TensorType type)
    {
        var writer = new GgufWriter().Add("general.architecture", "qwen2")
            .Add("qwen2.context_length", 32768u).Add("qwen2.block_count", 80u).Add("qwen2.embedding_length", 8192u).Add("qwen2.feed_forward_length", 29568u)
            .Add("qwen2.attention.head_count", 64u).Add("qwen2.attention.head_count_kv", 8u).Add("qwen2.attention.layer_norm_rms_epsilon", 1e-6f);
        foreach (var (name, shape) in Shapes)
        {
            var stored = shape.Length == 1 ? TensorType.F32 : type;
            writer.AddTensor(name, stored, shape, stream => stream.Seek(TensorLayout.Of(stored)!.Value.BytesOf(shape)!.Value, SeekOrigin.Current));
        }
        using var file = File.Create(path);
        writer.Write(file);
        file.SetLength(file.Position);
    }
}
