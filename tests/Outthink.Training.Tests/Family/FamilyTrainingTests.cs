using System.Collections.Immutable;
using System.Text.Json;
using Outthink.Engine;
using Outthink.Evaluation.Suites.Arithmetic;
using Outthink.Training.Data;
using Outthink.Training.Family;
using Outthink.Training.Network;
using Outthink.Training.Optimisation;
using Outthink.Training.Text;

namespace Outthink.Training.Tests.Family;

public sealed class FamilyTrainingTests : IDisposable
{
    private static readonly NetworkShape s_shape = new(32, 1, 2, 32, new FamilyTokeniser().Tokens.Length);
    private static readonly TrainingJob s_first = new() { Name = "first", Shape = s_shape, Text = TrainingText.Solutions, Schedule = new Schedule(1e-2f, 60), TokensPerUpdate = 200 };
    private static readonly TrainingJob s_second = s_first with { Name = "second", Text = TrainingText.SolutionsWithDigitsReversed, StartsFrom = "first", Schedule = new Schedule(5e-3f, 20) };
    private readonly string _folder = Directory.CreateTempSubdirectory("outthink-training").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_run_learns_and_repeats_bit_for_bit_with_any_number_of_threads()
    {
        var losses = new List<double>();
        await RunAsync("a", threads: 1, new Sink(report => losses.Add(report.Loss)));
        await RunAsync("b", threads: 2);

        Assert.Equal(Bytes("a", "first.gguf"), Bytes("b", "first.gguf"));
        Assert.Equal(Bytes("a", "second.gguf"), Bytes("b", "second.gguf"));
        var network = new Transformer(s_shape, 1);
        GgufExport.Read(Path.Combine(_folder, "a", "first.gguf"), network);
        var batch = new PackedBatch();
        new BatchBuilder(TrainingText.Solutions, 99, 1000).Fill(batch, 0);
        Assert.InRange(network.LossAndGradients(batch), 0, Math.Log(s_shape.Vocabulary) - 3);
    }

    [Fact]
    public async Task An_interrupted_run_goes_on_to_the_same_weights()
    {
        await RunAsync("whole");
        using var stop = new CancellationTokenSource();
        var run = FamilyTraining.RunAsync([s_first, s_second], Options("cut") with { CheckpointInterval = TimeSpan.Zero }, new Stopping(stop, 40), null, stop.Token);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
        Assert.False(File.Exists(Path.Combine(_folder, "cut", "second.gguf")));

        await RunAsync("cut");

        Assert.Equal(Bytes("whole", "first.gguf"), Bytes("cut", "first.gguf"));
        Assert.Equal(Bytes("whole", "second.gguf"), Bytes("cut", "second.gguf"));
    }

    [Fact]
    public async Task A_checkpoint_of_another_recipe_is_refused()
    {
        await RunAsync("a");
        var fault = await Assert.ThrowsAsync<InvalidDataException>(() => FamilyTraining.RunAsync([s_first with { TokensPerUpdate = 300 }], Options("a"), TimeProvider.System, null, TestContext.Current.CancellationToken));
        Assert.Contains("another recipe", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Wrong_options_are_all_named()
    {
        var fault = await Assert.ThrowsAsync<ArgumentException>(() => FamilyTraining.RunAsync(Options("a") with { Threads = 0, Only = ["nobody"] }, null, TestContext.Current.CancellationToken));
        Assert.Contains("thread", fault.Message, StringComparison.Ordinal);
        Assert.Contains("'nobody'", fault.Message, StringComparison.Ordinal);
        Assert.Contains("tiny-1m", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_engine_computes_what_the_trainer_does()
    {
        var network = new Transformer(s_shape with { Layers = 2 }, 6);
        var path = Path.Combine(_folder, "export.gguf");
        GgufExport.Write(network, new FamilyTokeniser(), "export", path);
        var problem = ArithmeticSuite.Draw(9, 1)[0];
        var batch = new PackedBatch();
        new BatchBuilder(TrainingText.Solutions, 0, 0).AddSolution(batch, problem.Text, problem.Solution);
        var expected = network.TargetLogProbabilities(batch, out _);
        var document = batch.Documents[0];
        ImmutableArray<int> tokens = [.. batch.Tokens.Take(document.Length)];

        await using var engine = new InferenceEngine();
        var model = engine.Load(path);
        using var start = model.Start(tokens[..(document.FirstActive + 1)]);
        var request = new ScoreRequest { Continuations = [tokens[(document.FirstActive + 1)..]], ReadOut = new ReadOut.TokenLogProbs() };
        var scores = (await model.ScoreAsync(start, request, TestContext.Current.CancellationToken)).Scorings[0];

        Assert.Equal(network.Shape.EvaluatedParameters, model.Parameters);
        for (var i = 0; i < scores.Values.Length; i++) Assert.Equal(expected[i], scores.Values[i], 1e-4);
        scores.Sequence.Dispose();
    }

    [Fact]
    public async Task Cards_say_what_was_reached()
    {
        await RunAsync("a");
        using var policy = JsonDocument.Parse(Bytes("a", "first.json"));
        using var prm = JsonDocument.Parse(Bytes("a", "second.json"));
        Assert.Equal("policy", policy.RootElement.GetProperty("role").GetString());
        Assert.Equal(s_shape.EvaluatedParameters, policy.RootElement.GetProperty("parameters").GetInt32());
        Assert.Equal(20, policy.RootElement.GetProperty("results").GetProperty("problems").GetInt32());
        Assert.Equal("digits-reversed", prm.RootElement.GetProperty("stepLayout").GetString());
        Assert.Equal("likelihood", prm.RootElement.GetProperty("readOut").GetString());
    }

    [Fact]
    public void Every_job_of_the_family_starts_from_an_earlier_one_and_has_cards_of_its_own()
    {
        var seen = new HashSet<string>();
        Assert.All(TinyFamily.Jobs, job => Assert.True(seen.Add(job.Name) && (job.StartsFrom is null || seen.Contains(job.StartsFrom))));
        var roles = TinyFamily.Jobs.SelectMany(job => TinyFamily.RolesOf(job)).ToArray();
        Assert.Equal(roles.Length, roles.Select(role => role.CardFile).Distinct().Count());
        Assert.Single(roles, role => role is { IsPrm: true, IsDefault: true });
        Assert.Single(roles, role => role is { IsPrm: false, IsDefault: true });
    }

    private FamilyTrainingOptions Options(string name) => new()
    {
        OutputFolder = Path.Combine(_folder, name),
        WorkFolder = Path.Combine(_folder, name, "work"),
        Threads = 1,
        MeasuredProblems = 20,
        MeasuredRollouts = 5,
    };

    private Task RunAsync(string name, int threads = 1, IProgress<TrainingProgress>? progress = null)
        => FamilyTraining.RunAsync([s_first, s_second], Options(name) with { Threads = threads }, TimeProvider.System, progress, TestContext.Current.CancellationToken);

    private byte[] Bytes(string name, string file) => File.ReadAllBytes(Path.Combine(_folder, name, file));

    private sealed class Sink(Action<TrainingProgress> receive) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => receive(value);
    }

    /// <summary>A clock that cancels when it is looked at for the n-th time; every look is a checkpoint here.</summary>
    private sealed class Stopping(CancellationTokenSource stop, int looks) : TimeProvider
    {
        private int _looks;

        public override long GetTimestamp()
        {
            if (Interlocked.Increment(ref _looks) == looks) stop.Cancel();
            return _looks;
        }

        public override long TimestampFrequency => 1;
    }
}
