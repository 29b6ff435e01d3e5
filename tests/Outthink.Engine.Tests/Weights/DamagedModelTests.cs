using Outthink.Engine.Tests.Models;
using Outthink.Engine.Weights;

namespace Outthink.Engine.Tests.Weights;

/// <summary>Files that are sound as GGUF and wrong as models: refused when loaded, with the key or tensor named.</summary>
public sealed class DamagedModelTests
{
    /// <summary>A model's keys and tensors, open to change.</summary>
    sealed class Parts
    {
        public Dictionary<string, GgufValue> Keys { get; } = [];
        public Dictionary<string, (TensorType Type, long[] Shape, byte[] Data)> Tensors { get; } = [];

        public static Parts Sound()
        {
            var parts = new Parts();
            using var file = GgufFile.FromMemory(SampleGguf.ToBytes(TinyModel.Build(new()).Writer()), "tiny");
            foreach (var (key, value) in file.Metadata)
                parts.Keys.Add(key, value);
            foreach (var (name, tensor) in file.Tensors)
                parts.Tensors.Add(name, (tensor.Type, [.. tensor.Shape], tensor.Data.ToArray()));
            return parts;
        }

        public void Write(string path)
        {
            var writer = new GgufWriter();
            foreach (var (key, value) in Keys)
                writer.Add(key, value);
            foreach (var (name, (type, shape, data)) in Tensors)
                writer.AddTensor(name, type, shape, data);
            writer.Write(path);
        }

        public void Set<T>(string key, T value) where T : notnull => Keys["llama." + key] = GgufValue.Of(value);
    }

