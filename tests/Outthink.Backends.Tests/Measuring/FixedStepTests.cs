using System.Collections.Immutable;
using Outthink.Backends.Measuring;
using Outthink.Engine;
using Outthink.Engine.Measuring;
using Outthink.Engine.Weights;
using Outthink.Search;

namespace Outthink.Backends.Tests.Measuring;

public sealed class FixedStepTests : IAsyncLifetime
{
    readonly string folder = Directory.CreateTempSubdirectory("outthink-steps-").FullName;
    readonly InferenceEngine engine = new(new() { Threads = 1, KvBytes = 64 << 20 });

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await engine.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    public static TheoryData<string, int, int, int, int> Searches => new()
    {
        { "beam", 8, 4, 3, 5 }, { "beam", 4, 1, 2, 3 }, { "beam", 4, 4, 4, 7 }, { "dvts", 8, 4, 3, 5 }, { "dvts", 6, 2, 2, 3 },
    };

    [Theory, MemberData(nameof(Searches))]
    public async Task A_search_does_exactly_the_work_its_numbers_say(string name, int n, int m, int steps, int stepTokens)
    {
        Assert.True(SearchStrategy.TryParse(name, out SearchStrategy? strategy));
        FixedSteps work = FixedSteps.Draw(promptTokens: 21, vocabulary: 512, stepTokens, steps, seed: 3);
        SearchOptions options = new() { Samples = n, BeamWidth = m, Seed = 4 };
        SearchSample sample = await Probe().MeasureAsync(strategy, options, work, TestContext.Current.CancellationToken);

        Assert.Equal(n / m, sample.Candidates);
        Assert.Equal(n * steps * stepTokens, sample.Usage.GeneratedTokens);
        // The last token of a sample is evaluated only where the search goes on from it; equal beginnings are evaluated once.
        Assert.InRange(sample.Usage.PolicyTokens, 21, 21 + n * steps * (stepTokens - 1) + n / m * (steps - 1));
        Assert.InRange(sample.Usage.PrmTokens, 21 + 1, 21 + n * steps * stepTokens);
        Assert.InRange(sample.Outside, TimeSpan.Zero, sample.Wall);
        Assert.InRange(sample.Reading, TimeSpan.Zero, sample.Outside);
        Assert.Equal(0, engine.BlocksInUse);
    }

    [Fact]
    public async Task The_same_search_costs_the_same_and_another_seed_searches_elsewhere()
    {
        FixedSteps work = FixedSteps.Draw(16, 512, stepTokens: 6, steps: 3, seed: 1);
        FixedStepRewardModel prm = new(Model("judge", 2), work, 43, 45);
        FixedStepPolicy policy = new(Model("policy", 1), work);
        async Task<string> SearchAsync(ulong seed) => string.Join('|', (await new BeamSearch().SearchAsync(
            new() { Id = "p", Text = "p" }, policy, prm, work.Limit(new() { Samples = 8, BeamWidth = 4, Seed = seed }), cancellationToken: TestContext.Current.CancellationToken))
            .Candidates.Select(c => c.Trajectory.Text + string.Join(' ', c.Trajectory.Steps.Select(s => s.Score))));
        string first = await SearchAsync(1);
        Assert.Equal(first, await SearchAsync(1));
        Assert.NotEqual(first, await SearchAsync(2));
    }

    [Fact]
    public async Task Scores_are_those_of_a_full_evaluation()
    {
        LanguageModel judge = Model("judge", 2);
        FixedSteps work = FixedSteps.Draw(10, 512, stepTokens: 4, steps: 2, seed: 5);
        ImmutableArray<Step> steps = [FixedSteps.StepOf([1, 2, 3, 4]), FixedSteps.StepOf([5, 6, 7, 8])];
        Trajectory child = new() { Id = new(1), Parent = new(0), Steps = steps[..1], State = TrajectoryState.Open };
        Trajectory grandchild = new() { Id = new(2), Parent = child.Id, Steps = steps, State = TrajectoryState.Open };
        await using RewardScope inSteps = new FixedStepRewardModel(judge, work, 43, 45).Open(new() { Id = "p", Text = "p" });
        await using RewardScope atOnce = new FixedStepRewardModel(judge, work, 43, 45).Open(new() { Id = "p", Text = "p" });
        await inSteps.ScoreAsync([child], TestContext.Current.CancellationToken);
        ImmutableArray<double> grown = (await inSteps.ScoreAsync([grandchild], TestContext.Current.CancellationToken))[0];
        ImmutableArray<double> whole = (await atOnce.ScoreAsync([grandchild with { Parent = null }], TestContext.Current.CancellationToken))[0];
        Assert.Equal(whole, grown);
        Assert.All(whole, score => Assert.InRange(score, 0, 1));
        Assert.Equal(10 + 8, inSteps.Usage.PrmTokens);
    }

    [Fact]
    public async Task What_does_not_fit_is_said()
    {
        SearchProbe probe = Probe();
        await Assert.ThrowsAsync<ArgumentException>(() => probe.MeasureAsync(new BeamSearch(), new(), FixedSteps.Draw(2000, 512, 32, 12, 0), TestContext.Current.CancellationToken));
        Assert.Throws<ArgumentOutOfRangeException>(() => FixedSteps.Draw(1, 512, stepTokens: 0, steps: 1, seed: 0));
    }

    [Fact]
    public void A_steps_text_is_its_tokens()
    {
        ImmutableArray<int> ids = [0, 7, 151_935];
        Assert.Equal("0 7 151935\n\n", FixedSteps.StepOf(ids).Text);
        Assert.Equal(ids, FixedSteps.TokensOf(FixedSteps.StepOf(ids)));
        Assert.Throws<FormatException>(() => FixedSteps.TokensOf(new Step("seven", 1)));
    }

    SearchProbe Probe() => new(engine, Model("policy", 1), Model("judge", 2));

    LanguageModel Model(string name, ulong seed)
    {
        string path = Path.Combine(folder, name + ".gguf");
        if (!File.Exists(path)) SyntheticModel.Write(ModelShape.All.Single(s => s.Name == "tiny-36k"), TensorType.F32, seed, path);
        return engine.Load(path);
    }
}
