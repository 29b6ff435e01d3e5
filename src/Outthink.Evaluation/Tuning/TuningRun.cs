using System.Collections.Immutable;
using Outthink.Evaluation.Runs;
using Outthink.Evaluation.Statistics;
using Outthink.Evaluation.Suites;
using Outthink.Planning;
using Outthink.Scoring;
using Outthink.Search;

namespace Outthink.Evaluation.Tuning;

/// <summary>
/// Measures one policy with one reward model on the problems of a suite and fits a profile. Half of the problems
/// (every other one) fit the models and measure the tactics, the other half judges the models and measures what prices
/// buy.
/// </summary>
public sealed class TuningRun
{
    /// <summary>Problems solved one after another to learn the seconds a token takes.</summary>
    const int TimedProblems = 6;

    /// <summary>How many observations of all problems alike a difficulty's own recovery is drawn towards.</summary>
    const double PriorWeight = 4;

    public required Policy Policy { get; init; }

    /// <summary>Null tunes without one.</summary>
    public required ProcessRewardModel? Prm { get; init; }

    public required Suite Suite { get; init; }

    public required TuningOptions Options { get; init; }

    /// <summary>Told what is done: a line of text, and the share of the whole.</summary>
    public Action<string, double>? OnProgress { get; init; }

    /// <exception cref="InvalidOperationException">Fewer than 40 problems, or no tactic.</exception>
    public async Task<TuningResult> RunAsync(CancellationToken cancellationToken = default)
    {
        if (Suite.Items.Length < 40) throw new InvalidOperationException($"{Suite.Items.Length} problems are too few to tune on; give at least 40.");
        if (Options.Tactics.IsEmpty) throw new InvalidOperationException("There is no tactic to measure.");
        Observer observer = new(Policy, Prm, Suite, Options.Search, Options.Pilot, Options.Concurrency);
        int[] all = [.. Enumerable.Range(0, Suite.Items.Length)], fitting = [.. all.Where(i => i % 2 == 0)], judging = [.. all.Where(i => i % 2 == 1)];

        Report("how hard each problem is", 0);
        ImmutableArray<Difficulty> difficulties = await DifficultiesAsync(observer, all, cancellationToken);
        Report("how to choose among candidates", 0.1);
        var (selection, aggregation) = await VotingAsync(observer, fitting, cancellationToken);
        observer = new(Policy, Prm, Suite, Options.Search with { Aggregation = aggregation, Selection = selection }, Options.Pilot, Options.Concurrency);

        var (observations, dropped) = await RaceAsync(observer, selection, aggregation, fitting, cancellationToken);
        ImmutableArray<Observation> pilots = await observer.TryAsync(null, selection, judging, cancellationToken);
        SearchProfile half = await ProfileAsync(observer, selection, aggregation, observations, difficulties, cancellationToken);
        ImmutableArray<PricePoint> prices = await PricesAsync(half, judging, observer, cancellationToken);
        Report("done", 1);
        return new()
        {
            Profile = half with { Prices = prices },
            Reliability = Judge(half, pilots, difficulties),
            Dropped = dropped,
        };
    }

    async Task<ImmutableArray<Difficulty>> DifficultiesAsync(Observer observer, int[] problems, CancellationToken cancellationToken)
    {
        SearchOptions options = EvaluationRun.EstimateOptions(Options.Search with { Samples = Options.DifficultySamples, Selection = null });
        var verdicts = await observer.SearchAsync(new MajorityVote(), options, problems, cancellationToken);
        return [.. verdicts.Select(v => EvaluationRun.Judge((int)v.Verdict.Candidates.Sum(c => v.Key.Accepts(c.Answer) ? c.Weight : 0), Options.DifficultySamples))];
    }

    /// <summary>The selection and aggregation that solve most on 16 whole samples; of equals the first, best and last.</summary>
    async Task<(Selection, Aggregation)> VotingAsync(Observer observer, int[] problems, CancellationToken cancellationToken)
    {
        if (Prm is null) return (Selection.Majority, Aggregation.Last);
        var verdicts = await observer.SearchAsync(new BestOfN(), Options.Search with { Samples = 16 }, problems, cancellationToken);
        return (from selection in Enum.GetValues<Selection>()
                from aggregation in Enum.GetValues<Aggregation>()
                let solved = verdicts.Count(v => v.Key.Accepts(Ballot.Choose(Ballot.Enter([.. v.Verdict.Candidates.Select(c => c.Trajectory)], aggregation), selection)?.Answer))
                orderby solved descending
                select (selection, aggregation)).First();
    }

