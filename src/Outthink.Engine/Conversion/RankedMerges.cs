using Outthink.Engine.Text;

namespace Outthink.Engine.Conversion;

/// <summary>
/// Merge rules for a vocabulary that has ranks only (tiktoken, where any two neighbours that are a token together merge,
/// the lowest rank first). Merging by all lower ranks leaves two parts of most tokens, always the same, since nothing
/// around them changes that order. Of more parts some make a token of a higher rank first; such a token gets every pair.
/// </summary>
static class RankedMerges
{
    const int LongestToken = 256; // characters; Llama 3 has 128 at most, and a longer one is a word of its own

    /// <summary>The pairs "left right" in the order of the ranks, which are the ids.</summary>
    public static IEnumerable<string> Of(Vocabulary vocabulary)
    {
        for (var id = 0; id < vocabulary.Count; id++)
        {
            var text = vocabulary.TextOf(id);
            if (!vocabulary.MayBeMerged(id) || text.Length is < 2 or > LongestToken)
                continue;
            foreach (var at in LastSeam(text, id, vocabulary) is { } seam ? [seam] : Enumerable.Range(1, text.Length - 1).Where(at => IsToken(text.AsSpan(0, at)) && IsToken(text.AsSpan(at))))
                yield return $"{text[..at]} {text[at..]}";
        }

        bool IsToken(ReadOnlySpan<char> part) => vocabulary.IdOf(part) is { } id && vocabulary.MayBeMerged(id);
    }

    /// <summary>Where the two parts meet that lower ranks leave of a token; null when they leave more.</summary>
    static int? LastSeam(string text, int rank, Vocabulary vocabulary)
    {
        List<int> starts = [.. Enumerable.Range(0, text.Length + 1)]; // of the parts, and the end; a byte is a character
        while (starts.Count > 3)
        {
            var (best, at) = (rank, 0);
            for (var i = 0; i + 2 < starts.Count; i++)
            {
                if (vocabulary.IdOf(text.AsSpan()[starts[i]..starts[i + 2]]) is { } id && id < best && vocabulary.MayBeMerged(id))
                    (best, at) = (id, i);
            }
            if (best == rank)
                return null;
            starts.RemoveAt(at + 1);
        }
        return starts[1];
    }
}
