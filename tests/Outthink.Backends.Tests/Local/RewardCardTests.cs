using System.Collections.Immutable;
using Outthink.Backends.Local;
using Outthink.Backends.ModelCards;
using Outthink.Backends.Tests.Models;
using Outthink.Engine;
using CardReadOut = Outthink.Backends.ModelCards.ReadOut;
using EngineReadOut = Outthink.Engine.ReadOut;

namespace Outthink.Backends.Tests.Local;

/// <summary>The scores of every built-in reward model's card on random weights of its architecture.</summary>
public sealed class RewardCardTests
{
    private static readonly string[] Kinds = ["Plain text.\n\n", "漢字 and 😀\n\n", "one\n\ntwo\n\n\n\nthree\n\n", "\n\n  indented  \n\n", "- <|eot_id|> +\n\n", "x"];

    /// <summary>Card, architecture, outputs of its head.</summary>
    public static TheoryData<string, string, int> Cards => new()
    {
        { "math-shepherd", "llama", 0 }, { "rlhflow-mistral", "llama", 0 }, { "rlhflow-deepseek", "llama", 0 }, { "skywork-o1-open-prm", "qwen2", 1 },
        { "qwen2.5-math-prm", "qwen2", 2 }, { "qwen2.5-math-prm800k", "qwen2", 2 }, { "math-psa", "qwen2", 0 },
        { "token-classification-prm", "qwen2", 2 }, { "hugging-face-prm-0.2", "qwen2", 2 }, { "outcome-reward-model", "qwen2", 1 },
    };

    [Theory, MemberData(nameof(Cards))]
    public async Task Step_by_step_on_forked_caches_equals_one_pass_and_each_step_has_one_score(string name, string architecture, int outputs)
    {
        using SyntheticModel file = new(architecture, outputs);
        await using InferenceEngine engine = new(new() { Threads = 1 });
        LocalRewardModel prm = Load(engine, file, name);
        Step[] steps = [.. Enumerable.Range(0, 40).Select(i => new Step($"{i}: {Kinds[i % Kinds.Length]}", 1))];
        await using RewardScope stepwise = prm.Open(Question);
        for (int count = 1; count <= steps.Length; count++)
        {
            await using RewardScope whole = prm.Open(Question);
            ImmutableArray<double> expected = await ScoreAsync(whole, new() { Id = new(1000), Steps = [.. steps[..count]], State = TrajectoryState.Open });
            Assert.Equal(count, expected.Length);
            Assert.Equal(expected, await ScoreAsync(stepwise, new() { Id = new(count), Parent = count == 1 ? null : new TrajectoryId(count - 1), Steps = [.. steps[..count]], State = TrajectoryState.Open }));
            if (prm.Card.ReadOut == CardReadOut.Outcome) Assert.All(expected[..^1], score => Assert.Equal(1, score));
            else Assert.Equal(whole.Usage.PrmTokens, stepwise.Usage.PrmTokens);
            Assert.All(expected, score => Assert.InRange(score, 0, 1));
            Assert.InRange(expected[^1], 1e-6, 1 - 1e-6);
        }
    }

    [Theory, MemberData(nameof(Cards))]
    public async Task The_score_is_the_read_out_at_the_marker(string name, string architecture, int outputs)
    {
        using SyntheticModel file = new(architecture, outputs);
        await using InferenceEngine engine = new(new() { Threads = 1 });
        LocalRewardModel prm = Load(engine, file, name);
        ImmutableArray<Step> steps = [new("a = 1\n\n", 1), new("b = 2", 1)];
        RewardInput input = prm.InputOf(Question, steps);
        await using RewardScope scope = prm.Open(Question);
        ImmutableArray<double> scores = await ScoreAsync(scope, new() { Id = new(1), Steps = steps, State = TrajectoryState.Finished });
        for (int i = 0; i < input.ReadAt.Length; i++)
        {
            using Sequence before = prm.Model.Start(input.Tokens[..input.ReadAt[i]]);
            Engine.Scoring read = (await prm.Model.ScoreAsync(before, new()
            {
                Continuations = [[input.Tokens[input.ReadAt[i]]]],
                ReadOut = outputs > 0 ? new EngineReadOut.Head { Positions = [[0]] } : new EngineReadOut.LabelLogProbs { Positions = [[0]], Labels = [Label(prm, good: true), Label(prm, good: false)] },
            }, TestContext.Current.CancellationToken)).Scorings[0];
            using Sequence after = read.Sequence;
            double expected = outputs switch { 0 => Math.Exp(read.Values[0]), 1 => 1 / (1 + Math.Exp(-read.Values[0])), _ => 1 / (1 + Math.Exp((double)read.Values[0] - read.Values[1])) };
            Assert.Equal(expected, scores[scores.Length - input.ReadAt.Length + i], 1e-12);
        }
    }