    /// <summary>Successive halving: all tactics on a third of the problems, then those that no other beats for less on the rest.</summary>
    async Task<(List<Observation>, ImmutableArray<string>)> RaceAsync(
        Observer observer, Selection selection, Aggregation aggregation, int[] problems, CancellationToken cancellationToken)
    {
        int[] first = [.. problems.Where((_, i) => i % 3 == 0)], rest = [.. problems.Where((_, i) => i % 3 != 0)];
        List<Observation> seen = [];
        List<Tactic> running = [.. Options.Tactics.Select(t => t with { Selection = selection, Aggregation = aggregation })];
        foreach (var (tactic, i) in running.Select((t, i) => (t, i)))
        {
            Report($"{tactic} on {first.Length} problems", 0.15 + 0.2 * i / running.Count);
            seen.AddRange(await observer.TryAsync(tactic, selection, first, cancellationToken));
        }
        List<string> dropped = [];
        foreach (Tactic tactic in running.ToArray())
        {
            if (Better(tactic, running, seen) is not { } better) continue;
            running.Remove(tactic);
            seen.RemoveAll(o => o.Tactic == tactic);
            dropped.Add($"{tactic}: {better} did better for less");
        }
        foreach (var (tactic, i) in running.Select((t, i) => (t, i)))
        {
            Report($"{tactic} on {rest.Length} more", 0.35 + 0.35 * i / running.Count);
            seen.AddRange(await observer.TryAsync(tactic, selection, rest, cancellationToken));
        }
        return (seen, [.. dropped]);
    }

    /// <summary>A tactic that is cheaper and solves more, by more than the standard error of the paired difference.</summary>
    static Tactic? Better(Tactic tactic, List<Tactic> running, List<Observation> seen)
    {
        Observation[] own = [.. seen.Where(o => o.Tactic == tactic)];
        return running.Find(other =>
        {
            if (other == tactic) return false;
            Observation[] its = [.. seen.Where(o => o.Tactic == other)];
            if (its.Average(o => o.Tokens) >= own.Average(o => o.Tokens)) return false;
            int wins = its.Zip(own).Count(p => p.First.IsRight && !p.Second.IsRight), losses = its.Zip(own).Count(p => !p.First.IsRight && p.Second.IsRight);
            return wins - losses > Math.Sqrt(wins + losses);
        });
    }

    async Task<SearchProfile> ProfileAsync(
        Observer observer, Selection selection, Aggregation aggregation, List<Observation> seen, ImmutableArray<Difficulty> difficulties, CancellationToken cancellationToken)
    {
        ImmutableArray<TacticRecord>.Builder records = ImmutableArray.CreateBuilder<TacticRecord>();
        foreach (var group in seen.GroupBy(o => o.Tactic!))
        {
            Report($"seconds of {group.Key}", 0.72);
            var timed = await observer.TryAsync(group.Key, selection, [.. group.Take(TimedProblems).Select(o => o.Problem)], cancellationToken, alone: true);
            records.Add(RecordOf(group.Key, [.. group], timed.Sum(o => o.Seconds) / Math.Max(1, timed.Sum(o => o.Tokens)), difficulties));
        }
        // Every tactic began with the same pilot of a problem: one of them stands for all.
        Observation[] pilots = [.. seen.GroupBy(o => o.Problem).Select(g => g.First())];
        (Evidence Evidence, bool IsRight)[] states = [.. pilots.Select(o => (o.Before, o.WasRight)), .. seen.Select(o => (o.After, o.IsRight))];
        int features = Evidence.Names.Length;
        return new()
        {
            Policy = Policy.Name,
            RewardModel = Prm?.Name,
            Pilot = Options.Pilot,
            Selection = selection,
            Aggregation = aggregation,
            IsEasy = LogisticFit.Fit([.. pilots.Select(o => o.Before.Features)], [.. pilots.Select(o => difficulties[o.Problem] == Difficulty.Easy ? 1.0 : 0)], features),
            IsNotHard = LogisticFit.Fit([.. pilots.Select(o => o.Before.Features)], [.. pilots.Select(o => difficulties[o.Problem] != Difficulty.Hard ? 1.0 : 0)], features),
            IsRight = LogisticFit.Fit([.. states.Select(s => s.Evidence.Features)], [.. states.Select(s => s.IsRight ? 1.0 : 0)], features),
            Tactics = [.. records.OrderBy(r => r.Outcomes.Sum(o => o.Tokens * o.Problems))],
            Prices = [],
            Provenance = $"measured on {Suite.Items.Length} problems of {Suite.Name}",
        };
    }

