using Outthink.Engine.Weights;

namespace Outthink.Engine.Models;

/// <summary>What a model file says about its shape (keys llama.* of GGUF).</summary>
public sealed record ModelConfig
{
    public required string Architecture { get; init; }
    public required int VocabularySize { get; init; }

    /// <summary>Most tokens a sequence may have.</summary>
    public required int ContextLength { get; init; }
    public required int Layers { get; init; }

    /// <summary>Length of the vector that runs through the layers.</summary>
    public required int Width { get; init; }
    public required int FeedForward { get; init; }
    public required int Heads { get; init; }
    public required int KvHeads { get; init; }
    public required int HeadDim { get; init; }
    public float RopeBase { get; init; } = 10000;

    /// <summary>Positions are divided by this before they are rotated (linear scaling).</summary>
    public float RopeScale { get; init; } = 1;
    public float NormEpsilon { get; init; } = 1e-5f;

    /// <summary>Whether the output layer is the embedding.</summary>
    public bool IsOutputTied { get; init; }

    /// <exception cref="ModelFileException">A key is missing, contradicts another or asks for what the engine does not do.</exception>
    public static ModelConfig FromGguf(ModelFile file)
    {
        var keys = file.Metadata;
        var architecture = keys.GetString("general.architecture");
        if (architecture != "llama")
            throw new ModelFileException(file.Path, $"architecture '{architecture}' is not supported yet; use a model of architecture 'llama'");
        var embedding = file.Tensor("token_embd.weight");
        var width = keys.GetInt32("llama.embedding_length");
        var heads = keys.GetInt32("llama.attention.head_count");
        var config = new ModelConfig
        {
            Architecture = architecture,
            VocabularySize = embedding.Shape.Length == 2 && embedding.Shape[1] <= int.MaxValue ? (int)embedding.Shape[1] : 0,
            ContextLength = keys.GetInt32("llama.context_length"),
            Layers = keys.GetInt32("llama.block_count"),
            Width = width,
            FeedForward = keys.GetInt32("llama.feed_forward_length"),
            Heads = heads,
            KvHeads = keys.TryGetInt32("llama.attention.head_count_kv", out var kvHeads) ? kvHeads : heads,
            HeadDim = keys.TryGetInt32("llama.attention.key_length", out var headDim) ? headDim : width / Math.Max(heads, 1),
            RopeBase = keys.TryGetFloat("llama.rope.freq_base", out var ropeBase) ? ropeBase : 10000,
            RopeScale = RopeScaleOf(file),
            NormEpsilon = keys.GetFloat("llama.attention.layer_norm_rms_epsilon"),
            IsOutputTied = !file.Tensors.ContainsKey("output.weight"),
        };
        var ropeDims = keys.TryGetInt32("llama.rope.dimension_count", out var dims) ? dims : config.HeadDim;
        var valueDim = keys.TryGetInt32("llama.attention.value_length", out var values) ? values : config.HeadDim;
        if (config.Problem() is { } problem)
            throw new ModelFileException(file.Path, problem + "; the file is damaged or was converted wrongly");
        if (ropeDims != config.HeadDim || valueDim != config.HeadDim)
            throw new ModelFileException(file.Path, $"heads of {config.HeadDim} dimensions with {ropeDims} of them rotated and values of {valueDim} are not supported; use a model where the three are equal");
        return config;
    }

    /// <summary>The first thing that cannot be in this shape, or null.</summary>
    internal string? Problem() => this switch
    {
        { VocabularySize: < 1 } => "the embedding is no matrix [vocabulary, width]",
        { ContextLength: < 1 or > 1 << 24 } => $"a context of {ContextLength} tokens cannot be",
        { Layers: < 1 or > 4096 } => $"{Layers} layers cannot be",
        { Width: < 1 or > 1 << 20 } => $"a width of {Width} cannot be",
        { FeedForward: < 1 or > 1 << 24 } => $"a feed-forward width of {FeedForward} cannot be",
        { Heads: < 1 or > 1 << 14 } => $"{Heads} heads cannot be",
        { KvHeads: < 1 } => $"{KvHeads} key-value heads cannot be",
        { HeadDim: < 2 or > 4096 } => $"heads of {HeadDim} dimensions cannot be",
        _ when Heads % KvHeads != 0 => $"{Heads} heads cannot share {KvHeads} key-value heads",
        _ when HeadDim % 2 != 0 => $"heads of {HeadDim} dimensions have no pairs to rotate",
        _ when !(RopeBase > 0) || !float.IsFinite(RopeBase) => $"a rotation base of {RopeBase} cannot be",
        _ when !(NormEpsilon >= 0) || !float.IsFinite(NormEpsilon) => $"a norm epsilon of {NormEpsilon} cannot be",
        _ => null,
    };

    static float RopeScaleOf(ModelFile file)
    {
        if (!file.Metadata.TryGetString("llama.rope.scaling.type", out var type) || type == "none")
            return 1;
        return type == "linear" && file.Metadata.GetFloat("llama.rope.scaling.factor") is > 0 and < float.PositiveInfinity and var factor
            ? factor
            : throw new ModelFileException(file.Path, $"rotation scaling '{type}' is not supported yet; 'none' and 'linear' with a positive factor are");
    }
}
