using System.Collections.Immutable;

namespace Outthink.Engine.Scheduling;

/// <summary>
/// A stretch of tokens [From, To) that all its members have at those places of their continuations, as far as they
/// have to be evaluated; members that need no more end here, the others go on in the children.
/// </summary>
internal sealed class ScoreNode
{
    public required int[] Members { get; init; }
    public required int From { get; init; }
    public required int To { get; init; }

    /// <summary>Members that need nothing beyond <see cref="To"/>.</summary>
    public required int[] Ending { get; init; }
    public required ScoreNode[] Children { get; init; }

    /// <summary>The trie of continuations, of each of which the first <paramref name="needed"/> tokens are evaluated.</summary>
    public static ScoreNode Build(ImmutableArray<ImmutableArray<int>> continuations, int[] needed)
    {
        var members = Enumerable.Range(0, continuations.Length).ToArray();
        return Build(continuations, needed, members, 0, 0);
    }

    static ScoreNode Build(ImmutableArray<ImmutableArray<int>> continuations, int[] needed, int[] members, int from, int to)
    {
        var ending = members.Where(m => needed[m] == to).ToArray();
        var children = members.Where(m => needed[m] > to)
            .GroupBy(m => continuations[m][to])
            .Select(group =>
            {
                var inside = group.ToArray();
                return Build(continuations, needed, inside, to, EndOf(continuations, needed, inside, to + 1));
            });
        return new() { Members = members, From = from, To = to, Ending = ending, Children = [.. children] };
    }

    /// <summary>How far all members agree, from a place up to which they do.</summary>
    static int EndOf(ImmutableArray<ImmutableArray<int>> continuations, int[] needed, int[] members, int to)
    {
        var first = continuations[members[0]];
        var end = members.Min(m => needed[m]);
        while (to < end && members.All(m => continuations[m][to] == first[to]))
            to++;
        return to;
    }
}
