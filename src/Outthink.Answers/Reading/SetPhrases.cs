using System.Collections.Frozen;
using Outthink.Answers.Values;

namespace Outthink.Answers.Reading;

/// <summary>Sets named in words: "all real numbers", "no solution".</summary>
internal static class SetPhrases
{
    static readonly FrozenDictionary<string, string> Sets = new Dictionary<string, string>
    {
        ["all real numbers"] = "R",
        ["all reals"] = "R",
        ["all real x"] = "R",
        ["all real values"] = "R",
        ["set of all real numbers"] = "R",
        ["set of real numbers"] = "R",
        ["real numbers"] = "R",
        ["all integers"] = "Z",
        ["set of all integers"] = "Z",
        ["set of integers"] = "Z",
        ["all rational numbers"] = "Q",
        ["all complex numbers"] = "C",
        ["all natural numbers"] = "N",
        ["empty set"] = "empty",
        ["no solution"] = "empty",
        ["no solutions"] = "empty",
        ["no real solution"] = "empty",
        ["no real solutions"] = "empty",
        ["there is no solution"] = "empty",
        ["there are no solutions"] = "empty",
        ["no such number exists"] = "empty",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public static NamedSet? Read(string words) => words.Length <= 40 && Sets.TryGetValue(Comparison.TextForm.Words(words), out string? name) ? new NamedSet(name) : null;
}
