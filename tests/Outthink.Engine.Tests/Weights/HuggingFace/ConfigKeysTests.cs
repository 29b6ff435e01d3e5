using System.Text.Json.Nodes;
using Outthink.Engine.Weights;

namespace Outthink.Engine.Tests.Weights.HuggingFace;

public sealed class ConfigKeysTests
{
    [Fact]
    public void Llama3_scaling_becomes_the_factors_tensor()
    {
        using var sample = With("llama", c =>
        {
            c["rope_theta"] = 500000.0;
            c["rope_scaling"] = JsonNode.Parse("""{"rope_type":"llama3","factor":8.0,"low_freq_factor":1.0,"high_freq_factor":4.0,"original_max_position_embeddings":64}""");
        });
        using var file = ModelFile.Open(sample.Folder);
        Assert.False(file.Metadata.ContainsKey("llama.rope.scaling.type"));
        Assert.Equal(500000f, file.Metadata.GetFloat("llama.rope.freq_base"));
        // Waves of 2π, 2π·26.59, 2π·707, 2π·18803: below 64/4, beyond 64 for the others; the passage is met by none of these.
        Assert.Equal([1f, 8, 8, 8], System.Runtime.InteropServices.MemoryMarshal.Cast<byte, float>(file.Tensor("rope_freqs.weight").Data).ToArray());
    }

    [Fact]
    public void The_passage_between_short_and_long_waves_is_smooth()
    {
        using var sample = With("llama", c => c["rope_scaling"] = JsonNode.Parse("""{"rope_type":"llama3","factor":8.0,"low_freq_factor":1.0,"high_freq_factor":4.0,"original_max_position_embeddings":128}"""));
        using var file = ModelFile.Open(sample.Folder);
        var factors = System.Runtime.InteropServices.MemoryMarshal.Cast<byte, float>(file.Tensor("rope_freqs.weight").Data).ToArray();
        // Second pair: wave 2π·10 = 62.83, smooth = (128/62.8319 − 1)/3 = 0.345729, divisor 1/((1 − 0.345729)/8 + 0.345729).
        Assert.Equal(2.33911f, factors[1], 1e-4f);
        Assert.Equal([1f, 8f, 8f], [factors[0], factors[2], factors[3]]);
    }

    [Fact]
    public void Yarn_and_linear_scaling_are_keys()
    {
        using (var sample = With("qwen2", c => c["rope_scaling"] = JsonNode.Parse("""{"type":"yarn","factor":4.0,"original_max_position_embeddings":64,"beta_fast":16}""")))
        using (var file = ModelFile.Open(sample.Folder))
        {
            Assert.Equal("yarn", file.Metadata.GetString("qwen2.rope.scaling.type"));
            Assert.Equal(4f, file.Metadata.GetFloat("qwen2.rope.scaling.factor"));
            Assert.Equal(64, file.Metadata.GetInt32("qwen2.rope.scaling.original_context_length"));
            Assert.Equal(16f, file.Metadata.GetFloat("qwen2.rope.scaling.yarn_beta_fast"));
        }
        using (var sample = With("qwen2", c => c["rope_scaling"] = JsonNode.Parse("""{"type":"yarn","factor":4.0,"attention_factor":0.8}""")))
        using (var file = ModelFile.Open(sample.Folder))
            Assert.Equal(0.8 / (1 + 0.1 * Math.Log(4)), file.Metadata.GetFloat("qwen2.rope.scaling.attn_factor"), 1e-6);
        using (var sample = With("llama", c => c["rope_parameters"] = JsonNode.Parse("""{"rope_type":"linear","factor":2.0}""")))
        using (var file = ModelFile.Open(sample.Folder))
            Assert.Equal(("linear", 2f), (file.Metadata.GetString("llama.rope.scaling.type"), file.Metadata.GetFloat("llama.rope.scaling.factor")));
    }

    [Theory]
    [InlineData("mistral", "llama", """{"sliding_window":128}""", 128)]
    [InlineData("mistral", "llama", """{"sliding_window":null}""", null)]
    [InlineData("qwen2", "qwen2", """{"sliding_window":128,"use_sliding_window":false}""", null)]
    [InlineData("qwen2", "qwen2", """{"sliding_window":128,"use_sliding_window":true,"max_window_layers":0}""", 128)]
    [InlineData("qwen2", "qwen2", """{"sliding_window":128,"use_sliding_window":true,"max_window_layers":2}""", null)]
    [InlineData("qwen3", "qwen3", """{"head_dim":8}""", null)]
    public void A_window_is_kept_where_it_is_switched_on(string type, string architecture, string members, int? window)
    {
        using var sample = With(type, c => Merge(c, members));
        using var file = ModelFile.Open(sample.Folder);
        Assert.Equal(architecture, file.Metadata.GetString("general.architecture"));
        Assert.Equal(window, file.Metadata.TryGetInt32(architecture + ".attention.sliding_window", out var found) ? found : null);
    }

    [Theory]
    [InlineData("gpt2", "{}", "model_type is 'gpt2'")]
    [InlineData("llama", """{"hidden_size":"32"}""", "'hidden_size' is String")]
    [InlineData("llama", """{"hidden_size":null}""", "'hidden_size' is missing")]
    [InlineData("llama", """{"hidden_size":-32}""", "'hidden_size' is -32")]
    [InlineData("llama", """{"hidden_size":3e99}""", "'hidden_size' is 3e99")]
    [InlineData("llama", """{"rms_norm_eps":1e999}""", "'rms_norm_eps' is no number that a float holds")]
    [InlineData("llama", """{"hidden_act":"gelu"}""", "'hidden_act' is 'gelu'")]
    [InlineData("llama", """{"rope_scaling":{"type":"dynamic","factor":2}}""", "scaled by 'dynamic'")]
    [InlineData("llama", """{"rope_scaling":{"type":"linear"}}""", "has no 'factor'")]
    [InlineData("llama", """{"rope_scaling":{"rope_type":"llama3","factor":0}}""", "has factor 0")]
    [InlineData("llama", """{"rope_scaling":[]}""", "'rope_scaling' is Array")]
    [InlineData("qwen2", """{"sliding_window":128,"use_sliding_window":true,"max_window_layers":1}""", "layers from 1 on have a sliding window")]
    [InlineData("qwen2", """{"use_sliding_window":1,"sliding_window":128}""", "expected true or false")]
    public void What_is_not_supported_is_refused_by_name(string type, string members, string message)
    {
        using var sample = With(type, c => Merge(c, members));
        var fault = Assert.Throws<ModelFileException>(() => ModelFile.Open(sample.Folder));
        Assert.StartsWith(sample.PathOf("config.json"), fault.Message, StringComparison.Ordinal);
        Assert.Contains(message, fault.Message);
    }

    static SampleFolder With(string type, Action<JsonObject> change)
    {
        var sample = new SampleFolder(type);
        change(sample.Config);
        return sample.Write();
    }

    static void Merge(JsonObject config, string members)
    {
        foreach (var (name, value) in JsonNode.Parse(members)!.AsObject())
            config[name] = value?.DeepClone();
    }
}
