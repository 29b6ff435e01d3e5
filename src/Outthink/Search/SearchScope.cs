using System.Collections.Immutable;
using System.Globalization;
using Outthink.Planning;

namespace Outthink.Search;

/// <summary>
/// One problem's search: what strategies are written in. It asks the ports in batches, merges equal children, tells both
/// ports in the same step what is kept, and emits the events. <see cref="SearchStrategy.SearchAsync"/> leaves the ports' scopes.
/// </summary>
internal sealed class SearchScope(
    PolicyScope policy, RewardScope? rewards, SearchOptions options, Trajectory root, Action<SearchEvent>? onEvent, CancellationToken cancellationToken)
{
    /// <summary>Tokens of a whole solution between two looks at who has finished, where that matters.</summary>
    private const int PieceTokens = 16;

    private readonly Proposer _proposer = new(policy, cancellationToken);
    private readonly Judge _judge = new(rewards, onEvent, cancellationToken);
    private readonly List<Trajectory> _truncated = [];
    private readonly List<Trajectory> _banked = [];
    private readonly List<(int Place, Trajectory Child)> _early = [];
    private readonly Dictionary<int, TrajectoryId> _verified = [];
    private ImmutableArray<Trajectory> _children = [];
    private int _round;
    private bool _hasEnough;

    public SearchOptions Options { get; private set; } = options;

    /// <summary>The trajectory without steps. Its seed changes with each <see cref="Restart"/>, its id does not.</summary>
    public Trajectory Root { get; private set; } = root;

    /// <summary>What the strategy kept last: open beams and finished trajectories, by place in the tree.</summary>
    public ImmutableArray<Trajectory> Frontier { get; private set; } = [root];

    /// <summary>Finished at this moment and not pruned: what earlier starts left, then the frontier, its open beams replaced by this round's finished children.</summary>
    public ImmutableArray<Trajectory> Finished => [.. _banked, .. FinishedSinceStart];

    /// <summary>Everything cut off by a limit so far, in the order drawn.</summary>
    public ImmutableArray<Trajectory> Truncated => [.. _truncated, .. _children.Where(IsTruncated)];

    public Usage Usage => policy.Usage + (rewards?.Usage ?? Usage.Zero);

    private IEnumerable<Trajectory> FinishedSinceStart =>
        Frontier.SelectMany(t => t.State == TrajectoryState.Open ? _children.Where(c => c.Parent == t.Id) : [t]).Where(IsFinished);

    /// <summary>
    /// Draws whole solutions beside those that the frontier holds; equal ones are not merged. One batch, unless stragglers
    /// are to be dropped or a deadline may come: then in pieces, so that it is known who has finished.
    /// </summary>
    /// <returns>The finished ones in slot order, scored if there is a reward model.</returns>
    public async Task<ImmutableArray<Trajectory>> SolveAsync(int firstSlot, int samples, Sampling sampling)
    {
        _round++;
        Frontier = [.. Frontier.Where(IsFinished), Root];
        int? piece = Options.Deadline is null && Options.Thrift?.Enough is null ? null : PieceTokens;
        ImmutableArray<Growth> unfinished = [new Growth(Root, firstSlot, samples)];
        while (!unfinished.IsEmpty)
        {
            Queue<Trajectory> written = new((await DrawAsync(unfinished, Extent.Solution, sampling, piece)).SelectMany((draws, i) => draws.Select(unfinished[i].Child)));
            _children = _children.IsEmpty ? [.. written] : [.. _children.Select(c => IsPartial(c) ? written.Dequeue() : c)];
            if (FinishedSinceStart.Count() >= Options.Thrift?.Enough) DropStragglers();
            unfinished = [.. _children.Where(IsPartial).Select(half => new Growth(half, FirstSlot: 0, Slots: 1) { Beam = Root.Id, Seeds = [half.Seed] })];
            policy.Keep([.. unfinished.Select(g => g.Parent.Id)]); // finished solutions are never extended: what the policy holds of them need not wait for the scores
        }
        _children = await _judge.ScoreAsync(_children);
        return [.. _children.Where(IsFinished)];
    }

    /// <summary>
    /// Extends every parent by one step: one batch, equal children of a parent merged, slots that gave nothing new drawn
    /// once more in a second batch, the distinct children scored in a third. Beams that may walk do so before, and
    /// beginnings are rejected in between (<see cref="Thrift"/>).
    /// </summary>
    /// <returns>For each growth its children that are not truncated, first draws before second ones, each in slot order.</returns>
    public async Task<ImmutableArray<ImmutableArray<Trajectory>>> GrowAsync(IEnumerable<Growth> growths)
    {
        _round++;
        ImmutableArray<Growth> asked = [.. growths.Select((growth, place) => growth with { Place = place })];
        ImmutableArray<Growth> open = await SketchAsync(await WalkAsync(asked));
        ImmutableArray<Siblings> families = [.. open.Select(g => new Siblings(g))];
        await FillAsync(families, families, attempt: 0);
        if (Proposer.DrawsAgain(Options))
            await FillAsync(families, [.. families.Where(f => !f.EmptySlots.IsEmpty)], attempt: 1);
        await ScoreAsync(families);
        var places = WithPlaces(families).ToLookup(c => c.Place, c => c.Child.Id);
        return [.. asked.Select(a => places[a.Place].Select(Current).Where(c => !IsTruncated(c)).ToImmutableArray())];
    }

    /// <summary>Ends the round: these trajectories go on (or hold a slot, when finished), by place in the tree; both ports free the rest.</summary>
    public void Keep(IEnumerable<Trajectory> frontier)
    {
        _truncated.AddRange(_children.Where(IsTruncated));
        Frontier = [.. frontier];
        var kept = Frontier.Select(t => t.Id).ToHashSet();
        ImmutableArray<TrajectoryId> pruned = [.. _children.Where(c => !IsTruncated(c) && !kept.Contains(c.Id)).Select(c => c.Id)];
        _children = [];
        _early.Clear();
        _verified.Clear();
        ImmutableArray<TrajectoryId> open = [.. Frontier.Where(t => t.State == TrajectoryState.Open).Select(t => t.Id)];
        policy.Keep(open);
        rewards?.Keep(open);
        onEvent?.Invoke(new SearchEvent.Kept { Round = _round, Frontier = [.. Frontier.Select(t => t.Id)], Pruned = pruned, Usage = Usage });
    }

    /// <summary>Whether as many have finished as are wanted; the open beams are then dropped as stragglers.</summary>
    public bool IsEnough()
    {
        if (!_hasEnough && FinishedSinceStart.Count() >= Options.Thrift?.Enough)
        {
            ImmutableArray<Trajectory> open = [.. Frontier.Where(t => t.State == TrajectoryState.Open)];
            _truncated.AddRange(open.Select(Cut));
            SayEnough(open);
        }
        return _hasEnough;
    }

    /// <summary>Begins with other options than those the search was asked with.</summary>
    public void Begin(SearchOptions options) => Options = options;

    /// <summary>Says, before the first draw, that the search may draw from the root again: both ports then remember what they evaluate.</summary>
    public void Remember()
    {
        policy.Remember();
        rewards?.Remember();
    }

    /// <summary>
    /// Begins again at the root with other options and fresh seeds; what is finished stays a candidate. Both ports have
    /// been told by <see cref="Keep"/> what is over.
    /// </summary>
    public void Restart(SearchOptions options)
    {
        _banked.AddRange(Frontier.Where(IsFinished));
        _hasEnough = false;
        Options = options;
        Root = Root with { Seed = SeedTree.Anew(Root.Seed) };
        Frontier = [Root];
    }

    /// <summary>Tells what a selector decided.</summary>
    public void Plan(Decision decision, string? answer) => onEvent?.Invoke(new SearchEvent.Planned { Decision = decision, Answer = answer, Usage = Usage });

    /// <summary>Tells what a rule ended, and why.</summary>
    public void Stop(ThriftRule rule, string reason, IEnumerable<Trajectory> dropped) =>
        onEvent?.Invoke(new SearchEvent.Stopped { Round = _round, Rule = rule, Reason = reason, Dropped = [.. dropped.Select(t => t.Id)] });

    /// <summary>
    /// Beams that held steady take steps by one sample each, which are scored together at their end. What holds of them is
    /// kept, and the beam branches from there; one that finishes so is a child already.
    /// </summary>
    private async Task<ImmutableArray<Growth>> WalkAsync(ImmutableArray<Growth> growths)
    {
        int[] left = [.. growths.Select(g => Stride.After(g.Parent, Options.Thrift?.VerifyEvery ?? 1) - 1)];
        List<Trajectory>[] ways = [.. growths.Select(g => new List<Trajectory> { g.Parent })];
        while (growths.Where(g => left[g.Place] > 0).Select(g => g with { Parent = ways[g.Place][^1], Slots = 1 }).ToImmutableArray() is { IsEmpty: false } walking)
        {
            var draws = await DrawAsync(walking, Extent.Step, Options.Sampling);
            foreach (var (growth, draw) in walking.Zip(draws.Select(d => d[0])))
            {
                Trajectory next = growth.Child(draw);
                bool moves = !draw.IsBlank && !IsTruncated(next);
                if (moves) ways[growth.Place].Add(next);
                left[growth.Place] = moves && !IsFinished(next) ? left[growth.Place] - 1 : 0;
            }
        }
        var scored = (await _judge.ScoreAsync([.. ways.SelectMany(way => way.Skip(1))])).ToLookup(t => t.Id);
        ImmutableArray<Growth> goOn = [.. growths.Select(growth => Held(growth, [.. ways[growth.Place].Skip(1).SelectMany(t => scored[t.Id])])).Where(g => !IsFinished(g.Parent))];
        _children = [.. WithPlaces([]).Select(c => c.Child)];
        return goOn;
    }

    /// <summary>The growth from where a walk held.</summary>
    private Growth Held(Growth growth, ImmutableArray<Trajectory> way)
    {
        if (way.IsEmpty) return growth;
        int before = growth.Parent.Steps.Length, held = Stride.Held(way[^1], before);
        bool allHeld = before + held == way[^1].Steps.Length; // one that ended at once has no step of its own
        if (!allHeld)
            Stop(ThriftRule.VerifyEvery, $"step {held + 1} of {way.Length} taken without choice did not hold", way[held..]);
        if (!allHeld && held == 0) return growth;
        Trajectory verified = allHeld ? way[^1] : way[held - 1];
        _verified[growth.Place] = verified.Id;
        if (IsFinished(verified)) _early.Add((growth.Place, verified));
        return growth with { Parent = verified };
    }

    /// <summary>Draws the beginning of every step and scores it; what is far behind its best sibling is dropped, the rest is to be written on.</summary>
    private async Task<ImmutableArray<Growth>> SketchAsync(ImmutableArray<Growth> growths)
    {
        if (Options.Thrift is not { RejectAfter: { } tokens } thrift || growths.IsEmpty) return growths;
        var draws = await DrawAsync(growths, Extent.Step, Options.Sampling, tokens, merge: true);
        List<Growth> begun = [];
        foreach (var (growth, samples) in growths.Zip(draws))
        {
            foreach (var same in samples.Where(d => !d.IsBlank).GroupBy(d => d.MergedInto ?? d.Id))
            {
                Trajectory child = growth.Child(same.First()) with { Multiplicity = same.Count() };
                if (IsPartial(child)) begun.Add(growth with { Parent = child, FirstSlot = 0, Slots = same.Count(), Seeds = [.. same.Select(d => d.Seed)] });
                else _early.Add((growth.Place, child));
            }
        }
        _children = [.. WithPlaces([]).Select(c => c.Child)];
        var scores = await _judge.ScoreBeginningsAsync(begun.GroupBy(g => g.Place, g => ForJudge(g.Place, g.Parent)));
        var best = begun.GroupBy(g => g.Place).ToDictionary(f => f.Key, f => f.Max(g => scores.GetValueOrDefault(g.Parent.Id, double.NegativeInfinity)));
        bool IsWeak(Growth g) => scores.TryGetValue(g.Parent.Id, out double score) && score < thrift.RejectBelow * best[g.Place];
        if (begun.Count(IsWeak) is > 0 and int weak)
            Stop(ThriftRule.EarlyRejection, string.Create(CultureInfo.InvariantCulture, $"{weak} of {begun.Count} beginnings scored below {thrift.RejectBelow} of the best beside them"), begun.Where(IsWeak).Select(g => g.Parent));
        return [.. begun.Where(g => !IsWeak(g))];
    }

    private async Task FillAsync(ImmutableArray<Siblings> all, ImmutableArray<Siblings> families, int attempt)
    {
        if (families.IsEmpty) return;
        var draws = await _proposer.DrawAsync(Options, [.. families.Select(f => (f.Growth, f.EmptySlots))], attempt, Extent.Step, Options.Sampling);
        for (int i = 0; i < families.Length; i++)
            Emit(families[i].Growth.Parent, families[i].Fill(draws[i]));
        _children = [.. WithPlaces(all).Select(c => c.Child)];
    }

    /// <summary>Scores this round's children, each as an extension of what was scored last on its way.</summary>
    private async Task ScoreAsync(ImmutableArray<Siblings> families)
    {
        (int Place, Trajectory Child)[] placed = [.. WithPlaces(families)];
        var scored = await _judge.ScoreAsync([.. placed.Select(p => ForJudge(p.Place, p.Child))]);
        _children = [.. scored.Select((child, i) => child with { Parent = placed[i].Child.Parent })];
    }

    private Trajectory ForJudge(int place, Trajectory child) =>
        _verified.TryGetValue(place, out TrajectoryId verified) && verified != child.Id ? child with { Parent = verified } : child;

    /// <summary>All slots of these growths, first draws; equal ones marked when asked for.</summary>
    private async Task<ImmutableArray<ImmutableArray<Draw>>> DrawAsync(ImmutableArray<Growth> growths, Extent extent, Sampling sampling, int? most = null, bool merge = false)
    {
        var draws = await _proposer.DrawAsync(Options, [.. growths.Select(g => (g, g.AllSlots.ToImmutableArray()))], attempt: 0, extent, sampling, most);
        if (merge) draws = [.. draws.Select((d, i) => new Siblings(growths[i]).Fill(d))];
        for (int i = 0; i < growths.Length; i++) Emit(growths[i].Parent, draws[i]);
        return draws;
    }

    private IEnumerable<(int Place, Trajectory Child)> WithPlaces(ImmutableArray<Siblings> families) =>
        _early.Concat(families.SelectMany(f => f.Children.Select(c => (f.Growth.Place, c)))).OrderBy(c => c.Item1);

    private void DropStragglers()
    {
        ImmutableArray<Trajectory> stragglers = [.. _children.Where(IsPartial)];
        if (stragglers.IsEmpty) return;
        SayEnough(stragglers);
        _children = [.. _children.Select(c => IsPartial(c) ? Cut(c) : c)];
    }

    private void SayEnough(ImmutableArray<Trajectory> stragglers)
    {
        _hasEnough = true;
        Stop(ThriftRule.Enough, $"{FinishedSinceStart.Count()} have finished, {stragglers.Length} stragglers are dropped", stragglers);
    }

    private Trajectory Current(TrajectoryId id) => _children.First(c => c.Id == id);

    private void Emit(Trajectory parent, ImmutableArray<Draw> draws) =>
        onEvent?.Invoke(new SearchEvent.Proposed { Round = _round, Parent = parent.Id, Draws = draws });

    private static Trajectory Cut(Trajectory trajectory) => trajectory with { State = TrajectoryState.Truncated };

    private static bool IsFinished(Trajectory trajectory) => trajectory.State == TrajectoryState.Finished;

    private static bool IsTruncated(Trajectory trajectory) => trajectory.State == TrajectoryState.Truncated;

    private static bool IsPartial(Trajectory trajectory) => trajectory.State == TrajectoryState.Partial;
}
