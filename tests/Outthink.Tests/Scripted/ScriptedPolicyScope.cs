using System.Collections.Immutable;

namespace Outthink.Tests.Scripted;

internal sealed class ScriptedPolicyScope(ScriptedPolicy policy, Func<Question, Utterance> script) : PolicyScope
{
    private readonly Dictionary<string, int> _drawn = [];
    private readonly Dictionary<TrajectoryId, string> _texts = new() { [new TrajectoryId(0)] = "" };
    private readonly Dictionary<(string Parent, ulong Seed), Utterance> _said = [];
    private readonly Dictionary<TrajectoryId, (string Parent, int Done, Utterance? Says)> _halves = [];
    private long _next = 1;
    private Usage _usage = Usage.Zero;

    public override TrajectoryId Root => new(0);

    public override Usage Usage => _usage;

    /// <summary>Every batch asked for.</summary>
    public List<ImmutableArray<Expansion>> Batches { get; } = [];

    /// <summary>Every frontier told.</summary>
    public List<ImmutableArray<TrajectoryId>> Kept { get; } = [];

    /// <summary>Whether it was told to remember, which is said before the first batch.</summary>
    public bool IsToRemember { get; private set; }

    /// <summary>Trajectories held now, the root apart.</summary>
    public int Held => _texts.Count - 1;

    public bool IsLeft { get; private set; }

    public override void Remember()
    {
        Assert.True(IsToRemember || Batches.Count == 0, "It was told too late to remember.");
        IsToRemember = true;
    }

    public override async Task<ImmutableArray<ImmutableArray<Proposal>>> ProposeAsync(ImmutableArray<Expansion> expansions, CancellationToken cancellationToken)
    {
        Assert.False(IsLeft, "A scope was used after it was left.");
        Batches.Add(expansions);
        await policy.Hook.CallAsync(cancellationToken);
        var places = expansions.SelectMany((e, i) => e.Seeds.Select((seed, j) => (Expansion: e, I: i, J: j, Seed: seed))).ToArray();
        policy.Shuffle?.Shuffle(places);
        var proposals = expansions.Select(e => new Proposal[e.Seeds.Length]).ToArray();
        foreach (var (expansion, i, j, seed) in places)
        {
            Assert.True(_texts.TryGetValue(expansion.Parent, out string? parent), "A trajectory was extended that is no longer kept.");
            // A half-written one goes on with its own seed as it would have, with another as its first sample would.
            (parent, int done, Utterance? half) = _halves.GetValueOrDefault(expansion.Parent, (parent, 0, null));
            Utterance says = half is null ? Ask(parent, seed, expansion) : _said.GetValueOrDefault((parent, seed), half);
            string text = string.Concat(says.Steps.Select(s => s.Text));
            int end = policy.Cuts ? Math.Min(text.Length, done + expansion.MaxTokens) : text.Length;
            ImmutableArray<Step> begun = Utterance.Split(text[..done]), steps = policy.Cuts ? Utterance.Split(text[..end]) : says.Steps;
            int whole = Math.Max(0, begun.Select((step, at) => string.IsNullOrWhiteSpace(step.Text) ? -1 : at).Append(-1).Max());
            var id = new TrajectoryId(_next++);
            _texts[id] = parent + text[..end];
            if (end < text.Length || (policy.Cuts && says.End == ProposalEnd.TokenLimit)) _halves[id] = (parent, end, says);
            int tokens = policy.Cuts ? end - done : steps.Sum(s => s.TokenCount);
            _usage += new Usage { GeneratedTokens = tokens, PolicyTokens = tokens, PolicyFlops = 2.0 * tokens };
            proposals[i][j] = new Proposal { Id = id, Steps = steps[whole..], End = end < text.Length ? ProposalEnd.TokenLimit : says.End };
        }
        return policy.Spoil([.. proposals.Select(p => p.ToImmutableArray())]);
    }

    private Utterance Ask(string parent, ulong seed, Expansion expansion)
    {
        int nth = _drawn.GetValueOrDefault(parent);
        _drawn[parent] = nth + 1;
        return _said[(parent, seed)] = script(new Question(parent, seed, nth, expansion));
    }

    public override void Keep(ImmutableArray<TrajectoryId> frontier)
    {
        Kept.Add(frontier);
        foreach (TrajectoryId id in _texts.Keys.Where(id => id != Root && !frontier.Contains(id)).ToArray()) _texts.Remove(id);
        Assert.All(frontier, id => Assert.Contains(id, _texts.Keys));
    }

    public override async ValueTask DisposeAsync()
    {
        await Task.Yield();
        IsLeft = true;
        _texts.Clear();
        _texts[Root] = "";
    }
}