    static readonly (string Message, Action<Parts> Damage)[] Damages =
    [
        ("'general.architecture' is missing", m => m.Keys.Remove("general.architecture")),
        ("'mamba' is not supported; supported are llama, qwen2, qwen3", m => m.Keys["general.architecture"] = GgufValue.Of("mamba")),
        ("'qwen2.context_length' is missing", m => m.Keys["general.architecture"] = GgufValue.Of("qwen2")),
        ("'llama.block_count' is missing", m => m.Keys.Remove("llama.block_count")),
        ("'llama.block_count' is UInt32 4000000000", m => m.Set("block_count", 4_000_000_000u)),
        ("'llama.block_count' is String two", m => m.Set("block_count", "two")),
        ("1000000 layers cannot be", m => m.Set("block_count", 1_000_000u)),
        ("0 layers cannot be", m => m.Set("block_count", 0u)),
        ("'blk.2.attn_norm.weight'", m => m.Set("block_count", 4096u)),
        ("has no such tensor", m => m.Set("block_count", 1u)),
        ("a context of 0 tokens", m => m.Set("context_length", 0u)),
        ("a context of 2000000000 tokens", m => m.Set("context_length", 2_000_000_000u)),
        ("'token_embd.weight'", m => m.Set("embedding_length", 25u)),
        ("a width of 0", m => m.Set("embedding_length", 0u)),
        ("'blk.0.ffn_gate.weight'", m => m.Set("feed_forward_length", 41u)),
        ("0 heads cannot be", m => m.Set("attention.head_count", 0u)),
        ("4 heads cannot share 3", m => m.Set("attention.head_count_kv", 3u)),
        ("0 key-value heads", m => m.Set("attention.head_count_kv", 0u)),
        ("'blk.0.attn_q.weight'", m => m.Set("attention.head_count", 8u)),
        ("with 4 of them rotated", m => m.Set("rope.dimension_count", 4u)),
        ("values of 8", m => m.Set("attention.value_length", 8u)),
        ("heads of 0 dimensions", m => m.Set("attention.key_length", 0u)),
        ("epsilon of NaN", m => m.Set("attention.layer_norm_rms_epsilon", float.NaN)),
        ("rotation base of 0", m => m.Set("rope.freq_base", 0f)),
        ("'longrope' is not supported", m => m.Set("rope.scaling.type", "longrope")),
        ("scaling factor of -1 cannot be", m => m.Set("rope.scaling.factor", -1f)),
        ("attention factor of NaN cannot be", m => m.Set("rope.scaling.attn_factor", float.NaN)),
        ("original context of 0 tokens", m => { m.Set("rope.scaling.type", "yarn"); m.Set("rope.scaling.original_context_length", 0u); }),
        ("yarn between 1 and 0 turns", m => { m.Set("rope.scaling.type", "yarn"); m.Set("rope.scaling.yarn_beta_fast", 0f); }),
        ("yarn_ext_factor are not supported", m => m.Set("rope.scaling.yarn_ext_factor", 0.5f)),
        ("yarn_attn_factor and", m => m.Set("rope.scaling.yarn_attn_factor", 0.8f)),
        ("the shape is [2]", m => m.Tensors["rope_freqs.weight"] = (TensorType.F32, [2], new byte[8])),
        ("not a positive number", m => m.Tensors["rope_freqs.weight"] = (TensorType.F32, [3], new byte[12])),
        ("the shape is [25, 2]", m => m.Tensors["cls.output.weight"] = (TensorType.F32, [25, 2], new byte[200])),
        ("a reward head of 5000 outputs", m => m.Tensors["cls.output.weight"] = (TensorType.F32, [24, 5000], new byte[24 * 5000 * 4])),
        ("without its output layer", m => m.Tensors["cls.weight"] = (TensorType.F32, [24, 24], new byte[24 * 24 * 4])),
        ("a reward head of type Q8_0", m => m.Tensors["cls.output.weight"] = (TensorType.Q8_0, [32], new byte[34])),
        ("has no such tensor", m => m.Tensors["cls.output.bias"] = (TensorType.F32, [1], new byte[4])),
        ("a bias of type F16", m => { m.Tensors["cls.output.weight"] = (TensorType.F32, [24], new byte[96]); m.Tensors["cls.output.bias"] = (TensorType.F16, [1], new byte[2]); }),
        ("the tensor is missing", m => m.Tensors.Remove("output_norm.weight")),
        ("the tensor is missing", m => m.Tensors.Remove("token_embd.weight")),
        ("no matrix [vocabulary, width]", m => m.Tensors["token_embd.weight"] = (TensorType.F32, [64 * 24], new byte[64 * 24 * 4])),
        ("the shape is [40, 24]", m => m.Tensors["blk.1.ffn_up.weight"] = (TensorType.F32, [40, 24], new byte[40 * 24 * 4])),
        ("a norm of type F16", m => m.Tensors["blk.1.ffn_norm.weight"] = (TensorType.F16, [24], new byte[48])),
        ("has no such tensor", m => m.Tensors["blk.0.attn_q.bias"] = (TensorType.F32, [24], new byte[96])),
        ("I32", m => m.Tensors["blk.0.attn_q.weight"] = (TensorType.I32, [24, 24], new byte[24 * 24 * 4])),
        ("has 70 tokens, the embedding 64", m => m.Keys["tokenizer.ggml.tokens"] = GgufValue.OfArray<string>([.. Enumerable.Range(0, 70).Select(TinyModel.Piece)])),
    ];

    public static TheoryData<int> Rows => [.. Enumerable.Range(0, Damages.Length)];

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task A_file_that_is_no_model_is_refused(int row)
    {
        var (message, damage) = Damages[row];
        var parts = Parts.Sound();
        damage(parts);
        if (message.Contains("70 tokens", StringComparison.Ordinal))
            parts.Keys.Remove("tokenizer.ggml.token_type");
        var path = Path.Combine(Path.GetTempPath(), $"outthink-damaged-{Guid.NewGuid():N}.gguf");
        parts.Write(path);
        try
        {
            await using var engine = new InferenceEngine(new() { Threads = 1 });
            var fault = Assert.Throws<ModelFileException>(() => engine.Load(path));
            Assert.StartsWith(path, fault.Message, StringComparison.Ordinal);
            Assert.Contains(message, fault.Message);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
