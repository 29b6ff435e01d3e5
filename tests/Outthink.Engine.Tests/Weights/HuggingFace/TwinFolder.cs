using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using Outthink.Engine.Tests.Models;
using Outthink.Engine.Tests.Weights.Safetensors;

namespace Outthink.Engine.Tests.Weights.HuggingFace;

/// <summary>The weights of a <see cref="TinyModel"/> as the Hugging Face folder that its makers would have published: rotary pairs half a head apart in every architecture.</summary>
sealed class TwinFolder : IDisposable
{
    static readonly Dictionary<string, string> Parts = new(StringComparer.Ordinal)
    {
        ["attn_norm"] = "input_layernorm",
        ["ffn_norm"] = "post_attention_layernorm",
        ["attn_q"] = "self_attn.q_proj",
        ["attn_k"] = "self_attn.k_proj",
        ["attn_v"] = "self_attn.v_proj",
        ["attn_output"] = "self_attn.o_proj",
        ["attn_q_norm"] = "self_attn.q_norm",
        ["attn_k_norm"] = "self_attn.k_norm",
        ["ffn_gate"] = "mlp.gate_proj",
        ["ffn_up"] = "mlp.up_proj",
        ["ffn_down"] = "mlp.down_proj",
    };

    /// <param name="model">A model in F32 with at least 261 tokens; rope_freqs are written as Llama 3's scaling by <paramref name="scaling"/>.</param>
    /// <param name="scaling">rope_scaling of config.json, or null.</param>
    public TwinFolder(TinyModel model, JsonNode? scaling = null)
    {
        var config = JsonSerializer.SerializeToNode(new
        {
            model_type = model.Architecture,
            hidden_size = model.Width,
            intermediate_size = model.FeedForward,
            num_hidden_layers = model.Layers,
            num_attention_heads = model.Heads,
            num_key_value_heads = model.KvHeads,
            head_dim = model.HeadDim,
            max_position_embeddings = model.Context,
            vocab_size = model.Vocabulary,
            rms_norm_eps = model.Epsilon,
            rope_theta = model.RopeBase,
            tie_word_embeddings = model.Tied,
        })!.AsObject();
        config["rope_scaling"] = scaling;
        File.WriteAllText(Path.Combine(Folder, "config.json"), config.ToJsonString());
        File.WriteAllText(Path.Combine(Folder, "tokenizer.json"), SampleFolder.Tokenizer().ToJsonString());
        var tensors = model.Matrices.Select(m => (Name(m.Key), "F32", new long[] { m.Value.Columns, m.Value.Depth }, Bytes(Published(model, m.Key, m.Value.Values, m.Value.Depth))))
            .Concat(model.Vectors.Where(v => v.Key != "rope_freqs.weight").Select(v => (Name(v.Key), "F32", new long[] { v.Value.Length }, Bytes(Published(model, v.Key, v.Value, 1)))));
        File.WriteAllBytes(Path.Combine(Folder, "model.safetensors"), RawSafetensors.Of(tensors));
    }

    public string Folder { get; } = Directory.CreateTempSubdirectory("outthink-twin-").FullName;

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    static string Name(string gguf) => gguf.Split('.') switch
    {
        ["blk", var layer, var part, var kind] => $"model.layers.{layer}.{Parts[part]}.{kind}",
        ["token_embd", _] => "model.embed_tokens.weight",
        ["output_norm", _] => "model.norm.weight",
        _ => "lm_head.weight",
    };

    /// <summary>Llama's queries and keys go back from pairs side by side: row 2i + h of a head in GGUF is row h · d/2 + i here.</summary>
    static float[] Published(TinyModel model, string name, float[] values, int rowLength)
    {
        if (model.Architecture != "llama" || !(name.Contains(".attn_q.", StringComparison.Ordinal) || name.Contains(".attn_k.", StringComparison.Ordinal)))
            return values;
        var published = new float[values.Length];
        for (var row = 0; row < values.Length / rowLength; row++)
        {
            var (head, place) = (row / model.HeadDim * model.HeadDim, row % model.HeadDim);
            values.AsSpan(row * rowLength, rowLength).CopyTo(published.AsSpan((head + place % 2 * model.HeadDim / 2 + place / 2) * rowLength));
        }
        return published;
    }

    static byte[] Bytes(float[] values) => MemoryMarshal.AsBytes(values.AsSpan()).ToArray();
}
