using System.Collections.Immutable;
using Outthink.Engine.Kernels;
using Outthink.Engine.Scheduling;

namespace Outthink.Engine.Tests.Models;

/// <summary>Heads and labels read at positions: against the reference, and the same bits however the text is cut.</summary>
public sealed class RewardHeadTests
{
    static readonly TinyModel[] Models =
    [
        new() { HeadOutputs = 1 },
        new() { HeadOutputs = 2, HeadHidden = 20, Layers = 1 },
        new() { HeadOutputs = 3, HeadHidden = 33, Tied = false, Architecture = "llama" },
    ];

    static readonly int[] Tokens = [.. Enumerable.Range(0, 50).Select(i => 9 + i * 7 % 50)];

    public static TheoryData<int> All => [.. Enumerable.Range(0, Models.Length)];

    [Theory, MemberData(nameof(All))]
    public async Task A_heads_outputs_agree_with_the_reference_at_every_position(int index)
    {
        var model = TinyModel.Build(Models[index]);
        await using var engine = new TestEngine(model);
        Assert.Equal(model.HeadOutputs, engine.Model.HeadOutputs);
        using var parent = engine.Model.Start([.. Tokens[..5]]);
        var result = await ScoreAsync(engine, parent, Tokens[5..], new ReadOut.Head { Positions = [[.. Enumerable.Range(-1, 46)]] });

        var expected = new ReferenceModel(model).HeadOutputs(Tokens);
        var values = result.Values;
        Assert.Equal(46 * model.HeadOutputs, values.Length);
        for (var i = 0; i < values.Length; i++)
            Assert.Equal(expected[4 + i / model.HeadOutputs][i % model.HeadOutputs], values[i], 1e-4);
        Assert.True(values.Max() - values.Min() > 0.5, "the head says nearly the same everywhere: the test would not notice a wrong one");
        result.Sequence.Dispose();
    }

    [Fact]
    public async Task Step_by_step_equals_one_pass_bit_for_bit_and_evaluates_each_token_once()
    {
        var model = TinyModel.Build(Models[1]);
        foreach (var (threads, tuning) in new[] { (1, new PassTuning()), (2, new PassTuning { SoloWork = 0, CachedParameters = 0, LogitRows = 3 }), (2, new PassTuning { SoloWork = 0, SliceRows = 5 }) })
        {
            await using var engine = new TestEngine(model, new() { Threads = threads, KvBytes = 64 << 20 }, VectorPaths.Widest, tuning);
            using var parent = engine.Model.Start([.. Tokens[..5]]);
            ImmutableArray<int> ends = [3, 10, 11, 30, 44];
            var whole = await ScoreAsync(engine, parent, Tokens[5..], new ReadOut.Head { Positions = [ends] });
            whole.Sequence.Dispose();

            var (sequence, steps) = (engine.Model.Start([.. Tokens[..5]]), new List<float>());
            for (var i = 0; i < ends.Length; i++)
            {
                int[] step = Tokens[(i == 0 ? 5 : ends[i - 1] + 6)..(ends[i] + 6)];
                var result = await ScoreAsync(engine, sequence, step, new ReadOut.Head { Positions = [[step.Length - 1]] });
                sequence.Dispose();
                sequence = result.Sequence;
                steps.AddRange(result.Values);
            }
            Assert.Equal(whole.Values, steps);
            // The last state was kept: reading after the parent's last token evaluates only what is asked beyond it.
            var again = await engine.Model.ScoreAsync(sequence, new() { Continuations = [[9]], ReadOut = new ReadOut.Head { Positions = [[-1]] } }, TestContext.Current.CancellationToken);
            Assert.Equal(steps[^2..], again.Scorings[0].Values);
            Assert.Equal(0, again.Usage.EvaluatedTokens);
            again.Scorings[0].Sequence.Dispose();
            sequence.Dispose();
        }
    }

