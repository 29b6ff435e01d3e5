using System.Collections.Immutable;
using Outthink.Evaluation.Energy;
using Outthink.Evaluation.Runs;
using Outthink.Evaluation.Runs.Storage;
using Outthink.Evaluation.Suites;
using Outthink.Planning;
using Outthink.Scoring;
using Outthink.Search;

namespace Outthink.Evaluation.Tuning;

/// <summary>
/// Measures one policy with one reward model on the problems of a suite and fits a profile: every tactic by itself, first
/// on a third of the problems, those worth it on the rest; what they cost after one another on a few problems, timed;
/// then everything else by calculation; last, the selectors so fitted search, which sets their clocks. What prices buy,
/// and how far the models can be trusted, is told by halves: each half judged by what was fitted on the other.
/// </summary>
public sealed class TuningRun
{
    const int FewestProblems = 40;

    /// <summary>Problems on which a tactic is timed after an opening, one after another.</summary>
    const int TimedProblems = 36;

    /// <summary>Points of a ladder of prices.</summary>
    const int PriceCount = 12;

    public required Policy Policy { get; init; }

    /// <summary>Null tunes without one.</summary>
    public required ProcessRewardModel? Prm { get; init; }

    public required Suite Suite { get; init; }

    public required TuningOptions Options { get; init; }

    /// <summary>Keeps a part of the measuring, named by its first argument, so that it can be gone on with; null keeps nothing.</summary>
    public Func<string, Suite, ImmutableArray<RowPlan>, SearchOptions, RunFile>? OpenFile { get; init; }

    /// <summary>Keeps what is timed, likewise; null keeps nothing.</summary>
    public Func<Suite, ImmutableArray<RowPlan>, SearchOptions, TimingLog>? OpenTimings { get; init; }

    /// <summary>Tells the joules, for the machine's power; null leaves it unknown.</summary>
    public EnergyMeter? Energy { get; init; }

    /// <summary>Told what is done: a line of text, and the share of the whole.</summary>
    public Action<string, double>? OnProgress { get; init; }

    SearchOptions DifficultyOptions => Options.Search with { Samples = Options.DifficultySamples, Selection = null };

    /// <exception cref="TuningException">Fewer than 40 problems that the models can read, or no tactic.</exception>
    public async Task<TuningResult> RunAsync(CancellationToken cancellationToken = default)
    {
        if (Suite.Items.Length < FewestProblems) throw new TuningException($"{Suite.Items.Length} problems are too few to tune on; give at least {FewestProblems}.");
        if (Options.Tactics.IsEmpty) throw new TuningException("There is no tactic to measure; give some.");
        Suite first = Suite with { Items = [.. Suite.Items.Where((_, i) => i % 3 == 0)] }, rest = Suite with { Items = [.. Suite.Items.Where((_, i) => i % 3 != 0)] };

        Measured scouted = await MeasureAsync("first", first, Options.Tactics, 0, 0.4, cancellationToken);
        if (scouted.Items.IsEmpty) throw Unreadable(0);
        var (selection, aggregation) = Voting(scouted);
        TrialTable table = scouted.Table(selection, aggregation);
        var (kept, dropped) = Racing.Halve(table, [.. table.Tactics]);
        Measured more = await MeasureAsync("rest", rest, [.. kept.Select(t => Options.Tactics.First(o => o == Plain(t)))], 0.4, 0.9, cancellationToken);
        table = table.With(more.Table(selection, aggregation), [.. scouted.Items.Concat(more.Items).Select(i => i.Answer)]);
        SuiteItem[] items = [.. scouted.Items, .. more.Items];
        if (items.Length < FewestProblems) throw Unreadable(items.Length);

        ImmutableArray<Tactic> openings = Racing.Frontier(table);
        using TimingLog? timings = OpenTimings?.Invoke(Suite, [.. Options.Tactics.Select(Row)], DifficultyOptions);
        var (costs, watts) = await TimeAsync(table, items, openings, timings, cancellationToken);
        OnProgress?.Invoke("what prices buy", 0.96);
        TuningResult result = Conclude(table, openings, costs, dropped, watts);
        ImmutableArray<Problem> problems = [.. items.Select(i => new Problem { Id = i.Id, Text = i.Problem })];
        SearchOptions options = Options.Search with { Samples = Options.Tactics.Max(t => t.Samples) };
        SearchProfile punctual = await Punctuality.SetClocksAsync(result.Profile, problems, Policy, Prm, options, timings, (text, share) => OnProgress?.Invoke(text, 0.96 + 0.04 * share), cancellationToken);
        OnProgress?.Invoke("done", 1);
        return result with { Profile = punctual };
    }