    static TacticRecord RecordOf(Tactic tactic, Observation[] seen, double secondsPerToken, ImmutableArray<Difficulty> difficulties)
    {
        Observation[] wrong = [.. seen.Where(o => !o.WasRight)];
        double recovery = wrong.Length == 0 ? 0 : wrong.Average(o => o.IsRight ? 1.0 : 0);
        return new()
        {
            Tactic = tactic,
            Outcomes = [.. Enum.GetValues<Difficulty>().Select(difficulty =>
            {
                Observation[] own = [.. seen.Where(o => difficulties[o.Problem] == difficulty)];
                Observation[] costed = own.Length > 0 ? own : seen;
                Proportion solved = new(own.Count(o => o.IsRight), own.Length);
                Observation[] failed = [.. own.Where(o => !o.WasRight)];
                return new TacticOutcome
                {
                    Problems = own.Length,
                    Accuracy = solved.Value,
                    Low = solved.Low,
                    High = solved.High,
                    Recovery = (failed.Count(o => o.IsRight) + PriorWeight * recovery) / (failed.Length + PriorWeight),
                    Tokens = costed.Average(o => o.Tokens),
                    Flops = costed.Average(o => o.Flops),
                    Seconds = costed.Average(o => o.Tokens) * secondsPerToken,
                };
            })],
        };
    }

    /// <summary>What prices buy, the highest first: twelve of them from one that forbids everything to one that forbids nothing.</summary>
    async Task<ImmutableArray<PricePoint>> PricesAsync(SearchProfile profile, int[] problems, Observer observer, CancellationToken cancellationToken)
    {
        double cheapest = profile.Tactics.Min(t => t.Outcomes.Min(o => o.Tokens)), dearest = profile.Tactics.Max(t => t.Outcomes.Max(o => o.Tokens));
        double high = 1 / cheapest, low = 1e-4 / dearest;
        ImmutableArray<double> ladder = Options.Prices.IsEmpty
            ? [.. Enumerable.Range(0, 12).Select(i => high * Math.Pow(low / high, i / 11.0))]
            : [.. Options.Prices.OrderDescending()];
        ImmutableArray<PricePoint>.Builder points = ImmutableArray.CreateBuilder<PricePoint>();
        foreach (var (price, i) in ladder.Select((p, i) => (p, i)))
        {
            Report($"price {i + 1} of {ladder.Length}", 0.75 + 0.25 * i / ladder.Length);
            var verdicts = await observer.SearchAsync(
                new ComputeOptimalSearch(new Selector(profile, price, Allowance.None)),
                Options.Search with { Samples = int.MaxValue, Aggregation = profile.Aggregation }, problems, cancellationToken);
            points.Add(new()
            {
                Price = price,
                Accuracy = verdicts.Average(v => v.Key.Accepts(v.Verdict.Answer) ? 1.0 : 0),
                Tokens = verdicts.Average(v => Observer.Tokens(v.Verdict.Usage)),
                Flops = verdicts.Average(v => v.Verdict.Usage.Flops),
                Seconds = verdicts.Average(v => Seconds(profile, Observer.Tokens(v.Verdict.Usage))),
            });
        }
        return points.ToImmutable();
    }

    /// <summary>Seconds of a search alone, by its tokens at the tactics' mean speed.</summary>
    static double Seconds(SearchProfile profile, double tokens) =>
        tokens * profile.Tactics.Average(t => t.Outcomes.Sum(o => o.Seconds) / Math.Max(1e-9, t.Outcomes.Sum(o => o.Tokens)));

    static Reliability Judge(SearchProfile profile, ImmutableArray<Observation> pilots, ImmutableArray<Difficulty> difficulties)
    {
        Selector selector = new(profile, 0, Allowance.None);
        int[][] confusion = [new int[3], new int[3], new int[3]];
        List<(double Score, bool IsRight)> scored = [];
        foreach (Observation pilot in pilots)
        {
            Decision decision = selector.Decide(pilot.Before, [], Usage.Zero, TimeSpan.Zero);
            scored.Add((decision.Confidence, pilot.WasRight));
            int estimated = decision.Difficulty.IndexOf(decision.Difficulty.Max());
            confusion[(int)difficulties[pilot.Problem]][estimated]++;
        }
        return new()
        {
            Problems = pilots.Length,
            Auc = RocCurve.Area(scored),
            Brier = scored.Average(s => Math.Pow(s.Score - (s.IsRight ? 1 : 0), 2)),
            Confusion = [.. confusion.Select(row => row.ToImmutableArray())],
        };
    }

    void Report(string what, double share) => OnProgress?.Invoke(what, share);
}
