using System.Collections.Immutable;

namespace Outthink.Training.Text;

/// <summary>Learns merges by the usual byte-pair rule, each distinct word counted once, until every word is one token.</summary>
internal static class BytePairTraining
{
    /// <summary>
    /// Merges in order of rank. Ties go to the pair that comes first in ordinal order, so the result depends on the
    /// set of words alone.
    /// </summary>
    internal static ImmutableArray<(string Left, string Right)> Learn(IEnumerable<string> words)
    {
        var parts = words.Distinct().Order(StringComparer.Ordinal).Select(word => word.Select(c => c.ToString()).ToList()).ToList();
        var merges = ImmutableArray.CreateBuilder<(string, string)>();
        while (MostFrequentPair(parts) is { } pair)
        {
            merges.Add(pair);
            foreach (var word in parts) Merge(word, pair);
        }
        return merges.ToImmutable();
    }

    internal static void Merge(List<string> symbols, (string Left, string Right) pair)
    {
        for (var i = 0; i + 1 < symbols.Count; i++)
        {
            if (symbols[i] != pair.Left || symbols[i + 1] != pair.Right) continue;
            symbols[i] = pair.Left + pair.Right;
            symbols.RemoveAt(i + 1);
        }
    }

    private static (string Left, string Right)? MostFrequentPair(List<List<string>> words)
    {
        var counts = new Dictionary<(string Left, string Right), int>();
        foreach (var word in words)
            for (var i = 0; i + 1 < word.Count; i++)
                counts[(word[i], word[i + 1])] = counts.GetValueOrDefault((word[i], word[i + 1])) + 1;
        if (counts.Count == 0) return null;
        return counts.OrderByDescending(entry => entry.Value)
            .ThenBy(entry => entry.Key.Left, StringComparer.Ordinal)
            .ThenBy(entry => entry.Key.Right, StringComparer.Ordinal)
            .First().Key;
    }
}
