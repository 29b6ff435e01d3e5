using System.Collections.Immutable;

namespace Outthink.Tests.Scripted;

internal sealed class ScriptedPolicyScope(ScriptedPolicy policy, Func<Question, Utterance> script) : PolicyScope
{
    private readonly Dictionary<string, int> _drawn = [];
    private readonly Dictionary<TrajectoryId, string> _texts = new() { [new TrajectoryId(0)] = "" };
    private long _next = 1;
    private Usage _usage = Usage.Zero;

    public override TrajectoryId Root => new(0);

    public override Usage Usage => _usage;

    /// <summary>Every batch asked for.</summary>
    public List<ImmutableArray<Expansion>> Batches { get; } = [];

    /// <summary>Every frontier told.</summary>
    public List<ImmutableArray<TrajectoryId>> Kept { get; } = [];

    /// <summary>Trajectories held now, the root apart.</summary>
    public int Held => _texts.Count - 1;

    public bool IsLeft { get; private set; }

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
            int nth = _drawn.GetValueOrDefault(parent);
            _drawn[parent] = nth + 1;
            Utterance says = script(new Question(parent, seed, nth, expansion));
            var id = new TrajectoryId(_next++);
            _texts[id] = parent + string.Concat(says.Steps.Select(s => s.Text));
            int tokens = says.Steps.Sum(s => s.TokenCount);
            _usage += new Usage { GeneratedTokens = tokens, PolicyTokens = tokens, PolicyFlops = 2.0 * tokens };
            proposals[i][j] = new Proposal { Id = id, Steps = says.Steps, End = says.End };
        }
        return policy.Spoil([.. proposals.Select(p => p.ToImmutableArray())]);
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