    TuningResult Conclude(TrialTable table, ImmutableArray<Tactic> openings, Dictionary<(Tactic, Tactic), GoingOn> costs, ImmutableArray<string> dropped, double? watts)
    {
        OpeningFit fit = new(table, costs);
        Replay replay = new(table, costs);
        int[] all = [.. table.Problems], even = [.. all.Where(p => p % 2 == 0)], odd = [.. all.Where(p => p % 2 == 1)];
        SearchProfile profile = new()
        {
            Policy = Policy.Name,
            RewardModel = Prm?.Name,
            Selection = table.Selection,
            Aggregation = table.Aggregation,
            Openings = [],
            Watts = watts,
            Provenance = $"measured on {all.Length} problems of {Suite.Name}",
        };
        ImmutableArray<Opening>.Builder fitted = ImmutableArray.CreateBuilder<Opening>();
        ImmutableArray<Reliability>.Builder reliability = ImmutableArray.CreateBuilder<Reliability>();
        foreach (Tactic first in openings)
        {
            Opening opening = fit.Fit(first, all);
            (Opening, int[])[] crossed = [(fit.Fit(first, even), odd), (fit.Fit(first, odd), even)];
            fitted.Add(opening with { Prices = [.. Ladder(opening).Select(price => replay.Point(profile, price, crossed))] });
            reliability.Add(Reliability.Of(profile, table, crossed));
        }
        return new() { Profile = profile with { Openings = fitted.ToImmutable() }, Reliability = reliability.ToImmutable(), Dropped = dropped };
    }

    /// <summary>Prices from one that forbids everything to one that forbids nothing; where nothing can follow, one is enough.</summary>
    ImmutableArray<double> Ladder(Opening opening)
    {
        if (!Options.Prices.IsEmpty) return [.. Options.Prices.OrderDescending()];
        if (opening.Next.IsEmpty) return [1];
        double high = 1 / Math.Max(1, opening.Next.Min(t => t.Outcomes.Min(o => o.Tokens))), low = 1e-4 / opening.Next.Max(t => t.Outcomes.Max(o => o.Tokens));
        return [.. Enumerable.Range(0, PriceCount).Select(i => high * Math.Pow(low / high, i / (PriceCount - 1.0)))];
    }