    [Theory, MemberData(nameof(Cards))]
    public async Task A_scope_that_remembers_gives_the_same_scores_and_judges_no_text_twice(string name, string architecture, int outputs)
    {
        using SyntheticModel file = new(architecture, outputs);
        await using InferenceEngine engine = new(new() { Threads = 1 });
        int before = engine.BlocksInUse;
        LocalRewardModel prm = Load(engine, file, name);
        Random random = new(3);
        Trajectory[] solutions = [.. Enumerable.Range(1, 40).Select(id => new Trajectory
        {
            Id = new(id), Seed = 0, State = TrajectoryState.Finished, Steps = [.. Enumerable.Range(0, random.Next(1, 6)).Select(i => new Step($"{i}: {Kinds[random.Next(2)]}", 1))],
        })];
        await using (RewardScope scope = prm.Open(Question), atOnce = prm.Open(Question))
        {
            scope.Remember();
            foreach (Trajectory[] batch in solutions.Chunk(3))
            {
                ImmutableArray<ImmutableArray<double>> scores = await scope.ScoreAsync([.. batch], TestContext.Current.CancellationToken);
                foreach (var (solution, known) in batch.Zip(scores))
                {
                    await using RewardScope fresh = prm.Open(Question);
                    Assert.Equal(await ScoreAsync(fresh, solution), known);
                }
                scope.Keep([]);
            }
            await atOnce.ScoreAsync([.. solutions], TestContext.Current.CancellationToken);
            Assert.Equal(atOnce.Usage.PrmTokens, scope.Usage.PrmTokens);
            await scope.ScoreAsync([.. solutions.Select(s => s with { Id = new(s.Id.Value + 100) })], TestContext.Current.CancellationToken);
            Assert.Equal(atOnce.Usage.PrmTokens, scope.Usage.PrmTokens);
        }
        Assert.Equal(before, engine.BlocksInUse);
    }

    [Theory]
    [InlineData("qwen2.5-math-prm", 0, "no head")]
    [InlineData("qwen2.5-math-prm", 1, "one of 1")]
    [InlineData("skywork-o1-open-prm", 0, "no head")]
    [InlineData("outcome-reward-model", 2, "one of 2")]
    public async Task A_reward_model_without_its_head_is_refused_with_the_reason(string name, int outputs, string reason)
    {
        using SyntheticModel file = new("qwen2", outputs);
        await using InferenceEngine engine = new(new() { Threads = 1 });
        var fault = Assert.Throws<ModelCardException>(() => Load(engine, file, name));
        Assert.Contains(reason, fault.Message, StringComparison.Ordinal);
        Assert.Contains("cls.output.weight", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("qwen2.5-math-prm", "<extra_0>", "marker")]
    [InlineData("qwen2.5-math-prm", "<|im_start|>", "for another model")]
    [InlineData("skywork-o1-open-prm", "<|endoftext|>", "for another model")]
    public async Task A_token_that_the_card_names_and_the_model_lacks_is_said_when_it_is_loaded(string name, string missing, string reason)
    {
        using SyntheticModel file = new("qwen2", name == "qwen2.5-math-prm" ? 2 : 1, leaveOut: missing);
        await using InferenceEngine engine = new(new() { Threads = 1 });
        var fault = Assert.Throws<ModelCardException>(() => Load(engine, file, name));
        Assert.Contains(missing, fault.Message, StringComparison.Ordinal);
        Assert.Contains(reason, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_block_is_given_back()
    {
        using SyntheticModel file = new("qwen2", 1);
        await using InferenceEngine engine = new(new() { Threads = 1 });
        int before = engine.BlocksInUse;
        await using (RewardScope scope = Load(engine, file, "outcome-reward-model").Open(Question))
            await ScoreAsync(scope, new() { Id = new(1), Steps = [new("a\n\n", 1), new("b", 1)], State = TrajectoryState.Finished });
        Assert.Equal(before, engine.BlocksInUse);
    }

    private static Problem Question => new() { Id = "p", Text = "What is a + b?" };

    private static LocalRewardModel Load(InferenceEngine engine, SyntheticModel file, string name) =>
        LocalRewardModel.Load(engine, BuiltInCards.Named(ModelRole.Prm, name)! with { Name = name, File = file.Path });

    private static int Label(LocalRewardModel prm, bool good) => prm.Model.Tokenizer.Find(good ? prm.Card.LabelTokens!.Good : prm.Card.LabelTokens!.Bad)!.Value;

    private static async Task<ImmutableArray<double>> ScoreAsync(RewardScope scope, Trajectory trajectory) =>
        (await scope.ScoreAsync([trajectory], TestContext.Current.CancellationToken))[0];
}
