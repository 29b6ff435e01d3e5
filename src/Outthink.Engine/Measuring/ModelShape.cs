using System.Collections.Immutable;
using Outthink.Engine.Weights;

namespace Outthink.Engine.Measuring;

/// <summary>The sizes of a known model, as its published configuration states them. What a model costs depends on these alone.</summary>
public sealed record ModelShape
{
    /// <summary>The model's name in small letters, for example qwen2.5-0.5b.</summary>
    public required string Name { get; init; }

    /// <summary>"llama" or "qwen2"; the latter's queries, keys and values have biases.</summary>
    public required string Architecture { get; init; }

    public required int Width { get; init; }
    public required int Layers { get; init; }
    public required int Heads { get; init; }
    public required int KvHeads { get; init; }
    public required int HeadDim { get; init; }
    public required int FeedForward { get; init; }
    public required int Vocabulary { get; init; }
    public required int Context { get; init; }
    public required float RopeBase { get; init; }
    public required float NormEpsilon { get; init; }

    /// <summary>Whether the output layer is the embedding.</summary>
    public required bool IsOutputTied { get; init; }

    /// <summary>Every shape there is, by family and size.</summary>
    public static ImmutableArray<ModelShape> All { get; } =
    [
        Tiny("tiny-36k", 32, 2, 2, 64), Tiny("tiny-79k", 48, 2, 3, 128), Tiny("tiny-132k", 64, 2, 4, 176), Tiny("tiny-1m", 128, 5, 8, 320),
        Qwen("qwen2.5-0.5b", 896, 24, 14, 2, 4864, 151_936, isTied: true), Qwen("qwen2.5-1.5b", 1536, 28, 12, 2, 8960, 151_936, isTied: true),
        Qwen("qwen2.5-3b", 2048, 36, 16, 2, 11_008, 151_936, isTied: true), Qwen("qwen2.5-7b", 3584, 28, 28, 4, 18_944, 152_064, isTied: false),
        Llama("llama3.2-1b", 2048, 16, 32, 64, 8192), Llama("llama3.2-3b", 3072, 28, 24, 128, 8192),
    ];

    /// <summary>Everything that keeps this shape from being written with weights of a type; empty when nothing does.</summary>
    public ImmutableArray<string> Problems(TensorType type)
    {
        var problems = ImmutableArray.CreateBuilder<string>();
        if (!RandomWeights.Supports(type))
            problems.Add($"there are no random weights of type {type}; choose one of F32, F16, BF16, Q8_0, Q4_0, Q4_K, Q6_K");
        else if (TensorLayout.Of(type) is { } layout && new[] { Width, Heads * HeadDim, FeedForward }.Where(d => d % layout.Elements != 0).Distinct().ToArray() is { Length: > 0 } odd)
            problems.Add($"{type} holds rows of a multiple of {layout.Elements} values and {Name} has rows of {string.Join(" and ", odd)}; choose a type with smaller blocks");
        if (Layers is < 1 or > 1024)
            problems.Add($"{Layers} layers cannot be; give 1 to 1024");
        return problems.DrainToImmutable();
    }

    static ModelShape Tiny(string name, int width, int layers, int heads, int feedForward) => new()
    {
        Name = name,
        Architecture = "llama",
        Width = width,
        Layers = layers,
        Heads = heads,
        KvHeads = heads,
        HeadDim = width / heads,
        FeedForward = feedForward,
        Vocabulary = 512,
        Context = 2048,
        RopeBase = 10_000,
        NormEpsilon = 1e-5f,
        IsOutputTied = true,
    };

    static ModelShape Qwen(string name, int width, int layers, int heads, int kvHeads, int feedForward, int vocabulary, bool isTied) => new()
    {
        Name = name,
        Architecture = "qwen2",
        Width = width,
        Layers = layers,
        Heads = heads,
        KvHeads = kvHeads,
        HeadDim = width / heads,
        FeedForward = feedForward,
        Vocabulary = vocabulary,
        Context = 32_768,
        RopeBase = 1_000_000,
        NormEpsilon = 1e-6f,
        IsOutputTied = isTied,
    };

    static ModelShape Llama(string name, int width, int layers, int heads, int headDim, int feedForward) => new()
    {
        Name = name,
        Architecture = "llama",
        Width = width,
        Layers = layers,
        Heads = heads,
        KvHeads = 8,
        HeadDim = headDim,
        FeedForward = feedForward,
        Vocabulary = 128_256,
        Context = 131_072,
        RopeBase = 500_000,
        NormEpsilon = 1e-5f,
        IsOutputTied = true,
    };
}
