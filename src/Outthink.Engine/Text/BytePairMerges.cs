namespace Outthink.Engine.Text;

/// <summary>
/// The merge rules of byte-pair encoding over symbols: token ids, or other numbers for what is no token yet. Merging n
/// symbols takes O(n log n), however long the word. Immutable and thread-safe.
/// </summary>
sealed class BytePairMerges(Dictionary<(int Left, int Right), (int Rank, int Merged)> rules)
{
    const int ShortWord = 32; // up to here trying every pair beats a queue
    const int NoRule = int.MaxValue;

    /// <summary>
    /// Replaces the best-ranked pair of neighbours, the leftmost of equals, by its token until no rule applies.
    /// What is left stands at the span's beginning.
    /// </summary>
    /// <returns>How many symbols are left.</returns>
    public int Apply(Span<int> symbols) => symbols.Length <= ShortWord ? ApplyToShort(symbols) : ApplyToLong(symbols);

    int ApplyToShort(Span<int> symbols)
    {
        var count = symbols.Length;
        Span<(int Rank, int Merged)> pairs = stackalloc (int, int)[ShortWord]; // pairs[i] joins symbols i and i + 1
        for (var i = 0; i + 1 < count; i++)
            pairs[i] = RuleOf(symbols[i], symbols[i + 1]);
        while (true)
        {
            var (best, at) = (NoRule, 0);
            for (var i = 0; i + 1 < count; i++)
            {
                if (pairs[i].Rank < best)
                    (best, at) = (pairs[i].Rank, i);
            }
            if (best == NoRule)
                return count;
            symbols[at] = pairs[at].Merged;
            symbols[(at + 2)..count].CopyTo(symbols[(at + 1)..]);
            count--;
            if (at + 1 < count)
                pairs[(at + 2)..count].CopyTo(pairs[(at + 1)..]);
            if (at + 1 < count)
                pairs[at] = RuleOf(symbols[at], symbols[at + 1]);
            if (at > 0)
                pairs[at - 1] = RuleOf(symbols[at - 1], symbols[at]);
        }
    }

    int ApplyToLong(Span<int> symbols)
    {
        var links = new (int Previous, int Next)[symbols.Length]; // of the symbols still standing; -1 beyond the ends
        var pairs = new List<((int At, int Left, int Right), long)>(symbols.Length);
        for (var i = 0; i < symbols.Length; i++)
        {
            links[i] = (i - 1, i + 1 < symbols.Length ? i + 1 : -1);
            if (i > 0 && RuleOf(symbols[i - 1], symbols[i]) is { Rank: not NoRule } rule)
                pairs.Add(((i - 1, symbols[i - 1], symbols[i]), Priority(rule.Rank, i - 1)));
        }
        var queue = new PriorityQueue<(int At, int Left, int Right), long>(pairs);
        var gone = new bool[symbols.Length];
        while (queue.TryDequeue(out var pair, out _))
        {
            var (at, next) = (pair.At, links[pair.At].Next);
            if (gone[at] || symbols[at] != pair.Left || next < 0 || symbols[next] != pair.Right)
                continue; // an earlier merge took one of the two
            symbols[at] = rules[(pair.Left, pair.Right)].Merged;
            gone[next] = true;
            var (previous, after) = (links[at].Previous, links[next].Next);
            links[at].Next = after;
            if (after >= 0)
            {
                links[after].Previous = at;
                Enqueue(queue, at, symbols[at], symbols[after]);
            }
            if (previous >= 0)
                Enqueue(queue, previous, symbols[previous], symbols[at]);
        }
        var count = 0;
        for (var i = 0; i >= 0; i = links[i].Next)
            symbols[count++] = symbols[i];
        return count;
    }

    void Enqueue(PriorityQueue<(int At, int Left, int Right), long> queue, int at, int left, int right)
    {
        if (RuleOf(left, right) is { Rank: not NoRule } rule)
            queue.Enqueue((at, left, right), Priority(rule.Rank, at));
    }

    (int Rank, int Merged) RuleOf(int left, int right) => rules.TryGetValue((left, right), out var rule) ? rule : (NoRule, 0);

    static long Priority(int rank, int at) => ((long)rank << 32) | (uint)at;
}
