using Outthink.Search;
using Outthink.Tests.Scripted;
using Outthink.Tracing;

namespace Outthink.Tests.Tracing;

public sealed class SearchTreeTests
{
    [Fact]
    public async Task Every_node_knows_its_place_its_steps_and_its_fate()
    {
        var policy = ScriptedPolicy.Tree(("", ["a\n\n", "c…", "a\n\n", "b\n\n"]), ("a\n\n", ["\\boxed{1}", "\\boxed{2}", "\\boxed{3}"]));
        var prm = ScriptedRewardModel.Steps(("a", .5), ("b", .25), ("\\boxed{1}", .75), ("\\boxed{2}", .125), ("\\boxed{3}", .5));
        var tree = new SearchTree();
        Assert.Null(tree.Root);

        await Trial.RunAsync(new BeamSearch(), policy, prm, new SearchOptions { Samples = 3, BeamWidth = 3 }, e =>
        {
            tree.Add(e);
            if (e is SearchEvent.Scored { Trajectory.Value: 1 }) Assert.Equal((Fate.Pending, 2), (tree[new TrajectoryId(1)].Fate, tree[new TrajectoryId(1)].Trajectory.Multiplicity));
        });

        Assert.Equal([("a", Fate.Kept, 0), ("c", Fate.Truncated, 1), ("b", Fate.Pruned, 2)], tree.Root!.Children.Select(n => (n.Trajectory.Text.Trim(), n.Fate, n.Slot)));
        TreeNode a = tree.Root.Children[0];
        Assert.Equal([("\\boxed{1}", Fate.Kept), ("\\boxed{2}", Fate.Pruned), ("\\boxed{3}", Fate.Pruned)], a.Children.Select(n => (Assert.Single(n.NewSteps).Text, n.Fate)));
        Assert.All(a.Children, n => Assert.Equal((a, 2), (n.Parent, n.Round)));
        Assert.Equal([a.Children[0]], tree.Frontier);
        Assert.Equal(VerdictEnding.Complete, tree.Decision!.Ending);
    }
}