    /// <summary>Runs tactics, each with seeds of its own, on problems; what a run file holds already is not run again.</summary>
    async Task<Measured> MeasureAsync(string part, Suite problems, ImmutableArray<Tactic> tactics, double from, double to, CancellationToken cancellationToken)
    {
        ImmutableArray<RowPlan> rows = [.. tactics.Select(Row)];
        using RunFile? file = OpenFile?.Invoke(part, problems, rows, DifficultyOptions);
        Measured measured = new(tactics);
        EvaluationResult result = await new EvaluationRun
        {
            Suite = problems,
            Rows = rows,
            Policies = new Dictionary<string, Policy> { [Policy.Name] = Policy },
            Prms = Prm is null ? new Dictionary<string, ProcessRewardModel>() : new() { [Prm.Name] = Prm },
            DifficultyOptions = DifficultyOptions,
            File = file,
            OnProgress = p => OnProgress?.Invoke($"{(p.IsEstimatingDifficulty ? "how hard each problem is" : tactics[p.Row])}: {p.Done} of {p.Problems} problems", from + (to - from) * (p.Row + (double)p.Done / p.Problems) / p.RowCount),
            OnVerdict = (row, _, item, verdict) => measured.Add(row, item, verdict),
        }.RunAsync(cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        measured.Close(problems.Items, result.Rows[0].Difficulties);
        return measured;
    }

    RowPlan Row(Tactic tactic)
    {
        if (!SearchStrategy.TryParse(tactic.Strategy, out SearchStrategy? strategy)) throw new InvalidOperationException($"There is no strategy '{tactic.Strategy}'.");
        SearchOptions options = tactic.Apply(Options.Search) with { Seed = SplitMix64.Mix(Options.Search.Seed + 1 + (ulong)Options.Tactics.IndexOf(tactic)) };
        return RowPlan.Of(Policy.Name, Prm?.Name, strategy, options);
    }

    /// <summary>The selection and aggregation that solve most on whole samples, of the first tactic that draws at least 16; of equals the first, best and last.</summary>
    (Selection, Aggregation) Voting(Measured scouted)
    {
        if (Prm is null) return (Selection.Majority, Aggregation.Last);
        Tactic sampled = scouted.Tactics.Where(t => t.Strategy == "best-of-n").OrderBy(t => t.Samples < 16).ThenBy(t => t.Samples).FirstOrDefault() ?? scouted.Tactics[^1];
        return (from selection in Enum.GetValues<Selection>()
                from aggregation in Enum.GetValues<Aggregation>()
                let table = scouted.Table(selection, aggregation)
                orderby table.Accuracy(table.Tactics.First(t => Plain(t) == sampled)) descending
                select (selection, aggregation)).First();
    }

    /// <summary>Runs every opening, and after it whatever is dearer, on a few problems one after another.</summary>
    /// <returns>The costs, and the machine's mean power meanwhile.</returns>
    async Task<(Dictionary<(Tactic, Tactic), GoingOn> Costs, double? Watts)> TimeAsync(TrialTable table, SuiteItem[] items, ImmutableArray<Tactic> openings, TimingLog? timings, CancellationToken cancellationToken)
    {
        int[] timed = [.. table.Problems.GroupBy(p => table.Difficulties[p]).SelectMany(bin => bin.Take(TimedProblems / Enum.GetValues<Difficulty>().Length))];
        (Tactic, Tactic)[] pairs = [.. openings.SelectMany(o => table.Tactics.Where(t => t == o || table.MeanTokens(t) > table.MeanTokens(o)).OrderBy(table.MeanTokens).Select(t => (o, t)))];
        Dictionary<(Tactic, Tactic), GoingOn> costs = [];
        List<Timing> measured = [];
        foreach (var (pair, i) in pairs.Select((pair, i) => (pair, i)))
        {
            OnProgress?.Invoke($"seconds of {pair.Item2}", 0.9 + 0.06 * i / pairs.Length);
            Timing? timing = timings?.Find(PartOf(pair));
            if (timing?.Cost is null)
            {
                timing = await TimeAsync(table, items, timed, pair, cancellationToken);
                timings?.Add(timing);
            }
            measured.Add(timing);
            costs.Add(pair, timing.Cost!);
        }
        Timing[] drew = [.. measured.Where(t => t.Joules is not null && t.Seconds > 0)];
        return (costs, drew.Length > 0 ? drew.Sum(t => t.Joules!.Value) / drew.Sum(t => t.Seconds) : null);
    }

    async Task<Timing> TimeAsync(TrialTable table, SuiteItem[] items, int[] problems, (Tactic Opening, Tactic Next) pair, CancellationToken cancellationToken)
    {
        var (opening, next) = pair;
        List<TimedTrial> trials = [];
        double? joules = Energy?.Read();
        long start = TimeProvider.System.GetTimestamp();
        foreach (int problem in problems)
        {
            Schedule schedule = new(Prm is not null, table.Selection, table.Aggregation, next == opening ? [opening] : [opening, next]);
            await new ComputeOptimalSearch(schedule).SearchAsync(
                new() { Id = items[problem].Id, Text = items[problem].Problem }, Policy, Prm, Options.Search with { Samples = Math.Max(opening.Samples, next.Samples) }, cancellationToken: cancellationToken);
            cancellationToken.ThrowIfCancellationRequested();
            var last = schedule.Last;
            trials.Add(new(table.Difficulties[problem], table.State(problem, [opening]).Evidence.MeanTokens, last.Tokens, table[next, problem].Tokens, last.Seconds));
        }
        GoingOn cost = GoingOn.Of(trials);
        return new()
        {
            Part = PartOf(pair),
            Cost = next == opening ? cost with { Shares = [1, 1, 1] } : cost,
            Seconds = TimeProvider.System.GetElapsedTime(start).TotalSeconds,
            Joules = Energy?.Read() - joules,
        };
    }

    static string PartOf((Tactic Opening, Tactic Next) pair) => $"{pair.Next} after {pair.Opening}";

    static TuningException Unreadable(int left) => new($"Only {left} problems could be searched, the others were rejected as too long: give shorter ones, or models that can read them.");

    /// <summary>As the options gave it.</summary>
    static Tactic Plain(Tactic tactic) => tactic with { Selection = null, Aggregation = default };
}
