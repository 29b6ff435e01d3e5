using System.Buffers;
using System.Text;

namespace Outthink.Engine.Text;

/// <summary>
/// Finds the tokens that are cut out of a text whole, as llama.cpp does: of overlapping ones the longest in UTF-8 wins
/// wherever it stands, then the lower id, then the leftmost. Linear in the text. Immutable.
/// </summary>
sealed class SpecialTokens
{
    readonly Dictionary<(int Node, char Next), int> children = []; // a trie; node 0 is the root
    readonly Dictionary<int, int> tokens = []; // the token that ends at a node, as its place in the order
    readonly (int Id, bool IsControl)[] order; // the longest first
    readonly SearchValues<char> firsts;

    public SpecialTokens(IEnumerable<(int Id, string Text, bool IsControl)> specials)
    {
        (int Id, string Text, bool IsControl)[] sorted = [.. specials.Where(s => s.Text.Length > 0).OrderByDescending(s => Encoding.UTF8.GetByteCount(s.Text)).ThenBy(s => s.Id)];
        order = [.. sorted.Select(s => (s.Id, s.IsControl))];
        for (var rank = 0; rank < sorted.Length; rank++)
        {
            var node = 0;
            foreach (var next in sorted[rank].Text)
            {
                if (!children.TryGetValue((node, next), out var child))
                    children.Add((node, next), child = children.Count + 1);
                node = child;
            }
            tokens.TryAdd(node, rank);
        }
        firsts = SearchValues.Create([.. sorted.Select(s => s.Text[0]).Distinct()]);
    }

    /// <summary>The cuts in order. Control tokens are found only within the stretches, which are ascending and apart from each other.</summary>
    public List<Cut> Find(ReadOnlySpan<char> text, ReadOnlySpan<Range> mayHoldControl)
    {
        List<(int Rank, int Start, int Length)> found = [];
        var stretch = 0;
        for (int at = 0, step; (step = text[at..].IndexOfAny(firsts)) >= 0; at++)
        {
            at += step;
            while (stretch < mayHoldControl.Length && mayHoldControl[stretch].End.Value <= at)
                stretch++;
            var (low, high) = stretch < mayHoldControl.Length ? (mayHoldControl[stretch].Start.Value, mayHoldControl[stretch].End.Value) : (text.Length, 0);
            var node = 0;
            for (var end = at; end < text.Length && children.TryGetValue((node, text[end]), out node); end++)
            {
                if (tokens.TryGetValue(node, out var rank) && (!order[rank].IsControl || (low <= at && end < high)))
                    found.Add((rank, at, end + 1 - at));
            }
        }
        return found.Count == 0 ? [] : WithoutOverlaps(found, text.Length);
    }

    List<Cut> WithoutOverlaps(List<(int Rank, int Start, int Length)> found, int textLength)
    {
        found.Sort();
        var taken = new bool[textLength];
        List<Cut> cuts = new(found.Count);
        foreach (var (rank, start, length) in found)
        {
            var place = taken.AsSpan(start, length);
            if (place.Contains(true))
                continue;
            place.Fill(true);
            cuts.Add(new(order[rank].Id, start, length));
        }
        cuts.Sort((a, b) => a.Start.CompareTo(b.Start));
        return cuts;
    }

    /// <summary>A token found whole at a place of the text, in chars.</summary>
    public readonly record struct Cut(int Id, int Start, int Length);
}
