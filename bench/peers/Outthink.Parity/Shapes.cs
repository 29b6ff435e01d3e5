using Outthink.Engine.Tests.Models;
using Outthink.Engine.Weights;

namespace Outthink.Parity;

/// <summary>Two layers of width 512 with the heads, rotation and norms of published models, attention spread over many tokens.</summary>
static class Shapes
{
    public const int Context = 512;

    public static TinyModel Model(string architecture, TensorType type, Arguments arguments) => TinyModel.Build(architecture switch
    {
        "llama" => new() // Llama 3.2 1B: heads of 64, factors of the rotary frequencies from 1 to 32
        {
            Architecture = architecture,
            Type = type,
            Seed = (ulong)arguments.Seed,
            AttentionSharpness = 1,
            Vocabulary = 512,
            Context = Context,
            Width = 512,
            FeedForward = 1024,
            Heads = 8,
            KvHeads = 2,
            HeadDim = 64,
            RopeBase = 500_000,
            RopeFactors = [.. Enumerable.Range(0, 32).Select(pair => pair < 15 ? 1f : pair < 19 ? 1 + (pair - 14) * 6f : 32f)],
        },
        "qwen2" => new() // Qwen2.5 7B: heads of 128, stretched as its card says for long texts
        {
            Architecture = architecture,
            Type = type,
            Seed = (ulong)arguments.Seed,
            AttentionSharpness = 1,
            Vocabulary = 512,
            Context = Context,
            Width = 512,
            FeedForward = 1024,
            Heads = 4,
            KvHeads = 1,
            HeadDim = 128,
            RopeBase = 1_000_000,
            RopeScaling = "yarn",
            RopeFactor = 4,
            RopeOriginalContext = 128,
            Epsilon = 1e-6f,
            Tied = false,
        },
        _ => new() // Qwen3 0.6B: heads of 128, together twice as wide as the stream
        {
            Architecture = architecture,
            Type = type,
            Seed = (ulong)arguments.Seed,
            AttentionSharpness = 1,
            Vocabulary = 512,
            Context = Context,
            Width = 512,
            FeedForward = 1024,
            Heads = 8,
            KvHeads = 4,
            HeadDim = 128,
            RopeBase = 1_000_000,
            Epsilon = 1e-6f,
        },
    });
}
