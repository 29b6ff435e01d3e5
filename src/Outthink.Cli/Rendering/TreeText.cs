using Outthink.Tracing;
using Spectre.Console;

namespace Outthink.Cli.Rendering;

/// <summary>A search's tree in words: drawn whole for a screen, told round by round elsewhere.</summary>
internal static class TreeText
{
    /// <summary>More children than these are counted, not drawn.</summary>
    const int DrawnChildren = 8;

    /// <summary>A line for events that decide something; null for the others.</summary>
    public static string? LineOf(SearchEvent searchEvent, SearchTree tree)
    {
        switch (searchEvent)
        {
            case SearchEvent.Kept kept:
                int finished = tree.Frontier.Count(n => n.Trajectory.State == TrajectoryState.Finished);
                string best = tree.Frontier.MaxBy(LastScore) is { Trajectory.Steps: [.., var last] } ? $"; best {Numbers.Score(last.Score)}  {OneLine(last.Text)}" : "";
                return $"  round {kept.Round}: kept {kept.Frontier.Length}, pruned {kept.Pruned.Length}, finished {finished}{best}";
            case SearchEvent.Planned { Decision: var plan, Answer: var answerSoFar }:
                return $"  plan: {answerSoFar ?? "no answer"} so far, {Numbers.Percent(plan.Confidence)} % sure; {(plan.Tactic is { } tactic ? $"goes on with {tactic}" : "stops")}";
            case SearchEvent.Stopped stopped:
                return $"  stopped: {stopped.Reason}";
            case SearchEvent.Decided { Answer: { } answer }:
                return $"  decided: {answer}";
            default:
                return null;
        }
    }

    /// <summary>The tree as it stands; what was pruned is counted, not drawn.</summary>
    public static Tree Draw(SearchTree search)
    {
        Tree tree = new Tree($"[grey]{search.DrawCount} samples[/]").Guide(TreeGuide.Line);
        if (search.Root is { } root) AddChildren(tree, root);
        return tree;
    }

    /// <summary>A step's text on one line.</summary>
    public static string OneLine(string text) => text.Trim().ReplaceLineEndings(" ");

    static void AddChildren(IHasTreeNodes parent, Tracing.TreeNode node)
    {
        Tracing.TreeNode[] alive = [.. node.Children.Where(c => c.Fate is not Fate.Pruned).OrderByDescending(LastScore)];
        foreach (Tracing.TreeNode child in alive.Take(DrawnChildren)) AddChildren(parent.AddNode(Label(child)), child);
        int hidden = alive.Length - Math.Min(alive.Length, DrawnChildren), pruned = node.Children.Count - alive.Length;
        string[] rest = [.. (hidden > 0 ? [$"{hidden} more"] : Array.Empty<string>()), .. (pruned > 0 ? [$"{pruned} pruned"] : Array.Empty<string>())];
        if (rest.Length > 0) parent.AddNode($"[grey]{string.Join(", ", rest)}[/]");
    }

    static string Label(Tracing.TreeNode node)
    {
        string colour = node.Trajectory.State switch
        {
            TrajectoryState.Finished => "green",
            TrajectoryState.Truncated => "red",
            _ => node.Fate == Fate.Kept ? "white" : "grey",
        };
        string text = node.NewSteps is [.., var last] ? OneLine(last.Text) : "(no step)";
        string earlier = node.NewSteps.Length > 1 ? $"{node.NewSteps.Length} steps … " : "";
        string votes = node.Trajectory.Multiplicity > 1 ? $" ×{node.Trajectory.Multiplicity}" : "";
        return $"[{colour}]{Numbers.Score(node.Trajectory.Steps is [.., var step] ? step.Score : null)}{votes}  {Markup.Escape(earlier + text)}[/]";
    }

    static double LastScore(Tracing.TreeNode node) => node.Trajectory.Steps is [.., { Score: { } score }] ? score : double.NegativeInfinity;
}
