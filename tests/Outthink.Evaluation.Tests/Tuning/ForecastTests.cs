using System.Collections.Immutable;
using Outthink.Evaluation.Tuning;
using Outthink.Planning;
using Outthink.Search;

namespace Outthink.Evaluation.Tests.Tuning;

public sealed class ForecastTests
{
    private static readonly Tactic Often = new() { Strategy = "dvts", Samples = 4 }, Seldom = new() { Strategy = "dvts", Samples = 8 };

    [Fact]
    public async Task Every_tactic_after_the_opening_has_one_with_what_it_evaluated()
    {
        TuningRun tuning = Tuning();
        SearchProfile profile = (await tuning.RunAsync(TestContext.Current.CancellationToken)).Profile;
        ComputeOptimalSearch eager = new(new Selector(profile, profile.Openings[0], 1e-9, Allowance.None));
        int forecast = 0;

        foreach (var item in Sums.Draw(20, offset: 500).Items)
        {
            List<SearchEvent.Planned> decisions = [];
            Problem problem = new() { Id = item.Id, Text = item.Problem };
            SearchOptions options = new() { Samples = 8, Seed = 5 };
            await eager.SearchAsync(problem, tuning.Policy, tuning.Prm, options, e => decisions.AddRange(new[] { e }.OfType<SearchEvent.Planned>()), TestContext.Current.CancellationToken);
            ImmutableArray<Forecast> forecasts = await Forecast.ObserveAsync(eager, problem, tuning.Policy, tuning.Prm, options, TestContext.Current.CancellationToken);

            double[] spent = [.. decisions.Select(d => (double)(d.Usage.PolicyTokens + d.Usage.PrmTokens))];
            Assert.Equal(decisions.Where(d => d.Decision.Tactic is not null).Select(d => d.Decision.Tactic), forecasts.Select(f => f.Tactic));
            Assert.Equal(spent.Skip(1).Zip(spent, (after, before) => after - before), forecasts.Select(f => f.TookTokens));
            Assert.All(forecasts, f => Assert.True(f.TookSeconds > 0 && f.Tokens > 0));
            forecast += forecasts.Length;
        }

        Assert.True(forecast > 20, "The selector went on with too little to tell.");
    }

    [Fact]
    public async Task Openings_take_turns_in_the_searches_that_set_their_clocks()
    {
        TuningRun tuning = Tuning();
        SearchProfile profile = (await tuning.RunAsync(TestContext.Current.CancellationToken)).Profile;
        string[] openings = [.. profile.Openings.Where(o => !o.Next.IsEmpty).Select(o => $"seconds after {o.First.Tactic}")];
        Problem[] problems = [.. Sums.Draw(150).Items.Select(i => new Problem { Id = i.Id, Text = i.Problem })];
        List<string> turns = [];

        SearchProfile punctual = await Punctuality.SetClocksAsync(
            profile, [.. problems], tuning.Policy, tuning.Prm, new() { Samples = 8, Seed = 5 }, log: null, (text, _) => turns.Add(text), TestContext.Current.CancellationToken);

        Assert.True(openings.Length > 1, "One opening has no turns to take.");
        Assert.Equal([.. openings, .. openings], turns);
        Assert.Equal(Told(profile), Told(punctual));
        Assert.NotEqual(Seconds(profile), Seconds(punctual));
        Assert.All(Seconds(punctual), s => Assert.InRange(s, double.Epsilon, 60));

        static IEnumerable<double> Seconds(SearchProfile p) => p.Openings.SelectMany(o => o.Next).SelectMany(r => r.Outcomes).Select(o => o.Seconds);
        static IEnumerable<(string, double)> Told(SearchProfile p) => p.Openings.SelectMany(o => o.Next).SelectMany(r => r.Outcomes.Select(o => (r.Tactic.ToString(), o.Tokens)));
    }

    [Fact]
    public async Task A_single_price_sets_the_clocks_too()
    {
        TuningRun tuning = Tuning();
        SearchProfile profile = (await new TuningRun { Policy = tuning.Policy, Prm = tuning.Prm, Suite = tuning.Suite, Options = tuning.Options with { Prices = [1e-9] } }.RunAsync(TestContext.Current.CancellationToken)).Profile;
        Assert.All(profile.Openings, o => Assert.Single(o.Prices));
    }

    [Fact]
    public void Predicted_seconds_are_corrected_by_what_they_were_off_in_the_middle()
    {
        Forecast[] forecasts = [.. new[] { 1.0, 2, 3, 50 }.Select(took => Of(Often, predicted: 1, took)), Of(Seldom, predicted: 2, took: 0.2), Of(Seldom, predicted: 0, took: 5)];

        Opening corrected = Punctuality.Correct(Timed(Often, Seldom), forecasts);

        Assert.Equal(2.5 * 10, corrected.Next[0].Outcomes[0].Seconds);
        Assert.Equal(2 * 10, corrected.Next[1].Outcomes[0].Seconds); // too few of its own: the median of all
        Assert.Equal(10, Punctuality.Correct(Timed(Often, Seldom), []).Next[0].Outcomes[0].Seconds);
    }

    private static TuningRun Tuning() => new()
    {
        Policy = new ScriptedPolicy("adder", 40),
        Prm = new ScriptedRewardModel(),
        Suite = Sums.Draw(60),
        Options = new() { Tactics = TuningOptions.TacticsOf([1, 4, 8], withRewardModel: true), DifficultySamples = 16, Search = new() { Seed = 3 } },
    };

    private static Forecast Of(Tactic tactic, double predicted, double took) => new() { Tactic = tactic, Seconds = predicted, TookSeconds = took, Tokens = 1, TookTokens = 1 };

    private static Opening Timed(params Tactic[] next)
    {
        TacticRecord Record(Tactic tactic) => new() { Tactic = tactic, Outcomes = [new() { Problems = 1, Accuracy = 1, Low = 0, High = 1, Recovery = 1, Tokens = 1, Flops = 1, Seconds = 10 }] };
        LogisticModel even = new() { Intercept = 0, Weights = [] };
        return new() { First = Record(new() { Strategy = "best-of-n", Samples = 1 }), IsEasy = even, IsNotHard = even, IsRight = even, Lengths = [1], Next = [.. next.Select(Record)], Prices = [] };
    }
}
