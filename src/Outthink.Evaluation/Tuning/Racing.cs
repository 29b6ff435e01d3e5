using System.Collections.Immutable;
using Outthink.Planning;

namespace Outthink.Evaluation.Tuning;

/// <summary>Gives tactics up early, and finds those worth beginning with.</summary>
internal static class Racing
{
    /// <summary>Points of accuracy that a dearer opening must add: less is chance.</summary>
    const double LeastGain = 0.005;

    /// <summary>The tactics that are worth more problems, and of the others by what they were beaten.</summary>
    public static (ImmutableArray<Tactic> Kept, ImmutableArray<string> Dropped) Halve(TrialTable table, ImmutableArray<Tactic> tactics)
    {
        ImmutableArray<Tactic>.Builder kept = ImmutableArray.CreateBuilder<Tactic>();
        List<string> dropped = [];
        foreach (Tactic tactic in tactics)
        {
            if (tactics.FirstOrDefault(other => other != tactic && IsBetter(table, other, tactic)) is { } better) dropped.Add($"{tactic}: {better} did better for less");
            else kept.Add(tactic);
        }
        return (kept.ToImmutable(), [.. dropped]);
    }

    /// <summary>Those that solve more than everything cheaper, the cheapest first.</summary>
    public static ImmutableArray<Tactic> Frontier(TrialTable table)
    {
        ImmutableArray<Tactic>.Builder frontier = ImmutableArray.CreateBuilder<Tactic>();
        double best = double.NegativeInfinity;
        foreach (Tactic tactic in table.Tactics.OrderBy(table.MeanTokens))
        {
            double accuracy = table.Accuracy(tactic);
            if (accuracy < best + LeastGain) continue;
            best = accuracy;
            frontier.Add(tactic);
        }
        return frontier.ToImmutable();
    }

    /// <summary>Cheaper, and solves more by more than the standard error of the paired difference.</summary>
    static bool IsBetter(TrialTable table, Tactic other, Tactic tactic)
    {
        if (table.MeanTokens(other) >= table.MeanTokens(tactic)) return false;
        bool[] its = [.. table.Problems.Select(p => table.State(p, [other]).IsRight)], own = [.. table.Problems.Select(p => table.State(p, [tactic]).IsRight)];
        int wins = its.Zip(own).Count(p => p.First && !p.Second), losses = its.Zip(own).Count(p => !p.First && p.Second);
        return wins - losses > Math.Sqrt(wins + losses);
    }
}