    [Fact]
    public async Task Labels_can_be_read_just_before_the_continuation()
    {
        var model = TinyModel.Build(new());
        await using var engine = new TestEngine(model);
        using var parent = engine.Model.Start([.. Tokens[..6]]);
        var request = new ScoreRequest
        {
            Continuations = [[.. Tokens[6..9]], [.. Tokens[6..8], 3], [12]],
            ReadOut = new ReadOut.LabelLogProbs { Labels = [10, 20], Positions = [[-1, 1], [0], [-1]] },
        };
        var scorings = (await engine.Model.ScoreAsync(parent, request, TestContext.Current.CancellationToken)).Scorings;
        var logits = new ReferenceModel(model).Logits(Tokens);
        float[] At(int token)
        {
            return [.. ReferenceModel.LogSoftmax([logits[token][10], logits[token][20]]).Select(v => (float)v)];
        }
        AssertClose([.. At(5), .. At(7)], scorings[0].Values);
        AssertClose(At(6), scorings[1].Values);
        AssertClose(At(5), scorings[2].Values);
        foreach (var scoring in scorings)
            scoring.Sequence.Dispose();
    }

    [Fact]
    public async Task The_likeliest_tokens_come_in_order_with_their_log_probabilities()
    {
        var model = TinyModel.Build(new());
        await using var engine = new TestEngine(model);
        using var parent = engine.Model.Start([.. Tokens[..2]]);
        var logits = new ReferenceModel(model).Logits(Tokens);
        foreach (var count in (int[])[1, 5, model.Vocabulary])
        {
            var scoring = await ScoreAsync(engine, parent, Tokens[2..8], new ReadOut.TopLogProbs { Count = count, Positions = [[-1, 0, 4]] });
            var at = 0;
            foreach (var token in (int[])[1, 2, 6])
            {
                var expected = ReferenceModel.LogSoftmax(logits[token]);
                int[] order = [.. Enumerable.Range(0, expected.Length).OrderByDescending(id => expected[id])];
                Assert.Equal(order[..count], scoring.TopTokens.AsSpan(at, count).ToArray());
                AssertClose([.. order[..count].Select(id => (float)expected[id])], [.. scoring.Values.AsSpan(at, count)]);
                at += count;
            }
            Assert.Equal((at, at), (scoring.TopTokens.Length, scoring.Values.Length));
            scoring.Sequence.Dispose();
        }
    }

    [Fact]
    public async Task What_a_model_cannot_be_asked_is_refused_with_the_reason()
    {
        await using var engine = new TestEngine(TinyModel.Build(new()));
        using var parent = engine.Model.Start([9]);
        foreach (var (readOut, message) in new (ReadOut, string)[]
        {
            (new ReadOut.Head { Positions = [[0]] }, "no reward head"),
            (new ReadOut.Head { Positions = [[-2]] }, "within −1 … 0"),
            (new ReadOut.Head { Positions = [[1]] }, "within −1 … 0"),
            (new ReadOut.Head { Positions = [] }, "0 lists for 1 continuations"),
            (new ReadOut.TopLogProbs { Positions = [[0]], Count = 0 }, "at least one token"),
            (new ReadOut.TopLogProbs { Positions = [[0]], Count = 65 }, "the vocabulary has 64"),
            (new ReadOut.LabelLogProbs { Positions = [[0]], Labels = [64] }, "token 64 is not in the vocabulary"),
        })
        {
            var fault = await Assert.ThrowsAsync<ArgumentException>(() => ScoreAsync(engine, parent, [10], readOut));
            Assert.Contains(message, fault.Message, StringComparison.Ordinal);
        }
    }

    static async Task<Scoring> ScoreAsync(TestEngine engine, Sequence parent, int[] continuation, ReadOut readOut) =>
        (await engine.Model.ScoreAsync(parent, new() { Continuations = [[.. continuation]], ReadOut = readOut }, TestContext.Current.CancellationToken)).Scorings[0];

    static void AssertClose(float[] expected, ImmutableArray<float> actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], actual[i], 2e-4f);
    }
}
