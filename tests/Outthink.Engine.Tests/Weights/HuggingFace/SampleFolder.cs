using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using Outthink.Engine.Tests.Weights.Safetensors;
using Outthink.Engine.Text;

namespace Outthink.Engine.Tests.Weights.HuggingFace;

/// <summary>A Hugging Face folder with random weights and a byte-level tokeniser, in two shards or one file.</summary>
sealed class SampleFolder : IDisposable
{
    public const int Layers = 2, Width = 32, FeedForward = 64, Heads = 4, KvHeads = 2, HeadDim = 8, Vocabulary = 272;

    public string Folder { get; } = Directory.CreateTempSubdirectory("outthink-folder-").FullName;

    /// <summary>The tensors in Hugging Face's names and shapes, the contiguous dimension last.</summary>
    public Dictionary<string, (long[] Shape, float[] Values)> Tensors { get; } = [];

    public JsonObject Config { get; }

    /// <summary>The type that the tensors are stored in.</summary>
    public string Type { get; init; } = "F32";

    public SampleFolder(string modelType, int seed = 5)
    {
        var random = new Random(seed);
        Config = JsonSerializer.SerializeToNode(new
        {
            model_type = modelType,
            hidden_size = Width,
            intermediate_size = FeedForward,
            num_hidden_layers = Layers,
            num_attention_heads = Heads,
            num_key_value_heads = KvHeads,
            max_position_embeddings = 256,
            vocab_size = Vocabulary,
            rms_norm_eps = 1e-5,
            rope_theta = 10000.0,
            hidden_act = "silu",
            eos_token_id = 257,
        })!.AsObject();
        Add("model.embed_tokens.weight", Vocabulary, Width);
        Add("lm_head.weight", Vocabulary, Width);
        Add("model.norm.weight", Width);
        for (var layer = 0; layer < Layers; layer++)
        {
            var prefix = string.Create(CultureInfo.InvariantCulture, $"model.layers.{layer}.");
            Add(prefix + "input_layernorm.weight", Width);
            Add(prefix + "post_attention_layernorm.weight", Width);
            Add(prefix + "self_attn.q_proj.weight", Heads * HeadDim, Width);
            Add(prefix + "self_attn.k_proj.weight", KvHeads * HeadDim, Width);
            Add(prefix + "self_attn.v_proj.weight", KvHeads * HeadDim, Width);
            Add(prefix + "self_attn.o_proj.weight", Width, Heads * HeadDim);
            Add(prefix + "mlp.gate_proj.weight", FeedForward, Width);
            Add(prefix + "mlp.up_proj.weight", FeedForward, Width);
            Add(prefix + "mlp.down_proj.weight", Width, FeedForward);
            if (modelType == "qwen2")
            {
                Add(prefix + "self_attn.q_proj.bias", Heads * HeadDim);
                Add(prefix + "self_attn.k_proj.bias", KvHeads * HeadDim);
                Add(prefix + "self_attn.v_proj.bias", KvHeads * HeadDim);
            }
            if (modelType == "qwen3")
            {
                Add(prefix + "self_attn.q_norm.weight", HeadDim);
                Add(prefix + "self_attn.k_norm.weight", HeadDim);
            }
        }

        void Add(string name, params long[] shape)
        {
            var isNorm = name.EndsWith("norm.weight", StringComparison.Ordinal);
            var values = new float[shape.Aggregate(1L, (a, b) => a * b)];
            foreach (ref var value in values.AsSpan())
                value = isNorm ? 0.5f + random.NextSingle() : (float)Math.Round(random.NextDouble() * 2 - 1, 2);
            Tensors[name] = (shape, values);
        }
    }

    public string PathOf(string name) => Path.Combine(Folder, name);

    /// <summary>Writes everything; with <paramref name="shards"/> the tensors are dealt out in turn.</summary>
    public SampleFolder Write(int shards = 1)
    {
        File.WriteAllText(PathOf("config.json"), Config.ToJsonString());
        File.WriteAllText(PathOf("tokenizer.json"), Tokenizer().ToJsonString());
        File.WriteAllText(PathOf("tokenizer_config.json"), """{"add_bos_token":false,"eos_token":{"content":"<|end|>"},"chat_template":"{{ messages }}"}""");
        var files = Tensors.Select((t, i) => (Tensor: t, File: shards == 1 ? "model.safetensors" : $"model-{i % shards + 1:D5}-of-{shards:D5}.safetensors")).GroupBy(t => t.File).ToList();
        foreach (var file in files)
            File.WriteAllBytes(PathOf(file.Key), RawSafetensors.Of(file.Select(t => (t.Tensor.Key, Type, t.Tensor.Value.Shape, Stored(t.Tensor.Value.Values)))));
        if (shards > 1)
            File.WriteAllText(PathOf("model.safetensors.index.json"), new JsonObject { ["weight_map"] = new JsonObject(files.SelectMany(f => f.Select(t => KeyValuePair.Create(t.Tensor.Key, (JsonNode?)f.Key)))) }.ToJsonString());
        return this;
    }

    /// <summary>The same tokeniser as vocab.json and merges.txt, in place of tokenizer.json.</summary>
    public SampleFolder WithVocabularyFiles()
    {
        File.Delete(PathOf("tokenizer.json"));
        var model = Tokenizer()["model"]!;
        File.WriteAllText(PathOf("vocab.json"), model["vocab"]!.ToJsonString());
        File.WriteAllText(PathOf("merges.txt"), "#version: 0.2\na b\nab c\n");
        File.WriteAllText(PathOf("added_tokens.json"), """{"<|start|>":256,"<|end|>":257}""");
        File.WriteAllText(PathOf("tokenizer_config.json"), """{"tokenizer_class":"GPT2Tokenizer","eos_token":"<|end|>","added_tokens_decoder":{"258":{"content":"<think>","special":false}}}""");
        return this;
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    /// <summary>256 bytes, a control token, an end token, a user-defined one and two merges.</summary>
    public static JsonObject Tokenizer()
    {
        var vocabulary = new JsonObject();
        for (var value = 0; value < 256; value++)
            vocabulary.Add(ByteAlphabet.CharacterOf((byte)value).ToString(), value);
        vocabulary.Add("ab", 259);
        vocabulary.Add("abc", 260);
        return new()
        {
            ["added_tokens"] = new JsonArray(
                new JsonObject { ["id"] = 256, ["content"] = "<|start|>", ["special"] = true },
                new JsonObject { ["id"] = 257, ["content"] = "<|end|>", ["special"] = true },
                new JsonObject { ["id"] = 258, ["content"] = "<think>", ["special"] = false }),
            ["pre_tokenizer"] = new JsonObject { ["type"] = "ByteLevel", ["use_regex"] = true },
            ["model"] = new JsonObject { ["type"] = "BPE", ["vocab"] = vocabulary, ["merges"] = new JsonArray("a b", new JsonArray("ab", "c")) },
        };
    }

    byte[] Stored(float[] values) => Type switch
    {
        "F32" => MemoryMarshal.AsBytes<float>(values).ToArray(),
        "F16" => [.. values.SelectMany(v => BitConverter.GetBytes((Half)v))],
        _ => [.. values.SelectMany(v => BitConverter.GetBytes((ushort)(BitConverter.SingleToUInt32Bits(v) >> 16)))],
    };
}
