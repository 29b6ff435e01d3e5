using System.Collections.Frozen;
using Outthink.Answers.Values;

namespace Outthink.Answers.Reading;

/// <summary>Small numbers in words: "five", "twenty-one".</summary>
internal static class NumberWords
{
    static readonly string[] Units =
    [
        "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen",
        "sixteen", "seventeen", "eighteen", "nineteen",
    ];

    static readonly string[] Tens = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];

    static readonly FrozenDictionary<string, int> Values = Build();

    /// <summary>The number that the words name, or null.</summary>
    public static Number? Read(string words) => Values.TryGetValue(words.Trim().Trim('.').ToLowerInvariant().Replace(' ', '-'), out int value) ? Number.Of(value) : null;

    static FrozenDictionary<string, int> Build()
    {
        Dictionary<string, int> values = [];
        for (int i = 0; i < Units.Length; i++) values[Units[i]] = i;
        for (int t = 0; t < Tens.Length; t++)
            for (int u = 0; u < 10; u++) values[u == 0 ? Tens[t] : $"{Tens[t]}-{Units[u]}"] = 20 + 10 * t + u;
        values["hundred"] = values["one-hundred"] = 100;
        return values.ToFrozenDictionary();
    }
}
