using FsCheck.Xunit;
using Outthink.Engine.Text;
using Outthink.Engine.Text.PreTokenizers;

namespace Outthink.Engine.Tests.Text;

public sealed class MergeTests
{
    // Symbols 0 to 3 and what they merge to; 4 = 00, 5 = 01, 6 = 44, 7 = 52, 8 = 10.
    static readonly Dictionary<(int, int), (int Rank, int Merged)> Rules = new()
    {
        [(0, 0)] = (0, 4),
        [(0, 1)] = (1, 5),
        [(4, 4)] = (2, 6),
        [(5, 2)] = (3, 7),
        [(1, 0)] = (1, 8),
        [(6, 6)] = (5, 9),
        [(3, 3)] = (4, 10),
        [(10, 3)] = (4, 11),
    };

    static readonly BytePairMerges Merges = new(Rules);

    [Property(MaxTest = 500)]
    public bool Short_and_long_words_merge_as_the_rules_say(int[] draws)
    {
        int[] symbols = [.. draws.Select(d => (int)((uint)d % 4))];
        int[] longWord = [.. symbols, .. symbols, .. symbols, 3, 2, 1, 0, .. new int[32]];
        return Apply(symbols).SequenceEqual(Slowly(symbols)) && Apply(longWord).SequenceEqual(Slowly(longWord));
    }

    [Property(MaxTest = 300)]
    public bool Cutting_where_nothing_joins_changes_no_ids(int[] draws)
    {
        var (cut, whole) = (SampleSentencePiece.Sample, SampleSentencePiece.Uncut);
        string[] parts = [" ", "a", "b", "c", "é", "the", "\n", "中", "\U00020000", "\ud800", "x"];
        var text = string.Concat(draws.Select(d => parts[(int)((uint)d % (uint)parts.Length)]));
        return cut.Encode(text, false, false).SequenceEqual(whole.Encode(text, false, false));
    }

    [Fact]
    public void A_cut_is_made_only_between_characters_that_no_token_joins()
    {
        List<int> lengths = [];
        new NeverJoined(["ab", "bc", "é\U00020000"]).Cut("abcab é\U00020000\U00020000", lengths);
        Assert.Equal([3, 2, 1, 3, 2], lengths);
    }

    static int[] Apply(int[] symbols)
    {
        int[] copy = [.. symbols];
        return copy[..Merges.Apply(copy)];
    }

    static List<int> Slowly(int[] symbols)
    {
        List<int> left = [.. symbols];
        while (Enumerable.Range(0, Math.Max(0, left.Count - 1)).Where(i => Rules.ContainsKey((left[i], left[i + 1])))
            .OrderBy(i => Rules[(left[i], left[i + 1])].Rank).ThenBy(i => i).Cast<int?>().FirstOrDefault() is { } at)
        {
            left[at] = Rules[(left[at], left[at + 1])].Merged;
            left.RemoveAt(at + 1);
        }
        return left;
    }
}
