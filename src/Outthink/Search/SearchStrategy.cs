using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Outthink.Planning;
using Outthink.Scoring;

namespace Outthink.Search;

/// <summary>
/// Decides what to keep: draws trajectories from a policy, has them scored, and chooses an answer. Strategies hold no
/// state of a search, so one instance serves any number of problems at once; each is one algorithm in one file.
/// </summary>
public abstract class SearchStrategy
{
    private protected SearchStrategy() { }

    /// <summary>Every fixed strategy, the cheapest first; <see cref="ComputeOptimalSearch"/> chooses among them.</summary>
    public static ImmutableArray<SearchStrategy> All { get; } = [new ChainOfThought(), new MajorityVote(), new BestOfN(), new BeamSearch(), new Dvts()];

    /// <summary>The short name, as on the command line.</summary>
    public abstract string Name { get; }

    /// <summary>True when <see cref="SearchAsync"/> needs a reward model; the others ask none, even when given one.</summary>
    public abstract bool NeedsRewardModel { get; }

    /// <summary>The clock <see cref="Verdict.Elapsed"/> is read from.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>The strategy of that <see cref="Name"/>.</summary>
    public static bool TryParse(string name, [NotNullWhen(true)] out SearchStrategy? strategy)
    {
        strategy = All.FirstOrDefault(s => s.Name == name);
        return strategy is not null;
    }

    /// <summary>All that is wrong with the options this strategy uses, each with what to do; empty when nothing is. Options it does not use are ignored.</summary>
    public abstract ImmutableArray<string> Validate(SearchOptions options);

    /// <summary>The selection these options lead to: theirs, or this strategy's default.</summary>
    public abstract Selection SelectionFor(SearchOptions options);

    /// <summary>The aggregation these options lead to: theirs, unless the strategy needs another.</summary>
    public virtual Aggregation AggregationFor(SearchOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return options.Aggregation;
    }

    /// <summary>
    /// Searches one problem. The same problem, models, options and seed give the same verdict (its times apart),
    /// whatever runs beside it. Cancelling, and a deadline that passes, give a verdict of what was finished by then; both models' scopes are left
    /// however the search ends. The reward model is required when <see cref="NeedsRewardModel"/>, else not asked;
    /// the event handler hears every event, in order, one at a time.
    /// </summary>
    /// <exception cref="ArgumentException">The options are not valid, or the reward model is missing; nothing was opened.</exception>
    /// <exception cref="ProblemRejectedException">The problem cannot be asked.</exception>
    /// <exception cref="RewardModelException">The reward model's scores cannot be used.</exception>
    /// <exception cref="PolicyException">The policy broke its contract.</exception>
    public async Task<Verdict> SearchAsync(
        Problem problem, Policy policy, ProcessRewardModel? prm, SearchOptions options,
        Action<SearchEvent>? onEvent = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(problem);
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(options);
        if (Validate(options) is { IsEmpty: false } problems) throw new ArgumentException(string.Join(" ", problems), nameof(options));
        if (NeedsRewardModel && prm is null) throw new ArgumentException($"The strategy '{Name}' needs a reward model; give one, or use 'majority'.", nameof(prm));
        if (string.IsNullOrWhiteSpace(problem.Text)) throw new ProblemRejectedException($"The problem '{problem.Id}' is empty; give it a text.");

        long start = Clock.GetTimestamp();
        using CancellationTokenSource? alarm = options.Deadline is { } deadline ? new(deadline, Clock) : null;
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, alarm?.Token ?? default);
        await using PolicyScope policyScope = policy.Open(problem);
        await using RewardScope? rewardScope = NeedsRewardModel ? prm!.Open(problem) : null;
        var root = new Trajectory { Id = policyScope.Root, Steps = [], State = TrajectoryState.Open, Seed = SeedTree.Root(options.Seed, problem.Id) };
        var search = new SearchScope(policyScope, rewardScope, options, root, onEvent, stop.Token);
        onEvent?.Invoke(new SearchEvent.Started
        {
            Problem = problem,
            Strategy = Name,
            Policy = policy.Name,
            RewardModel = NeedsRewardModel ? prm!.Name : null,
            Options = options with { Selection = SelectionFor(options), Aggregation = AggregationFor(options) },
            Root = root.Id,
        });
        var ending = VerdictEnding.Complete;
        try
        {
            await RunAsync(search);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            ending = cancellationToken.IsCancellationRequested ? VerdictEnding.Cancelled : VerdictEnding.Deadline;
            if (ending == VerdictEnding.Deadline) search.Stop(ThriftRule.Deadline, $"the deadline of {options.Deadline} passed", []);
        }
        ImmutableArray<Candidate> candidates = Ballot.Enter(search.Finished, AggregationFor(options));
        Candidate? chosen = Ballot.Choose(candidates, SelectionFor(options));
        var verdict = new Verdict
        {
            Problem = problem,
            Strategy = Name,
            Answer = chosen?.Answer,
            Chosen = chosen?.Trajectory,
            Candidates = candidates,
            Truncated = search.Truncated,
            Usage = search.Usage,
            Elapsed = Clock.GetElapsedTime(start),
            Ending = ending,
        };
        onEvent?.Invoke(SearchEvent.Decided.From(verdict));
        return verdict;
    }

    /// <summary>The algorithm. What it keeps last is what it returns.</summary>
    internal abstract Task RunAsync(SearchScope search);

    private protected static bool IsOpen(Trajectory trajectory) => trajectory.State == TrajectoryState.Open;

    private protected static bool IsFinished(Trajectory trajectory) => trajectory.State == TrajectoryState.Finished;
}
