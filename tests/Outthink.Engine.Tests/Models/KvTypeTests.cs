using Outthink.Engine.Weights;

namespace Outthink.Engine.Tests.Models;

/// <summary>Keys and values of 16 bits: chosen by the weights' type, and close to the reference.</summary>
public sealed class KvTypeTests
{
    [Theory]
    [InlineData(TensorType.F32, 1e-4)]
    [InlineData(TensorType.F16, 2e-2)]
    [InlineData(TensorType.Q8_0, 0.4)] // what is rounded here tips the rounding of activations there
    public async Task Rounding_keys_and_values_moves_log_probabilities_by_little(TensorType type, double tolerance)
    {
        var model = TinyModel.Build(new() { Type = type, Heads = 4, KvHeads = 2, HeadDim = 16, Width = 64, FeedForward = 96, Tied = false });
        var random = new Random(2);
        int[] tokens = [.. Enumerable.Range(0, 60).Select(_ => random.Next(model.Vocabulary))];
        var (byDefault, exact) = (await ScoreAsync(model, tokens, null), await ScoreAsync(model, tokens, KvType.F32));
        var worst = byDefault.Zip(exact, (a, b) => Math.Abs(a - b)).Max();
        Assert.InRange(worst, 0, tolerance);
        // Only models that are stored in F32 keep the cache so.
        Assert.Equal(type == TensorType.F32, worst == 0);
        Assert.Equal(await ScoreAsync(model, tokens, KvType.F16), await ScoreAsync(model, tokens, KvType.F16));
    }

    static async Task<float[]> ScoreAsync(TinyModel model, int[] tokens, KvType? type)
    {
        await using var engine = new TestEngine(model, new() { Threads = 1, KvBytes = 1 << 24, KvType = type });
        using var parent = engine.Model.Start([.. tokens[..3]]);
        var scoring = (await engine.Model.ScoreAsync(parent, new() { Continuations = [[.. tokens[3..]]], ReadOut = new ReadOut.TokenLogProbs() }, TestContext.Current.CancellationToken)).Scorings[0];
        scoring.Sequence.Dispose();
        return [.. scoring.Values];
    }
}
