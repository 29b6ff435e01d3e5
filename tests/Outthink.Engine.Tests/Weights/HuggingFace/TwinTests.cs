using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Outthink.Engine.Conversion;
using Outthink.Engine.Tests.Models;
using Outthink.Engine.Weights;

namespace Outthink.Engine.Tests.Weights.HuggingFace;

/// <summary>A Hugging Face folder, the GGUF file of the same weights, and what is converted of the folder are one model: whole distributions at 48 positions.</summary>
public sealed class TwinTests
{
    const int Positions = 48;

    static readonly (TinyModel Model, string? Scaling)[] Rows =
    [
        (new() { Vocabulary = 272, Width = 32, FeedForward = 64, HeadDim = 8 }, null),
        (new() { Vocabulary = 272, Width = 32, FeedForward = 64, HeadDim = 8, Tied = false, RopeBase = 500_000, RopeFactors = [1, 8, 8, 8] },
            """{"rope_type":"llama3","factor":8.0,"low_freq_factor":1.0,"high_freq_factor":4.0,"original_max_position_embeddings":64}"""),
        (new() { Vocabulary = 272, Width = 32, FeedForward = 64, HeadDim = 8, KvHeads = 4, RopeScaling = "linear", RopeFactor = 3 }, """{"type":"linear","factor":3.0}"""),
        (new() { Vocabulary = 272, Architecture = "qwen2", Width = 32, FeedForward = 64, HeadDim = 8 }, null),
        (new() { Vocabulary = 272, Architecture = "qwen2", Width = 32, FeedForward = 64, HeadDim = 8, Tied = false, HasBiases = false }, null),
        (new() { Vocabulary = 272, Architecture = "qwen2", Width = 64, FeedForward = 64, HeadDim = 16, RopeBase = 100, RopeScaling = "yarn", RopeFactor = 4, RopeOriginalContext = 24 },
            """{"type":"yarn","factor":4.0,"original_max_position_embeddings":24}"""),
        (new() { Vocabulary = 272, Architecture = "qwen2", Width = 64, FeedForward = 64, HeadDim = 16, RopeBase = 100, RopeScaling = "yarn", RopeFactor = 4, RopeOriginalContext = 24, RopeAttentionFactor = 0.8f / (1 + 0.1f * MathF.Log(4)) },
            """{"type":"yarn","factor":4.0,"original_max_position_embeddings":24,"attention_factor":0.8}"""),
        (new() { Vocabulary = 272, Architecture = "qwen3", Width = 32, FeedForward = 64, Heads = 4, HeadDim = 16 }, null), // heads twice as wide as the stream
        (new() { Vocabulary = 272, Architecture = "qwen3", Width = 96, FeedForward = 64, Heads = 3, KvHeads = 1, HeadDim = 16, Tied = false }, null), // and half as wide
    ];

    public static TheoryData<int> All => [.. Enumerable.Range(0, Rows.Length)];

    [Theory, MemberData(nameof(All))]
    public async Task Folder_and_file_of_the_same_weights_give_the_same_distributions(int row)
    {
        var (model, scaling) = Built(row);
        using var folder = new TwinFolder(model, scaling);
        await using var file = new TestEngine(model);
        var expected = await DistributionsAsync(file.Model);
        var actual = await DistributionsAsync(file.Engine.Load(folder.Folder));
        var worst = expected.Zip(actual, (e, a) => Math.Abs(e - a)).Max();
        Assert.True(worst <= 1e-4, $"largest difference {worst}");
        Assert.True(expected.Max() - expected.Min() > 2, "the model says nearly the same of all tokens: the test would not notice a wrong one");
    }

    [Theory, MemberData(nameof(All))]
    public async Task What_is_converted_of_a_folder_is_what_loading_it_gives_quantised_or_not(int row)
    {
        var (model, scaling) = Built(row);
        using var folder = new TwinFolder(model, scaling);
        await using var engine = new InferenceEngine(new() { Threads = 1, KvBytes = 64 << 20, KvType = KvType.F32 });
        foreach (var type in (TensorType?[])[null, TensorType.Q8_0, TensorType.Q4_0])
        {
            var path = Path.Combine(folder.Folder, $"{type}.gguf");
            ModelConversion.Write(folder.Folder, path, type, cancellationToken: TestContext.Current.CancellationToken);
            Assert.Equal(await DistributionsAsync(engine.Load(path)), await DistributionsAsync(engine.Load(folder.Folder, new() { Quantize = type })));
        }
    }

    static (TinyModel Model, JsonNode? Scaling) Built(int row)
    {
        var (shape, scaling) = Rows[row];
        return (TinyModel.Build(shape), scaling is null ? null : JsonNode.Parse(scaling));
    }

    /// <summary>Log-probabilities of every token, in the order of ids, at every position.</summary>
    static async Task<float[]> DistributionsAsync(LanguageModel model)
    {
        var random = new Random(3);
        ImmutableArray<int> tokens = [.. Enumerable.Range(0, Positions).Select(_ => random.Next(model.Config.VocabularySize))];
        using var parent = model.Start(tokens[..1]);
        var request = new ScoreRequest
        {
            Continuations = [tokens[1..]],
            ReadOut = new ReadOut.TopLogProbs { Count = model.Config.VocabularySize, Positions = [[.. Enumerable.Range(-1, Positions)]] },
        };
        var scoring = (await model.ScoreAsync(parent, request, TestContext.Current.CancellationToken)).Scorings[0];
        scoring.Sequence.Dispose();
        var values = new float[scoring.Values.Length];
        for (var i = 0; i < values.Length; i++)
            values[i / model.Config.VocabularySize * model.Config.VocabularySize + scoring.TopTokens[i]] = scoring.Values[i];
        return values;
    }
}
