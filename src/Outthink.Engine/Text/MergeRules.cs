using System.Text;
using Outthink.Engine.Weights;

namespace Outthink.Engine.Text;

/// <summary>Makes merge rules of what vocabularies come with: a list of pairs, or ranks of the tokens themselves.</summary>
static class MergeRules
{
    /// <summary>The longest token, in characters, that is taken apart into pairs.</summary>
    const int LongestToken = 1024;

    /// <summary>The symbol of a character: its token, or the complement of its code point, which is no id, when it has none.</summary>
    public static int SymbolOf(Rune character, Vocabulary vocabulary)
    {
        Span<char> units = stackalloc char[2];
        return vocabulary.IdOf(units[..character.EncodeToUtf16(units)]) is { } id && vocabulary.MayBeMerged(id) ? id : ~character.Value;
    }

    /// <summary>Pairs of entries in the order of their ranks; of equal pairs the first counts.</summary>
    /// <param name="vocabulary">What the entries are looked up in.</param>
    /// <param name="place">Where the pairs were read, for messages.</param>
    /// <param name="count">How many pairs there are.</param>
    /// <param name="pair">A pair by rank: both entries joined, and the length of the left one; 0 when it is no pair.</param>
    /// <exception cref="ModelFileException">A pair does not join two tokens into a third.</exception>
    public static BytePairMerges FromPairs(Vocabulary vocabulary, string place, int count, Func<int, (string Joined, int Left)> pair)
    {
        var rules = new Dictionary<(int, int), (int, int)>(count);
        for (var rank = 0; rank < count; rank++)
        {
            var (joined, length) = pair(rank);
            if (length <= 0 || vocabulary.IdOf(joined.AsSpan(0, length)) is not { } left || vocabulary.IdOf(joined.AsSpan(length)) is not { } right
                || vocabulary.IdOf(joined) is not { } merged)
                throw new ModelFileException(vocabulary.File, $"merge {rank} in {place}, '{(length > 0 ? joined.Insert(length, " ") : joined)}', does not join two tokens of the vocabulary into a third; convert the model again");
            if (vocabulary.MayBeMerged(merged))
                rules.TryAdd((left, right), (rank, merged));
        }
        return new(rules);
    }

    /// <summary>
    /// Any two neighbours that together are a token may merge, the lowest rank first; tokens of equal rank go by place
    /// in the text. So SentencePiece ranks by score, and tiktoken by id.
    /// </summary>
    /// <exception cref="ModelFileException">A token is too long to be one of a trained vocabulary.</exception>
    public static BytePairMerges FromRanks(Vocabulary vocabulary, ReadOnlySpan<int> ranks)
    {
        var rules = new Dictionary<(int, int), (int, int)>(vocabulary.Count);
        for (var id = 0; id < vocabulary.Count; id++)
        {
            var text = vocabulary.TextOf(id);
            if (!vocabulary.MayBeMerged(id) || vocabulary.IdOf(text) != id)
                continue;
            if (text.Length > LongestToken)
                throw new ModelFileException(vocabulary.File, $"token {id} has {text.Length} characters, more than the {LongestToken} of any trained vocabulary; the file is damaged, fetch it again");
            foreach (var (at, _) in Seams(text))
            {
                if (Part(text.AsSpan(0, at)) is { } left && Part(text.AsSpan(at)) is { } right)
                    rules.TryAdd((left, right), (ranks[id], id));
            }
        }
        return new(rules);

        int? Part(ReadOnlySpan<char> part)
        {
            if (vocabulary.IdOf(part) is { } token && vocabulary.MayBeMerged(token))
                return token;
            return Rune.DecodeFromUtf16(part, out var only, out var width) == System.Buffers.OperationStatus.Done && width == part.Length ? ~only.Value : null;
        }
    }

    /// <summary>The texts of the tokens that merging may make.</summary>
    public static IEnumerable<string> Mergeable(Vocabulary vocabulary) =>
        Enumerable.Range(0, vocabulary.Count).Where(vocabulary.MayBeMerged).Select(vocabulary.TextOf);

    /// <summary>The places between the characters of a text, with the characters on both sides.</summary>
    public static IEnumerable<(int At, (Rune Left, Rune Right) Sides)> Seams(string text)
    {
        var at = 0;
        Rune? before = null;
        foreach (var rune in text.EnumerateRunes())
        {
            if (before is { } left)
                yield return (at, (left, rune));
            before = rune;
            at += rune.Utf16SequenceLength;
        }
    }
}
