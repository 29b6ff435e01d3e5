using Outthink.Engine.Weights;

namespace Outthink.Engine.Models;

/// <summary>What a model file says about its shape (keys of GGUF, which begin with the architecture's name).</summary>
public sealed record ModelConfig
{
    public required string Architecture { get; init; }
    public required int VocabularySize { get; init; }

    /// <summary>Most tokens a sequence may have: what the file states, or the sliding window where that is shorter.</summary>
    public required int ContextLength { get; init; }
    public required int Layers { get; init; }

    /// <summary>Length of the vector that runs through the layers.</summary>
    public required int Width { get; init; }
    public required int FeedForward { get; init; }
    public required int Heads { get; init; }
    public required int KvHeads { get; init; }
    public required int HeadDim { get; init; }
    public float RopeBase { get; init; } = 10000;

    public RopeScaling RopeScaling { get; init; } = new();

    /// <summary>
    /// Tokens that attention reaches back, the token itself included; 0: all. Contexts end where the window would
    /// begin to cut, so within them every result is the model's own.
    /// </summary>
    public int SlidingWindow { get; init; }
    public float NormEpsilon { get; init; } = 1e-5f;

    /// <summary>Whether the output layer is the embedding.</summary>
    public bool IsOutputTied { get; init; }

    /// <summary>Values a reward head gives at a position: 1 (a value), 2 or more (classes); 0 when the file has no head.</summary>
    public int HeadOutputs { get; init; }

    /// <summary>Width of the head's hidden layer; 0 when it has none.</summary>
    public int HeadHidden { get; init; }

    /// <exception cref="ModelFileException">A key is missing, contradicts another or asks for what the engine does not do.</exception>
    public static ModelConfig FromGguf(GgufFile file)
    {
        var keys = file.Metadata;
        var architecture = keys.GetString("general.architecture");
        if (Models.Architecture.Find(architecture) is null)
            throw new ModelFileException(file.Path, $"architecture '{architecture}' is not supported; supported are {string.Join(", ", Models.Architecture.All.Select(a => a.Name))}");
        var embedding = file.Tensor("token_embd.weight");
        var contextLength = keys.GetInt32(architecture + ".context_length");
        var window = keys.TryGetInt32(architecture + ".attention.sliding_window", out var stated) ? Math.Max(stated, 0) : 0;
        var width = keys.GetInt32(architecture + ".embedding_length");
        var heads = keys.GetInt32(architecture + ".attention.head_count");
        var config = new ModelConfig
        {
            Architecture = architecture,
            VocabularySize = embedding.Shape.Length == 2 && embedding.Shape[1] <= int.MaxValue ? (int)embedding.Shape[1] : 0,
            ContextLength = window == 0 ? contextLength : Math.Min(contextLength, window),
            SlidingWindow = window,
            Layers = keys.GetInt32(architecture + ".block_count"),
            Width = width,
            FeedForward = keys.GetInt32(architecture + ".feed_forward_length"),
            Heads = heads,
            KvHeads = keys.TryGetInt32(architecture + ".attention.head_count_kv", out var kvHeads) ? kvHeads : heads,
            HeadDim = keys.TryGetInt32(architecture + ".attention.key_length", out var headDim) ? headDim : width / Math.Max(heads, 1),
            RopeBase = keys.TryGetFloat(architecture + ".rope.freq_base", out var ropeBase) ? ropeBase : 10000,
            RopeScaling = RopeScaling.FromGguf(file, architecture, contextLength),
            NormEpsilon = keys.GetFloat(architecture + ".attention.layer_norm_rms_epsilon"),
            HeadOutputs = HeadColumns(file, "cls.output.weight"),
            HeadHidden = HeadColumns(file, "cls.weight"),
            IsOutputTied = !file.Tensors.ContainsKey("output.weight"),
        };
        var ropeDims = keys.TryGetInt32(architecture + ".rope.dimension_count", out var dims) ? dims : config.HeadDim;
        var valueDim = keys.TryGetInt32(architecture + ".attention.value_length", out var values) ? values : config.HeadDim;
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
        _ when HeadDim % 16 != 0 && Models.Architecture.Find(Architecture) is { HasHeadNorms: true } => $"heads of {HeadDim} dimensions cannot be normed each (a multiple of 16 can)",
        { HeadOutputs: > 1 << 12 } => $"a reward head of {HeadOutputs} outputs cannot be",
        { HeadHidden: > 1 << 20 } => $"a reward head's hidden layer of {HeadHidden} cannot be",
        { HeadHidden: > 0, HeadOutputs: 0 } => "the reward head's hidden layer 'cls.weight' is there without its output layer 'cls.output.weight'",
        _ when !(NormEpsilon >= 0) || !float.IsFinite(NormEpsilon) => $"a norm epsilon of {NormEpsilon} cannot be",
        _ => null,
    };

    /// <summary>Outputs of a head's layer; 0 when the tensor is absent.</summary>
    static int HeadColumns(GgufFile file, string name) => !file.Tensors.TryGetValue(name, out var tensor) ? 0
        : tensor.Shape.Length == 1 ? 1
        : (int)Math.Min(tensor.Shape[1], int.MaxValue);
}
