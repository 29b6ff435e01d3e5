using Outthink.Engine.Kernels;
using Outthink.Engine.Weights;

namespace Outthink.Engine.Tests.Models;

/// <summary>
/// Every architecture in every stored type with real head shapes, over the whole distribution at each position,
/// against the double-precision reference on the weights as they are stored.
/// </summary>
public sealed class ParityTests
{
    public static TheoryData<string, TensorType> All
    {
        get
        {
            var data = new TheoryData<string, TensorType>();
            foreach (var architecture in (string[])["llama", "qwen2", "qwen3"])
            {
                foreach (var type in Quantized.Types.Where(PackedMatrix.Supports))
                    data.Add(architecture, type);
            }
            return data;
        }
    }

    [Theory, MemberData(nameof(All))]
    public async Task Log_probabilities_agree_with_the_reference(string architecture, TensorType type)
    {
        var model = TinyModel.Build(new()
        {
            Architecture = architecture,
            Type = type,
            Vocabulary = 160,
            Context = 256,
            Width = 256,
            FeedForward = 256,
            Heads = 4,
            KvHeads = 2,
            HeadDim = 64,
            RopeBase = 1_000_000,
            Tied = architecture != "llama",
        });
        await using var engine = new TestEngine(model);
        var random = new Random(7);
        int[] tokens = [.. Enumerable.Range(0, type == TensorType.F32 ? 256 : 64).Select(_ => random.Next(model.Vocabulary))];
        using var parent = engine.Model.Start([tokens[0]]);
        var request = new ScoreRequest
        {
            Continuations = [[.. tokens[1..]]],
            ReadOut = new ReadOut.TopLogProbs { Count = model.Vocabulary, Positions = [[.. Enumerable.Range(-1, tokens.Length)]] },
        };
        var scoring = (await engine.Model.ScoreAsync(parent, request, TestContext.Current.CancellationToken)).Scorings[0];
        scoring.Sequence.Dispose();

        var logits = new ReferenceModel(model).Logits(tokens);
        var (worst, squares, spread) = (0.0, 0.0, 0.0);
        for (var t = 0; t < tokens.Length; t++)
        {
            var expected = ReferenceModel.LogSoftmax(logits[t]);
            var mean = expected.Average();
            for (var i = 0; i < model.Vocabulary; i++)
            {
                var place = t * model.Vocabulary + i;
                var difference = scoring.Values[place] - expected[scoring.TopTokens[place]];
                worst = Math.Max(worst, Math.Abs(difference));
                squares += difference * difference;
                spread += (expected[i] - mean) * (expected[i] - mean);
            }
        }
        var (rms, deviation) = (Math.Sqrt(squares / scoring.Values.Length), Math.Sqrt(spread / scoring.Values.Length));
        Assert.True(deviation > 1, $"log-probabilities spread by {deviation} only: the test would not notice a wrong model");
        if (type == TensorType.F32)
            Assert.True(worst <= 1e-4, $"largest difference {worst}");
        // Halves round cached keys and values at most; integer kernels round activations to 8 bits.
        var tolerance = type switch { TensorType.F32 => 2e-5, TensorType.F16 or TensorType.BF16 => 5e-3, _ => 5e-2 };
        Assert.True(rms <= tolerance, $"root-mean-square difference {rms}");
    }
}
