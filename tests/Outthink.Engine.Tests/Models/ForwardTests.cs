using Outthink.Engine.Weights;

namespace Outthink.Engine.Tests.Models;

/// <summary>The engine's log-probabilities against the double-precision reference: 2e-4 absolute for these models.</summary>
public sealed class ForwardTests
{
    const float Tolerance = 2e-4f;

    static readonly TinyModel[] Shapes =
    [
        new(),
        new() { Tied = false, Heads = 4, KvHeads = 4, HeadDim = 16, Width = 32, FeedForward = 88, Vocabulary = 70 },
        new() { Heads = 6, KvHeads = 2, HeadDim = 10, Width = 60, FeedForward = 33, RopeBase = 500000, Layers = 3 },
        new() { Heads = 2, KvHeads = 1, HeadDim = 24, Width = 48, FeedForward = 128, Epsilon = 1e-6f },
        new() { Heads = 1, KvHeads = 1, HeadDim = 34, Width = 17, FeedForward = 300, Layers = 1 },
        new() { Type = TensorType.F16, Heads = 4, KvHeads = 2, HeadDim = 8, Width = 64, FeedForward = 96 },
        new() { Type = TensorType.BF16, Heads = 4, KvHeads = 2, HeadDim = 8, Width = 64, FeedForward = 96 },
        new() { Type = TensorType.Q8_0, Heads = 4, KvHeads = 2, HeadDim = 16, Width = 64, FeedForward = 320, Tied = false },
        new() { Architecture = "qwen2" },
        new() { Architecture = "qwen2", Heads = 6, KvHeads = 2, HeadDim = 10, Width = 60, FeedForward = 33, Tied = false, SlidingWindow = 64 },
        new() { Architecture = "qwen2", RopeScaling = "yarn", RopeFactor = 4, RopeOriginalContext = 24, HeadDim = 32, RopeBase = 100 },
        new() { Architecture = "qwen3", HeadDim = 16 },
        new() { Architecture = "qwen3", Heads = 3, KvHeads = 1, HeadDim = 32, Width = 40, Tied = false, RopeBase = 1_000_000 },
        new() { RopeScaling = "linear", RopeFactor = 3 },
        new() { RopeScaling = "linear", RopeFactor = 3, RopeAttentionFactor = 1.25f },
        new() { RopeScaling = "yarn", RopeFactor = 2.5f, RopeOriginalContext = 16, HeadDim = 24, RopeBase = 50, RopeAttentionFactor = 0.9f },
        new() { RopeScaling = "none", RopeFactor = 3 },
        new() { RopeFactors = [1, 2.5f, 8], RopeBase = 500 },
    ];

    public static TheoryData<int> All => [.. Enumerable.Range(0, Shapes.Length)];

    [Theory, MemberData(nameof(All))]
    public async Task Token_probabilities_agree_with_the_reference(int shape)
    {
        var model = TinyModel.Build(Shapes[shape]);
        await using var engine = new TestEngine(model);
        var random = new Random(shape);
        int[] tokens = [.. Enumerable.Range(0, 41).Select(_ => random.Next(model.Vocabulary))];

        using var parent = engine.Model.Start([.. tokens[..3]]);
        var result = await engine.Model.ScoreAsync(parent, new() { Continuations = [[.. tokens[3..]]], ReadOut = new ReadOut.TokenLogProbs() }, TestContext.Current.CancellationToken);

        var logits = new ReferenceModel(model).Logits(tokens);
        var expected = Enumerable.Range(3, tokens.Length - 3).Select(t => (float)ReferenceModel.LogSoftmax(logits[t - 1])[tokens[t]]).ToArray();
        var worst = expected.Zip(result.Scorings[0].Values, (e, a) => Math.Abs(e - a)).Max();
        Assert.True(worst <= Tolerance, $"largest difference {worst}");
        Assert.True(expected.Max() - expected.Min() > 1, "the reference says nearly the same of all tokens: the test would not notice a wrong model");
        Assert.Equal(tokens.Length - 1, result.Usage.EvaluatedTokens);
        result.Scorings[0].Sequence.Dispose();
    }

    [Fact]
    public async Task Greedy_generation_takes_the_references_likeliest_tokens()
    {
        var model = TinyModel.Build(new() { Sharpness = 6, Seed = 5 });
        await using var engine = new TestEngine(model);
        using var parent = engine.Model.Start([9, 8]);
        var result = await engine.Model.GenerateAsync(parent, new() { Seeds = [1], Sampling = SamplingOptions.Greedy, MaxNewTokens = 30 }, TestContext.Current.CancellationToken);

        var generation = result.Generations[0];
        var tokens = generation.Sequence.Tokens;
        var logits = new ReferenceModel(model).Logits(tokens.AsSpan());
        for (var i = 0; i < generation.NewTokens.Length; i++)
        {
            var probabilities = ReferenceModel.LogSoftmax(logits[1 + i]);
            Assert.Equal(Array.IndexOf(probabilities, probabilities.Max()), generation.NewTokens[i]);
            Assert.Equal(probabilities.Max(), generation.LogProbs[i], 2e-4);
        }
        generation.Sequence.Dispose();
    }
}
