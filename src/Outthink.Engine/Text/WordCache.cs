using System.Diagnostics.CodeAnalysis;

namespace Outthink.Engine.Text;

/// <summary>
/// Remembers the ids of short words. Bounded: a word takes the one place that its hash gives it, whoever was there before.
/// Thread-safe without locks, since places are replaced whole.
/// </summary>
sealed class WordCache
{
    const int Places = 1 << 14;
    const int LongestWord = 32; // chars

    readonly Entry?[] entries = new Entry?[Places];

    public bool TryGet(ReadOnlySpan<char> word, [NotNullWhen(true)] out int[]? ids)
    {
        ids = word.Length <= LongestWord && entries[PlaceOf(word)] is { } entry && word.SequenceEqual(entry.Word) ? entry.Ids : null;
        return ids is not null;
    }

    public void Add(ReadOnlySpan<char> word, ReadOnlySpan<int> ids)
    {
        if (word.Length <= LongestWord)
            entries[PlaceOf(word)] = new(word.ToString(), ids.ToArray());
    }

    static int PlaceOf(ReadOnlySpan<char> word) => string.GetHashCode(word) & (Places - 1);

    sealed record Entry(string Word, int[] Ids);
}
