using System.Collections.Immutable;
using Outthink.Planning;

namespace Outthink.Search;

/// <summary>
/// One problem's search: what strategies are written in. It asks the ports in batches, merges equal children, tells both
/// ports in the same step what is kept, and emits the events. <see cref="SearchStrategy.SearchAsync"/> leaves the ports' scopes.
/// </summary>
internal sealed class SearchScope(
    PolicyScope policy, RewardScope? rewards, SearchOptions options, Trajectory root, Action<SearchEvent>? onEvent, CancellationToken cancellationToken)
{
    private readonly List<Trajectory> _truncated = [];
    private readonly List<Trajectory> _banked = [];
    private ImmutableArray<Trajectory> _children = [];
    private int _round;

    public SearchOptions Options { get; private set; } = options;

    /// <summary>The trajectory without steps. Its seed changes with each <see cref="Restart"/>, its id does not.</summary>
    public Trajectory Root { get; private set; } = root;

    /// <summary>What the strategy kept last: open beams and finished trajectories, by place in the tree.</summary>
    public ImmutableArray<Trajectory> Frontier { get; private set; } = [root];

    /// <summary>Finished at this moment and not pruned: what earlier starts left, then the frontier, its open beams replaced by this round's finished children.</summary>
    public ImmutableArray<Trajectory> Finished =>
    [
        .. _banked,
        .. Frontier.SelectMany(t => t.State == TrajectoryState.Open ? _children.Where(c => c.Parent == t.Id) : [t])
            .Where(t => t.State == TrajectoryState.Finished),
    ];

    /// <summary>Everything cut off by a limit so far, in the order drawn.</summary>
    public ImmutableArray<Trajectory> Truncated => [.. _truncated, .. _children.Where(IsTruncated)];

    /// <summary>At temperature 0 the same parent always gives the same step: a second draw would be in vain.</summary>
    private bool DrawsAgain => Options is { Resamples: > 0, Sampling.Temperature: > 0 };

    public Usage Usage => policy.Usage + (rewards?.Usage ?? Usage.Zero);

    /// <summary>Draws whole solutions in one batch; equal ones are not merged.</summary>
    /// <returns>The finished ones in slot order, scored if there is a reward model.</returns>
    public async Task<ImmutableArray<Trajectory>> SolveAsync(int samples, Sampling sampling)
    {
        _round++;
        ImmutableArray<ImmutableArray<Draw>> draws = await DrawAsync(
            [(Root, [.. Enumerable.Range(0, samples)])], attempt: 0, Extent.Solution, sampling);
        Emit(Root, draws[0]);
        _children = [.. draws[0].Select(draw => draw.Extend(Root))];
        policy.Keep([]); // whole solutions are never extended: what the policy holds of them need not wait for the scores
        await ScoreAsync();
        return [.. _children.Where(c => !IsTruncated(c))];
    }

    /// <summary>
    /// Extends every parent by one step: one batch, equal children of a parent merged, slots that gave nothing new drawn
    /// once more in a second batch, the distinct children scored in a third.
    /// </summary>
    /// <returns>For each growth its children that are not truncated, first draws before second ones, each in slot order.</returns>
    public async Task<ImmutableArray<ImmutableArray<Trajectory>>> GrowAsync(IEnumerable<Growth> growths)
    {
        _round++;
        ImmutableArray<Siblings> families = [.. growths.Select(g => new Siblings(g))];
        await FillAsync(families, families, attempt: 0);
        if (DrawsAgain)
            await FillAsync(families, [.. families.Where(f => !f.EmptySlots.IsEmpty)], attempt: 1);
        await ScoreAsync();
        return [.. families.Select(f => f.Children.Select(c => Current(c.Id)).Where(c => !IsTruncated(c)).ToImmutableArray())];
    }

    /// <summary>Ends the round: these trajectories go on (or hold a slot, when finished), by place in the tree; both ports free the rest.</summary>
    public void Keep(IEnumerable<Trajectory> frontier)
    {
        _truncated.AddRange(_children.Where(IsTruncated));
        Frontier = [.. frontier];
        var kept = Frontier.Select(t => t.Id).ToHashSet();
        ImmutableArray<TrajectoryId> pruned = [.. _children.Where(c => !IsTruncated(c) && !kept.Contains(c.Id)).Select(c => c.Id)];
        _children = [];
        ImmutableArray<TrajectoryId> open = [.. Frontier.Where(t => t.State == TrajectoryState.Open).Select(t => t.Id)];
        policy.Keep(open);
        rewards?.Keep(open);
        onEvent?.Invoke(new SearchEvent.Kept { Round = _round, Frontier = [.. Frontier.Select(t => t.Id)], Pruned = pruned, Usage = Usage });
    }

    /// <summary>
    /// Begins again at the root with other options and fresh seeds; what is finished stays a candidate. Both ports have
    /// been told by <see cref="Keep"/> what is over.
    /// </summary>
    public void Restart(SearchOptions options)
    {
        _banked.AddRange(Frontier.Where(t => t.State == TrajectoryState.Finished));
        Options = options;
        Root = Root with { Seed = SeedTree.Anew(Root.Seed) };
        Frontier = [Root];
    }

    /// <summary>Tells what a selector decided.</summary>
    public void Plan(Decision decision, string? answer) => onEvent?.Invoke(new SearchEvent.Planned { Decision = decision, Answer = answer, Usage = Usage });

    private async Task FillAsync(ImmutableArray<Siblings> all, ImmutableArray<Siblings> families, int attempt)
    {
        if (families.IsEmpty) return;
        ImmutableArray<ImmutableArray<Draw>> draws = await DrawAsync(
            [.. families.Select(f => (f.Growth.Parent, f.EmptySlots))], attempt, Extent.Step, Options.Sampling);
        for (int i = 0; i < families.Length; i++)
            Emit(families[i].Growth.Parent, families[i].Fill(draws[i]));
        _children = [.. all.SelectMany(f => f.Children)];
    }

    private async Task<ImmutableArray<ImmutableArray<Draw>>> DrawAsync(
        ImmutableArray<(Trajectory Parent, ImmutableArray<int> Slots)> wanted, int attempt, Extent extent, Sampling sampling)
    {
        ImmutableArray<Expansion> expansions =
        [
            .. wanted.Select(w => new Expansion
            {
                Parent = w.Parent.Id,
                Seeds = [.. w.Slots.Select(slot => SeedTree.Child(w.Parent.Seed, slot, attempt))],
                ReserveSeeds = attempt == 0 && extent == Extent.Step && DrawsAgain
                    ? [.. w.Slots.Select(slot => SeedTree.Child(w.Parent.Seed, slot, attempt: 1))]
                    : [],
                Sampling = sampling,
                Extent = extent,
                MaxTokens = Options.MaxTokens - w.Parent.TokenCount,
            }),
        ];
        cancellationToken.ThrowIfCancellationRequested();
        ImmutableArray<ImmutableArray<Proposal>> proposals = await policy.ProposeAsync(expansions, cancellationToken);
        Proposals.Check(expansions, proposals);
        return
        [
            .. wanted.Select((w, i) => proposals[i]
                .Select((p, s) => Proposals.Read(w.Parent, p, w.Slots[s], attempt, expansions[i].Seeds[s], Options)).ToImmutableArray()),
        ];
    }

    /// <summary>Scores this round's children, all in one batch. Truncated ones decide nothing, and those without a new step have their scores.</summary>
    private async Task ScoreAsync()
    {
        ImmutableArray<Trajectory> unscored = [.. _children.Where(c => !IsTruncated(c) && c.Steps.Any(s => s.Score is null))];
        if (rewards is null || unscored.IsEmpty) return;
        cancellationToken.ThrowIfCancellationRequested();
        ImmutableArray<ImmutableArray<double>> scores = await rewards.ScoreAsync(unscored, cancellationToken);
        var scored = Rewards.Attach(unscored, scores).ToDictionary(t => t.Id);
        for (int i = 0; i < unscored.Length; i++)
            onEvent?.Invoke(new SearchEvent.Scored { Trajectory = unscored[i].Id, Scores = scores[i] });
        _children = [.. _children.Select(c => scored.GetValueOrDefault(c.Id, c))];
    }

    private Trajectory Current(TrajectoryId id) => _children.First(c => c.Id == id);

    private void Emit(Trajectory parent, ImmutableArray<Draw> draws) =>
        onEvent?.Invoke(new SearchEvent.Proposed { Round = _round, Parent = parent.Id, Draws = draws });

    private static bool IsTruncated(Trajectory trajectory) => trajectory.State == TrajectoryState.Truncated;
}
