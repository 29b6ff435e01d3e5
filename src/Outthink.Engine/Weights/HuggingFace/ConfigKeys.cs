using Outthink.Engine.Models;

namespace Outthink.Engine.Weights.HuggingFace;

/// <summary>
/// config.json in the keys of GGUF, as llama.cpp's converter writes them. Beyond the converter, a sliding window that
/// the configuration switches on is kept, for every architecture.
/// </summary>
sealed class ConfigKeys
{
    readonly JsonFile config;
    readonly Dictionary<string, GgufValue> keys = new(StringComparer.Ordinal);

    ConfigKeys(JsonFile config)
    {
        this.config = config;
        Architecture = ArchitectureOf(config);
        Heads = config.RequiredCount("num_attention_heads");
        KvHeads = config.Count("num_key_value_heads") ?? Heads;
        HeadDim = config.Count("head_dim") ?? config.RequiredCount("hidden_size") / Math.Max(Heads, 1);
    }

    public string Architecture { get; }
    public int Heads { get; }
    public int KvHeads { get; }
    public int HeadDim { get; }

    /// <summary>What GGUF has as the tensor rope_freqs.weight; null without llama3 scaling.</summary>
    public float[]? RotaryFactors { get; private set; }

    /// <summary>Whether the output layer is the embedding.</summary>
    public bool IsOutputTied => config.Flag("tie_word_embeddings") ?? false;

    public IReadOnlyDictionary<string, GgufValue> Keys => keys;

    /// <exception cref="ModelFileException">The architecture is not read, or a member is missing, of another type or asks for what is not supported.</exception>
    public static ConfigKeys Read(JsonFile config)
    {
        var read = new ConfigKeys(config);
        read.AddShape();
        read.AddRotation();
        read.AddWindow();
        return read;
    }

    static string ArchitectureOf(JsonFile config) => config.Text("model_type") switch
    {
        "llama" or "mistral" => "llama",
        "qwen2" => "qwen2",
        "qwen3" => "qwen3",
        var other => throw config.Fault($"model_type is '{other ?? "missing"}'; 'llama', 'mistral', 'qwen2' and 'qwen3' are read"),
    };

    void AddShape()
    {
        keys["general.architecture"] = GgufValue.Of(Architecture);
        keys["general.type"] = GgufValue.Of("model");
        Add("block_count", config.RequiredCount("num_hidden_layers"));
        Add("context_length", config.RequiredCount("max_position_embeddings"));
        Add("embedding_length", config.RequiredCount("hidden_size"));
        Add("feed_forward_length", config.RequiredCount("intermediate_size"));
        Add("attention.head_count", Heads);
        Add("attention.head_count_kv", KvHeads);
        Add("attention.layer_norm_rms_epsilon", config.Number("rms_norm_eps") ?? throw config.Fault("'rms_norm_eps' is missing; the folder is of a model that is not read"));
        if (config.Count("head_dim") is not null)
        {
            Add("attention.key_length", HeadDim);
            Add("attention.value_length", HeadDim);
        }
        if (Architecture == "llama")
        {
            Add("vocab_size", config.RequiredCount("vocab_size"));
            Add("rope.dimension_count", HeadDim);
        }
        if (config.Text("hidden_act") is { } activation and not "silu")
            throw config.Fault($"'hidden_act' is '{activation}'; 'silu' is supported");
    }

    void AddRotation()
    {
        var rope = config.Section("rope_parameters") ?? config.Section("rope_scaling");
        var theta = config.Number("rope_theta") ?? rope?.Number("rope_theta") ?? 10000;
        Add("rope.freq_base", theta);
        switch (rope?.Text("rope_type") ?? rope?.Text("type") ?? "default")
        {
            case "default":
                return;
            case "linear":
                Add("rope.scaling.type", "linear");
                Add("rope.scaling.factor", Factor(rope!));
                return;
            case "yarn":
                Add("rope.scaling.type", "yarn");
                Add("rope.scaling.factor", Factor(rope!));
                Add("rope.scaling.original_context_length", rope!.Count("original_max_position_embeddings") ?? config.RequiredCount("max_position_embeddings"));
                foreach (var (member, key) in (ReadOnlySpan<(string, string)>)[("extrapolation_factor", "yarn_ext_factor"), ("beta_fast", "yarn_beta_fast"), ("beta_slow", "yarn_beta_slow")])
                {
                    if (rope.Number(member) is { } value)
                        Add($"rope.scaling.{key}", value);
                }
                // There it stands in place of YaRN's own factor; in GGUF it is multiplied by that.
                if (rope.Number("attention_factor") is { } attention)
                    Add("rope.scaling.attn_factor", (float)(attention / RopeScaling.YarnMagnitude(Factor(rope))));
                return;
            case "llama3":
                RotaryFactors = LlamaRotation.Factors(rope!, theta, HeadDim);
                return;
            case var other:
                throw config.Fault($"the rotation is scaled by '{other}'; 'default', 'linear', 'llama3' and 'yarn' are supported");
        }
    }

    void AddWindow()
    {
        if (config.Count("sliding_window") is not { } window || window == 0)
            return;
        if (Architecture == "llama")
        {
            Add("attention.sliding_window", window);
            return;
        }
        if (config.Flag("use_sliding_window") is not true)
            return;
        var (first, layers) = (config.Count("max_window_layers") ?? 0, config.RequiredCount("num_hidden_layers"));
        if (first >= layers)
            return;
        if (first > 0)
            throw config.Fault($"layers from {first} on have a sliding window and the others none; a window in all layers or in none is supported");
        Add("attention.sliding_window", window);
    }

    static float Factor(JsonFile rope) => rope.Number("factor") ?? throw rope.Fault("the rotation's scaling has no 'factor'");

    void Add(string key, int value) => keys[$"{Architecture}.{key}"] = GgufValue.Of((uint)value);

    void Add(string key, float value) => keys[$"{Architecture}.{key}"] = GgufValue.Of(value);

    void Add(string key, string value) => keys[$"{Architecture}.{key}"] = GgufValue.Of(value);
}
