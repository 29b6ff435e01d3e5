namespace Outthink.Engine.Text.PreTokenizers;

/// <summary>A set of characters, written as in a regular expression's brackets without escapes: "a-zäö". A hyphen stands first. Immutable.</summary>
sealed class CharacterSet
{
    readonly (int First, int Last)[] ranges;

    public CharacterSet(string text)
    {
        int[] runes = [.. text.EnumerateRunes().Select(r => r.Value)];
        List<(int First, int Last)> read = [];
        for (var i = 0; i < runes.Length; i++)
        {
            var isRange = i + 2 < runes.Length && runes[i + 1] == '-';
            read.Add((runes[i], runes[isRange ? i + 2 : i]));
            i += isRange ? 2 : 0;
        }
        ranges = [.. read.Order()];
    }

    public bool Contains(int codePoint)
    {
        var (low, high) = (0, ranges.Length - 1);
        while (low <= high)
        {
            var middle = (low + high) / 2;
            if (codePoint < ranges[middle].First)
                high = middle - 1;
            else if (codePoint > ranges[middle].Last)
                low = middle + 1;
            else
                return true;
        }
        return false;
    }
}
