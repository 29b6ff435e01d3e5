using System.Collections.Immutable;
using Outthink.Evaluation.Runs;
using Outthink.Evaluation.Runs.Storage;
using Outthink.Evaluation.Runs.Subsampling;
using Outthink.Evaluation.Suites;
using Outthink.Evaluation.Tests.Runs.Storage;
using Outthink.Scoring;
using Outthink.Search;

namespace Outthink.Evaluation.Tests.Runs.Subsampling;

public sealed class SubsampleCurveTests
{
    static async Task<RunFile> RunAsync(StoredRun stored, string name, Suite suite, params RowPlan[] plans)
    {
        ImmutableArray<RowPlan> rows = [.. plans];
        RunFile file = RunFile.Start(stored.PathOf(name), RunConfiguration.Of(suite, rows, null, 0, "1", []), suite, StoredRun.Machine, null, DateTimeOffset.UnixEpoch);
        EvaluationRun run = new()
        {
            Suite = suite,
            Rows = rows,
            Policies = new Dictionary<string, Policy> { ["fair"] = new ScriptedPolicy("fair", 35) },
            Prms = new Dictionary<string, ProcessRewardModel> { ["noisy"] = new NoisyRewardModel() },
            File = file,
        };
        await run.RunAsync(TestContext.Current.CancellationToken);
        return file;
    }

    static RowPlan Plan(SearchStrategy strategy, int samples, ulong seed = 0, Selection? selection = null) =>
        RowPlan.Of("fair", "noisy", strategy, new() { Samples = samples, BeamWidth = 2, Seed = seed, Selection = selection });

    [Fact]
    public async Task At_its_own_N_every_curve_is_the_row_itself()
    {
        using StoredRun stored = new();
        RowPlan[] plans =
        [
            .. from strategy in (SearchStrategy[])[new BestOfN(), new Dvts(), new BeamSearch()]
               from selection in Enum.GetValues<Selection>()
               select Plan(strategy, 8, seed: 5, selection),
            Plan(new MajorityVote(), 8, seed: 5),
        ];
        using RunFile file = await RunAsync(stored, "run", Sums.Draw(40), plans);
        EvaluationResult result = file.ReadResult();
        for (int row = 0; row < plans.Length; row++)
        {
            SubsampleCurve curve = file.ReadCurves(row).Single(c => c.Selection == (plans[row].Selection ?? Selection.Majority));
            SubsamplePoint last = curve.Points[^1];
            Assert.Equal((8, true), (last.N, last.IsExact));
            Assert.Equal(result.Rows[row].Outcomes.Select(o => o.IsCorrect ? 1.0 : 0.0), last.Chances);
            Assert.Equal(result.Rows[row].Usage.PolicyTokens / 40.0, last.PolicyTokens, 9);
            bool asksForScores = plans[row].Prm is not null && !(plans[row].Strategy is BestOfN && curve.Selection == Selection.Majority);
            Assert.Equal(asksForScores ? result.Rows[row].Usage.PrmTokens / 40.0 : 0, last.PrmTokens, 9);
        }
        Assert.Equal([2, 4, 8], file.ReadCurves(3)[0].Points.Select(p => p.N)); // DVTS: subtrees of 2
        Assert.Equal([8], file.ReadCurves(6)[0].Points.Select(p => p.N)); // beam search
        Assert.Equal([1, 2, 4, 8], file.ReadCurves(9).Single().Points.Select(p => p.N));
    }

    [Fact]
    public async Task The_curve_at_one_sample_is_the_share_of_right_samples()
    {
        using StoredRun stored = new();
        using RunFile file = await RunAsync(stored, "run", Sums.Draw(30), Plan(new BestOfN(), 16));
        RowResult row = file.ReadResult().Rows[0];
        Assert.All(file.ReadCurves(0), curve => Assert.All(row.Outcomes.Zip(curve.Points[0].Chances), pair => Assert.Equal(pair.First.CorrectSamples / 16.0, pair.Second, 12)));
        Assert.Equal(row.Coverage[1], file.ReadCurves(0)[0].Points[0].Accuracy, 12);
    }

    /// <summary>
    /// 200 problems, N = 16 in one run against 6 runs at n = 4 with other seeds: the curve at 4 lies within four standard
    /// errors of their mean. Both have the same expectation when, and only when, a part of a run is a run.
    /// </summary>
    [Fact]
    public async Task A_part_of_a_run_is_expected_to_be_a_smaller_run()
    {
        using StoredRun stored = new();
        Suite suite = Sums.Draw(200);
        foreach (SearchStrategy strategy in (SearchStrategy[])[new MajorityVote(), new BestOfN(), new Dvts()])
        {
            Selection selection = strategy is MajorityVote ? Selection.Majority : Selection.Best;
            using RunFile large = await RunAsync(stored, $"{strategy.Name}-large", suite, Plan(strategy, 16, seed: 1));
            using RunFile small = await RunAsync(stored, $"{strategy.Name}-small", suite, [.. Enumerable.Range(2, 6).Select(seed => Plan(strategy, 4, (ulong)seed, selection))]);
            EvaluationResult result = small.ReadResult();
            SubsamplePoint point = large.ReadCurves(0).Single(c => c.Selection == selection).Points.Single(p => p.N == 4);
            double expected = result.Rows.Average(r => r.Accuracy.Value);
            double deviation = Math.Sqrt(expected * (1 - expected) / 200 * (1 / 6.0 + 4 / 16.0)); // 6 runs; a mean over subsets varies at most n/N as much as one (Hoeffding 1948)
            Assert.InRange(point.Accuracy, expected - 4 * deviation, expected + 4 * deviation);
            Assert.False(point.IsExact && strategy is MajorityVote);
            double other = large.ReadCurves(0).Single(c => c.Selection == selection).Points[^1].Accuracy;
            Assert.True(Math.Abs(other - expected) > deviation, $"{strategy.Name}: {other} at 16, {expected} at 4"); // another n is told apart
        }
    }

