using System.Collections.Immutable;

namespace Outthink.Engine.Text;

/// <summary>
/// The merge rules of byte-pair encoding over token ids. Merging n symbols takes O(n log n), however long the word.
/// Immutable and thread-safe.
/// </summary>
sealed class BytePairMerges(Dictionary<(int Left, int Right), (int Rank, int Merged)> rules)
{
    /// <summary>Replaces the symbols' best-ranked pair, the leftmost of equals, until no rule applies; appends what is left.</summary>
    public void Apply(ReadOnlySpan<int> symbols, ImmutableArray<int>.Builder output)
    {
        if (symbols.Length == 1)
        {
            output.Add(symbols[0]);
            return;
        }
        var ids = symbols.ToArray();
        var links = new (int Previous, int Next)[ids.Length]; // of the symbols still standing; -1 beyond the ends
        for (var i = 0; i < ids.Length; i++)
            links[i] = (i - 1, i + 1 < ids.Length ? i + 1 : -1);

        var queue = new PriorityQueue<(int At, int Left, int Right), (int Rank, int At)>();
        for (var i = 0; i + 1 < ids.Length; i++)
            Enqueue(queue, i, ids[i], ids[i + 1]);
        while (queue.TryDequeue(out var pair, out _))
        {
            var (at, next) = (pair.At, links[pair.At].Next);
            if (ids[at] != pair.Left || next < 0 || ids[next] != pair.Right)
                continue; // an earlier merge took one of the two
            ids[at] = rules[(pair.Left, pair.Right)].Merged;
            ids[next] = -1;
            var (previous, after) = (links[at].Previous, links[next].Next);
            links[at].Next = after;
            if (after >= 0)
            {
                links[after].Previous = at;
                Enqueue(queue, at, ids[at], ids[after]);
            }
            if (previous >= 0)
                Enqueue(queue, previous, ids[previous], ids[at]);
        }
        for (var i = 0; i >= 0; i = links[i].Next)
            output.Add(ids[i]);
    }

    void Enqueue(PriorityQueue<(int At, int Left, int Right), (int Rank, int At)> queue, int at, int left, int right)
    {
        if (rules.TryGetValue((left, right), out var rule))
            queue.Enqueue((at, left, right), (rule.Rank, at));
    }
}
