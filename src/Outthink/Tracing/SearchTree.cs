using System.Collections.Immutable;

namespace Outthink.Tracing;

/// <summary>The tree of one search, redrawn from its events, live or from a trace. Not thread-safe.</summary>
public sealed class SearchTree
{
    private readonly Dictionary<TrajectoryId, TreeNode> _nodes = [];

    /// <summary>The trajectory without steps; null before the search began.</summary>
    public TreeNode? Root { get; private set; }

    /// <summary>The last round's frontier, by place in the tree.</summary>
    public ImmutableArray<TreeNode> Frontier { get; private set; } = [];

    /// <summary>How the search ended; null while it runs.</summary>
    public SearchEvent.Decided? Decision { get; private set; }

    /// <summary>Samples drawn, merged and blank ones included.</summary>
    public int DrawCount { get; private set; }

    /// <summary>Tokens of all samples, merged and blank ones included.</summary>
    public long TokenCount { get; private set; }

    /// <summary>The node of a trajectory; samples that were merged or blank have none.</summary>
    /// <exception cref="KeyNotFoundException">There is none.</exception>
    public TreeNode this[TrajectoryId id] => _nodes[id];

    /// <summary>Takes the search's next event. A <see cref="SearchEvent.Started"/> begins anew.</summary>
    public void Add(SearchEvent searchEvent)
    {
        switch (searchEvent)
        {
            case SearchEvent.Started started:
                Begin(started.Root);
                break;
            case SearchEvent.Proposed proposed:
                foreach (Draw draw in proposed.Draws) Grow(_nodes[proposed.Parent], draw, proposed.Round);
                break;
            case SearchEvent.Scored scored:
                Score(_nodes[scored.Trajectory], scored.Scores);
                break;
            case SearchEvent.Kept kept:
                foreach (TrajectoryId id in kept.Pruned) _nodes[id].Fate = Fate.Pruned;
                Frontier = [.. kept.Frontier.Select(id => _nodes[id])];
                foreach (TreeNode node in Frontier) node.Fate = Fate.Kept;
                break;
            case SearchEvent.Stopped stopped:
                foreach (TrajectoryId id in stopped.Dropped) _nodes[id].Fate = stopped.Rule == Planning.ThriftRule.Enough ? Fate.Truncated : Fate.Pruned;
                break;
            case SearchEvent.Decided decided:
                Decision = decided;
                break;
        }
    }

    private void Begin(TrajectoryId root)
    {
        _nodes.Clear();
        (Decision, DrawCount, TokenCount) = (null, 0, 0);
        Root = _nodes[root] = new TreeNode(new Trajectory { Id = root, Steps = [], State = TrajectoryState.Open }, parent: null, round: 0, slot: 0) { Fate = Fate.Kept };
        Frontier = [Root];
    }

    private void Grow(TreeNode parent, Draw draw, int round)
    {
        if (parent.Trajectory.State != TrajectoryState.Partial || draw.Attempt > 0) DrawCount++; // else the same sample goes on
        TokenCount += draw.TokenCount;
        if (parent.Fate == Fate.Pending) parent.Fate = Fate.Kept;
        if (draw.MergedInto is { } first)
            _nodes[first].Trajectory = _nodes[first].Trajectory with { Multiplicity = _nodes[first].Trajectory.Multiplicity + 1 };
        else if (!draw.IsBlank)
            _nodes[draw.Id] = new TreeNode(draw.Extend(parent.Trajectory), parent, round, draw.Slot);
    }

    private static void Score(TreeNode node, ImmutableArray<double> scores) =>
        node.Trajectory = node.Trajectory with { Steps = [.. node.Trajectory.Steps.Select((step, i) => step with { Score = scores[i] })] };
}
