using System.Runtime.InteropServices;
using Outthink.Engine.Tests.Weights.Safetensors;
using Outthink.Engine.Weights;

namespace Outthink.Engine.Tests.Weights.HuggingFace;

public sealed class HuggingFaceFolderTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void A_folder_has_the_keys_and_names_of_a_gguf_file(int shards)
    {
        using var sample = new SampleFolder("qwen2").Write(shards);
        using var file = ModelFile.Open(sample.Folder);
        Assert.Equal(("qwen2", "{{ messages }}"), (file.Metadata.GetString("general.architecture"), file.Metadata.GetString("tokenizer.chat_template")));
        foreach (var (key, value) in (ReadOnlySpan<(string, int)>)[("block_count", 2), ("context_length", 256), ("embedding_length", 32), ("feed_forward_length", 64), ("attention.head_count", 4), ("attention.head_count_kv", 2)])
            Assert.Equal(value, file.Metadata.GetInt32("qwen2." + key));
        Assert.Equal(1e-5f, file.Metadata.GetFloat("qwen2.attention.layer_norm_rms_epsilon"));
        string[] layer = ["attn_norm.weight", "ffn_norm.weight", "attn_q.weight", "attn_k.weight", "attn_v.weight", "attn_output.weight", "ffn_gate.weight", "ffn_up.weight", "ffn_down.weight", "attn_q.bias", "attn_k.bias", "attn_v.bias"];
        Assert.Equal(new[] { "token_embd.weight", "output.weight", "output_norm.weight" }.Concat(layer.SelectMany(n => new[] { "blk.0." + n, "blk.1." + n })).Order(), file.Tensors.Keys.Order());
        Assert.Equal([32, 64], file.Tensor("blk.1.ffn_gate.weight").Shape);
        Assert.Equal(sample.Tensors["model.layers.1.self_attn.q_proj.weight"].Values, Values(file.Tensor("blk.1.attn_q.weight")));
    }

    [Fact]
    public void Queries_and_keys_of_llama_have_rotated_pairs_side_by_side()
    {
        using var sample = new SampleFolder("llama") { Type = "F16" }.Write(2);
        using var file = ModelFile.Open(sample.Folder);
        foreach (var (name, source, heads) in (ReadOnlySpan<(string, string, int)>)[("attn_q", "q_proj", SampleFolder.Heads), ("attn_k", "k_proj", SampleFolder.KvHeads)])
        {
            var original = sample.Tensors[$"model.layers.0.self_attn.{source}.weight"].Values;
            var tensor = file.Tensor($"blk.0.{name}.weight");
            Assert.Equal(TensorType.F16, tensor.Type);
            for (var head = 0; head < heads; head++)
            {
                for (var pair = 0; pair < SampleFolder.HeadDim / 2; pair++)
                {
                    for (var half = 0; half < 2; half++)
                    {
                        var from = (head * SampleFolder.HeadDim + half * SampleFolder.HeadDim / 2 + pair) * SampleFolder.Width;
                        var to = (head * SampleFolder.HeadDim + 2 * pair + half) * SampleFolder.Width * sizeof(ushort);
                        Assert.Equal(original.AsSpan(from, SampleFolder.Width).ToArray().SelectMany(v => BitConverter.GetBytes((Half)v)), tensor.Data.Slice(to, SampleFolder.Width * sizeof(ushort)).ToArray());
                    }
                }
            }
            var before = tensor.Data.ToArray();
            tensor.Release();
            Assert.Equal(before, tensor.Data.ToArray());
        }
        Assert.Equal(TensorType.F32, file.Tensor("blk.0.attn_norm.weight").Type);
    }

    [Fact]
    public void Biases_of_llama_are_reordered_with_their_rows()
    {
        using var sample = new SampleFolder("llama");
        sample.Tensors["model.layers.0.self_attn.k_proj.bias"] = ([16], [.. Enumerable.Range(0, 16).Select(i => (float)i)]);
        sample.Write();
        using var file = ModelFile.Open(sample.Folder);
        Assert.Equal([0, 4, 1, 5, 2, 6, 3, 7, 8, 12, 9, 13, 10, 14, 11, 15], Values(file.Tensor("blk.0.attn_k.bias")));
    }

    [Theory]
    [InlineData("v_head.summary", "cls.output")]
    [InlineData("score", "cls.output")]
    [InlineData("classifier", "cls.output")]
    [InlineData("score.0", "cls")]
    [InlineData("score.2", "cls.output")]
    public void Heads_of_reward_models_are_widened_under_their_gguf_names(string head, string expected)
    {
        using var sample = new SampleFolder("qwen2") { Type = "BF16" };
        sample.Tensors[head + ".weight"] = ([2, 32], [.. Enumerable.Repeat(0.5f, 64)]);
        sample.Tensors[head + ".bias"] = ([2], [1, -1]);
        sample.Tensors.Remove("lm_head.weight");
        sample.Write();
        using var file = ModelFile.Open(sample.Folder);
        Assert.Equal(TensorType.F32, file.Tensor(expected + ".weight").Type);
        Assert.Equal([32, 2], file.Tensor(expected + ".weight").Shape);
        Assert.Equal(Enumerable.Repeat(0.5f, 64), Values(file.Tensor(expected + ".weight")));
        Assert.Equal([1, -1], Values(file.Tensor(expected + ".bias")));
        using var quantised = new QuantizedFile(ModelFile.Open(sample.Folder), TensorType.Q8_0);
        Assert.Equal(TensorType.F32, quantised.Tensor(expected + ".weight").Type);
    }

    [Fact]
    public void Buffers_are_dropped_a_tied_output_too_and_strangers_stay_to_be_refused()
    {
        using var sample = new SampleFolder("llama");
        sample.Config["tie_word_embeddings"] = true;
        sample.Tensors["model.layers.0.self_attn.rotary_emb.inv_freq"] = ([4], new float[4]);
        sample.Tensors["model.layers.0.self_attn.sinks"] = ([4], new float[4]);
        sample.Write();
        using var file = ModelFile.Open(sample.Folder);
        Assert.DoesNotContain("output.weight", file.Tensors.Keys);
        Assert.DoesNotContain(file.Tensors.Keys, name => name.Contains("inv_freq", StringComparison.Ordinal));
        Assert.Contains("model.layers.0.self_attn.sinks", file.Tensors.Keys);
    }

    static readonly (string Message, Action<SampleFolder> Damage)[] Damages =
    [
        ("there is no such file", s => File.Delete(s.PathOf("config.json"))),
        ("neither model.safetensors nor", s => File.Delete(s.PathOf("model.safetensors"))),
        ("no valid JSON", s => File.WriteAllText(s.PathOf("config.json"), "{")),
        ("no JSON object", s => File.WriteAllText(s.PathOf("config.json"), "[]")),
        ("no safetensors file", s => File.WriteAllText(s.PathOf("model.safetensors"), "GGUF is another format")),
        ("no output layer", s => { s.Tensors.Remove("lm_head.weight"); s.Write(); }),
        ("are no heads of 24", s => { s.Config["head_dim"] = 24; s.Write(); }),
        ("the tensor is also in", s => { s.Tensors["norm.weight"] = ([32], new float[32]); s.Write(); }),
        ("is no file name", s => Index(s, """{"weight_map":{"a":"../model.safetensors"}}""")),
        ("'weight_map' is missing", s => Index(s, "{}")),
        ("there is no such file", s => Index(s, """{"weight_map":{"a":"other.safetensors"}}""")),
        ("where the index has it", s => { File.WriteAllBytes(s.PathOf("s.safetensors"), RawSafetensors.Of(("b", "F32", [1], new byte[4]), ("lm_head.weight", "F32", [1, 1], new byte[4]))); Index(s, """{"weight_map":{"a":"s.safetensors"}}"""); }),
    ];

    public static TheoryData<int> Rows => [.. Enumerable.Range(0, Damages.Length)];

    [Theory]
    [MemberData(nameof(Rows))]
    public void Damage_is_refused_with_its_place(int row)
    {
        var (message, damage) = Damages[row];
        using var sample = new SampleFolder("llama").Write();
        damage(sample);
        var fault = Assert.Throws<ModelFileException>(() => ModelFile.Open(sample.Folder));
        Assert.StartsWith(sample.Folder, fault.Message, StringComparison.Ordinal);
        Assert.Contains(message, fault.Message);
    }

    static void Index(SampleFolder sample, string json)
    {
        File.Delete(sample.PathOf("model.safetensors"));
        File.WriteAllText(sample.PathOf("model.safetensors.index.json"), json);
    }

    static float[] Values(ModelTensor tensor) => MemoryMarshal.Cast<byte, float>(tensor.Data).ToArray();
}
