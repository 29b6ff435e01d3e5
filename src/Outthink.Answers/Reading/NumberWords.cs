using System.Collections.Frozen;
using System.Numerics;
using Outthink.Answers.Numerics;
using Outthink.Answers.Values;

namespace Outthink.Answers.Reading;

/// <summary>Numbers in words: "five", "twenty-one", "one hundred and twenty", "three million", "one half", "two-thirds".</summary>
internal static class NumberWords
{
    const int MostWords = 16;

    static readonly FrozenDictionary<string, int> Small = Counted(
    [
        "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen",
        "sixteen", "seventeen", "eighteen", "nineteen",
    ], 0, 1);

    static readonly FrozenDictionary<string, int> Tens = Counted(["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], 20, 10);

    static readonly FrozenDictionary<string, int> Scales = Counted(["thousand", "million", "billion", "trillion"], 3, 3);

    static readonly FrozenDictionary<string, int> Parts = Counted(["half", "third", "quarter", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"], 2, 1);

    /// <summary>The number that the words name, or null.</summary>
    public static Number? Read(string words)
    {
        string[] each = words.ToLowerInvariant().Split([' ', '-', '.'], StringSplitOptions.RemoveEmptyEntries);
        if (each.Length is 0 or > MostWords) return null;
        if (each.Length == 2 && Part(each[1]) is { } part && (each[0] is "a" or "one" ? 1 : Small.GetValueOrDefault(each[0])) is var above and > 0) return new Number(new Rational(above, part));
        return Whole(each) is { } value ? new Number(value) : null;
    }

    // One half, two thirds, three fourths.
    static int? Part(string word)
    {
        string singular = word[^1] == 's' ? word[..^1] : word;
        return singular == "fourth" ? 4 : Parts.TryGetValue(singular, out int part) ? part : null;
    }

    // Hundreds, tens and ones between the scales, which fall: two million three hundred and five.
    static BigInteger? Whole(string[] words)
    {
        BigInteger total = 0, group = 0;
        int lastScale = int.MaxValue, lastRank = int.MaxValue;
        foreach (string word in words)
        {
            if (word == "and" && (!group.IsZero || !total.IsZero)) continue;
            if (Small.TryGetValue(word, out int ones) && lastRank > (ones < 10 ? 1 : 2) && (lastRank != 2 || ones < 10)) (group, lastRank) = (group + ones, 1);
            else if (Tens.TryGetValue(word, out int tens) && lastRank > 2) (group, lastRank) = (group + tens, 2);
            else if (word == "hundred" && lastRank != 3 && group < 100) (group, lastRank) = (BigInteger.Max(group, 1) * 100, 3);
            else if (Scales.TryGetValue(word, out int scale) && scale < lastScale)
            {
                total += BigInteger.Max(group, 1) * BigInteger.Pow(10, scale);
                (group, lastScale, lastRank) = (0, scale, int.MaxValue);
            }
            else return null;
        }
        return total + group;
    }

    static FrozenDictionary<string, int> Counted(string[] words, int first, int step) => words.Select((w, i) => (w, first + i * step)).ToFrozenDictionary(p => p.w, p => p.Item2);
}
