using System.Text;
using System.Text.Json.Nodes;
using Outthink.Engine.Weights;

namespace Outthink.Cli.Tests;

/// <summary>A model of the <see cref="TinyFamily"/> as a Hugging Face folder: the same tensors under their published names.</summary>
internal static class TinyFolder
{
    static readonly Dictionary<string, string> Parts = new(StringComparer.Ordinal)
    {
        ["attn_norm"] = "input_layernorm",
        ["ffn_norm"] = "post_attention_layernorm",
        ["attn_q"] = "self_attn.q_proj",
        ["attn_k"] = "self_attn.k_proj",
        ["attn_v"] = "self_attn.v_proj",
        ["attn_output"] = "self_attn.o_proj",
        ["ffn_gate"] = "mlp.gate_proj",
        ["ffn_up"] = "mlp.up_proj",
        ["ffn_down"] = "mlp.down_proj",
    };

    public static void Write(string gguf, string folder)
    {
        using GgufFile file = GgufFile.Open(gguf);
        Directory.CreateDirectory(folder);
        GgufMetadata keys = file.Metadata;
        string[] tokens = [.. keys.GetStrings("tokenizer.ggml.tokens").ToArray()];
        int[] kinds = [.. keys.GetInt32s("tokenizer.ggml.token_type").ToArray()];
        JsonObject vocabulary = [];
        JsonArray added = [];
        foreach ((int id, string token) in tokens.Index())
        {
            if (kinds[id] == 1) vocabulary[token] = id;
            else added.Add(new JsonObject { ["id"] = id, ["content"] = token, ["special"] = kinds[id] == 3 });
        }
        WriteJson("tokenizer.json", new()
        {
            ["added_tokens"] = added,
            ["pre_tokenizer"] = new JsonObject { ["type"] = "ByteLevel", ["use_regex"] = true },
            ["model"] = new JsonObject { ["type"] = "BPE", ["vocab"] = vocabulary, ["merges"] = new JsonArray() },
        });
        WriteJson("tokenizer_config.json", new() { ["bos_token"] = "<s>", ["eos_token"] = "</s>", ["add_bos_token"] = true });
        WriteJson("config.json", new()
        {
            ["model_type"] = "llama",
            ["vocab_size"] = tokens.Length,
            ["hidden_size"] = keys.GetInt32("llama.embedding_length"),
            ["intermediate_size"] = keys.GetInt32("llama.feed_forward_length"),
            ["num_hidden_layers"] = keys.GetInt32("llama.block_count"),
            ["num_attention_heads"] = keys.GetInt32("llama.attention.head_count"),
            ["max_position_embeddings"] = keys.GetInt32("llama.context_length"),
            ["rms_norm_eps"] = keys.GetFloat("llama.attention.layer_norm_rms_epsilon"),
        });
        JsonObject header = [];
        using MemoryStream data = new();
        foreach (ModelTensor tensor in file.Tensors.Values)
        {
            header[Name(tensor.Name)] = new JsonObject
            {
                ["dtype"] = "F32",
                ["shape"] = new JsonArray([.. tensor.Shape.Reverse().Select(d => (JsonNode)d)]),
                ["data_offsets"] = new JsonArray(data.Length, data.Length + tensor.ByteLength),
            };
            data.Write(tensor.Data);
        }
        byte[] json = Encoding.UTF8.GetBytes(header.ToJsonString());
        File.WriteAllBytes(Path.Combine(folder, "model.safetensors"), [.. BitConverter.GetBytes((ulong)json.Length), .. json, .. data.ToArray()]);

        void WriteJson(string name, JsonObject content) => File.WriteAllText(Path.Combine(folder, name), content.ToJsonString());
    }

    static string Name(string gguf) => gguf.Split('.') switch
    {
        ["blk", var layer, var part, var kind] => $"model.layers.{layer}.{Parts[part]}.{kind}",
        ["token_embd", _] => "model.embed_tokens.weight",
        ["output_norm", _] => "model.norm.weight",
        _ => "lm_head.weight",
    };
}