    [Fact]
    public async Task Rows_of_other_N_tell_what_fewer_subtrees_cost()
    {
        using StoredRun stored = new();
        using RunFile file = await RunAsync(stored, "run", Sums.Draw(30), Plan(new Dvts(), 4, seed: 2), Plan(new Dvts(), 32), Plan(new BestOfN(), 8));
        EvaluationResult result = file.ReadResult();
        double[] real = [.. result.Rows.Take(2).Select(r => r.Usage.PolicyTokens / 30.0)];
        foreach (SubsampleCurve curve in file.ReadCurves(1))
        {
            Assert.Equal([2, 4, 8, 16, 32], curve.Points.Select(p => p.N));
            Assert.Equal(real[0], curve.Points[1].PolicyTokens, 9);
            Assert.Equal(real[0] * Math.Pow(real[1] / real[0], 1 / 3.0), curve.Points[2].PolicyTokens, 9);
            Assert.Equal(real[1], curve.Points[4].PolicyTokens, 9);
            Assert.Equal(result.Rows[0].Usage.PrmTokens / 30.0, curve.Points[1].PrmTokens, 9);
            Assert.Equal(result.Rows[0].Usage.Flops / 30, curve.Points[1].Flops, 6);
            Assert.All(curve.Points, p => Assert.True(p.LeastTokens <= p.PolicyTokens));
        }
    }

    /// <summary>One of two samples was cut off: one sample costs their mean, and the prompt.</summary>
    [Fact]
    public void Truncated_samples_count_in_what_fewer_cost()
    {
        SolvedProblem problem = new()
        {
            Outcome = new() { Item = Sums.Draw(1).Items[0], Answer = null, IsCorrect = false, CorrectSamples = 0, Samples = 2, Truncated = 1, Usage = new() { PromptTokens = 10, PolicyTokens = 18, PrmTokens = 18, PolicyFlops = 36, PrmFlops = 18 } },
            Verdict = new()
            {
                Problem = new() { Id = "", Text = "" },
                Strategy = "best-of-n",
                Answer = null,
                Chosen = null,
                Usage = Usage.Zero,
                Elapsed = default,
                Ending = VerdictEnding.Complete,
                Candidates = [new() { Trajectory = Trajectory("abc", TrajectoryState.Finished), Answer = null, Group = -1, Score = 1, Weight = 1 }],
                Truncated = [Trajectory("vwxyz", TrajectoryState.Truncated)],
            },
            Slots = [1, 0],
        };
        SubsamplePoint one = SubsampleCurve.Of(Plan(new BestOfN(), 2), [problem], [Selection.Best], Aggregation.Last, 0)[0].Points[0];
        Assert.Equal((14.0, 14.0, 42.0, 14.0), (one.PolicyTokens, one.PrmTokens, one.Flops, one.LeastTokens));

        static Trajectory Trajectory(string text, TrajectoryState state) => new() { Id = default, State = state, Steps = [new Step(text, text.Length) { Score = 1 }] };
    }

    [Fact]
    public async Task The_same_seed_draws_the_same_subsets()
    {
        using StoredRun stored = new();
        using RunFile file = await RunAsync(stored, "run", Sums.Draw(20), Plan(new MajorityVote(), 32));
        ImmutableArray<double> At(ulong seed) => file.ReadCurves(0, seed: seed)[0].Points.Single(p => p.N == 8).Chances;
        Assert.Equal(At(1), At(1));
        Assert.NotEqual(At(1), At(2));
    }

    /// <summary>Right steps score 0.3 to 1, wrong ones 0 to 0.7, by a number that the step's text decides.</summary>
    sealed class NoisyRewardModel : ProcessRewardModel
    {
        readonly ScriptedRewardModel inner = new();

        public override string Name => "noisy";

        public override RewardScope Open(Problem problem) => new Scope(inner.Open(problem));

        sealed class Scope(RewardScope inner) : RewardScope
        {
            public override Usage Usage => inner.Usage;

            public override async Task<ImmutableArray<ImmutableArray<double>>> ScoreAsync(ImmutableArray<Trajectory> trajectories, CancellationToken cancellationToken)
            {
                ImmutableArray<ImmutableArray<double>> scores = await inner.ScoreAsync(trajectories, cancellationToken);
                return [.. trajectories.Select((t, i) => t.Steps.Select((step, s) => (scores[i][s] > 0.5 ? 0.3 : 0) + 0.7 * Noise(step.Text)).ToImmutableArray())];
            }

            public override void Keep(ImmutableArray<TrajectoryId> frontier) => inner.Keep(frontier);

            public override ValueTask DisposeAsync() => inner.DisposeAsync();

            static double Noise(string text) => new SplitMix64(text.Aggregate(7UL, (hash, c) => hash * 31 + c)).Fraction();
        }
    }
}
