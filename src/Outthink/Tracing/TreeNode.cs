using System.Collections.Immutable;

namespace Outthink.Tracing;

/// <summary>A trajectory in a <see cref="SearchTree"/>.</summary>
public sealed class TreeNode
{
    private readonly List<TreeNode> _children = [];

    internal TreeNode(Trajectory trajectory, TreeNode? parent, int round, int slot)
    {
        Trajectory = trajectory;
        Parent = parent;
        Round = round;
        Slot = slot;
        Fate = trajectory.State == TrajectoryState.Truncated ? Fate.Truncated : Fate.Pending;
        parent?._children.Add(this);
    }

    /// <summary>The trajectory as known so far: scores and multiplicity fill in as events arrive.</summary>
    public Trajectory Trajectory { get; internal set; }

    public TreeNode? Parent { get; }

    /// <summary>Distinct children, in the order drawn.</summary>
    public IReadOnlyList<TreeNode> Children => _children;

    /// <summary>The steps this node added to its parent's whole ones.</summary>
    public ImmutableArray<Step> NewSteps => Trajectory.Steps[(Parent?.Trajectory.WholeSteps.Length ?? 0)..];

    /// <summary>The round it was drawn in; 0 for the root.</summary>
    public int Round { get; }

    /// <summary>The slot under its parent.</summary>
    public int Slot { get; }

    public Fate Fate { get; internal set; }
}
