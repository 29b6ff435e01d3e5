using System.Globalization;
using System.Text.RegularExpressions;

namespace Outthink.Evaluation.Tests.Suites.Arithmetic;

/// <summary>
/// Solves a word problem from its English alone, sharing nothing with the generator: who owns how many is followed
/// sentence by sentence. Throws on a sentence it does not understand.
/// </summary>
internal static class StoryReader
{
    /// <summary>What a sentence does to the value v, in calculations of "left operation right"; = is the last result.</summary>
    /// <remarks>Patterns have N for the owner, O for the things, a and b for numbers; a name M may become the owner.</remarks>
    private static readonly (string Pattern, string Calculations)[] s_sentences =
    [
        ("N buys a more O", "v + a"),
        ("N finds a more O", "v + a"),
        ("M gives N a O", "v + a"),
        ("N gets a O from M", "v + a"),
        ("Then N wins a O", "v + a"),
        ("M has a more O than N", "v + a"),
        ("N sells a O", "v - a"),
        ("N loses a of the O", "v - a"),
        ("N gives a O to M", "v - a"),
        ("M takes a O from N", "v - a"),
        ("Then N gives M a O", "v - a"),
        ("M has a fewer O than N", "v - a"),
        ("Then N doubles the number of O", "v * 2"),
        ("M has twice as many O as N", "v * 2"),
        ("Then N gets a times as many O", "v * a"),
        ("N now has a times as many O", "v * a"),
        ("M has a times as many O as N", "v * a"),
        ("N sells half of the O", "v / 2"),
        ("N gives half of the O to M", "v / 2"),
        ("Then N loses half of the O", "v / 2"),
        ("M has half as many O as N", "v / 2"),
        ("N puts the O in a equal bags and keeps one bag", "v / a"),
        ("N shares the O equally with friends, a in all", "v / a"),
        ("N buys a packs of b O", "a * b; v + ="),
        ("N gets a bags of b O from M", "a * b; v + ="),
        ("M gives N a packs of b O", "a * b; v + ="),
        ("N sells all the O for a coins each", "v * a"),
    ];

    /// <summary>The calculations "left operation right = result" of the solution, in order.</summary>
    internal static List<string> Solve(string text)
    {
        var sentences = text.Split(". ");
        var start = Regex.Match(sentences[0], @"^(?:At first )?(?<N>\w+) (?:has|starts with|finds) (?<a>\d+) (?<O>\w+)$");
        Assert.True(start.Success, $"'{sentences[0]}' is no beginning.");
        string owner = start.Groups["N"].Value, things = start.Groups["O"].Value, value = start.Groups["a"].Value;
        var steps = new List<string>();
        foreach (var sentence in sentences[1..^1])
        {
            if (Regex.IsMatch(sentence, $@"^\w+ (has|buys) \d+ (?!{things}\b)\w+( as well)?$")) continue;
            var (match, entry) = s_sentences.Select(entry => (Match: Regex.Match(sentence, Expression(entry.Pattern, owner, things)), entry)).Single(pair => pair.Match.Success);
            var last = "";
            foreach (var calculation in entry.Calculations.Split("; "))
            {
                var words = calculation.Split(' ').Select(word => word switch { "v" => value, "=" => last, "a" or "b" => match.Groups[word].Value, _ => word }).ToArray();
                last = Result(words[0], words[1], words[2]);
                steps.Add($"{string.Join(' ', words)} = {last}");
            }
            value = last;
            if (entry.Pattern.StartsWith("M has", StringComparison.Ordinal)) owner = match.Groups["M"].Value;
        }
        Assert.Matches($"^How many ({things}|coins) does {owner} (have now|have in the end|get)\\?$", sentences[^1]);
        return steps;
    }

    private static string Result(string left, string operation, string right)
    {
        int x = int.Parse(left, CultureInfo.InvariantCulture), y = int.Parse(right, CultureInfo.InvariantCulture);
        if (operation == "/") Assert.Equal(0, x % y);
        var result = operation switch { "+" => x + y, "-" => x - y, "*" => x * y, _ => x / y };
        return result.ToString(CultureInfo.InvariantCulture);
    }

    private static string Expression(string pattern, string owner, string things)
        => "^" + string.Concat(Regex.Split(pattern, @"\b").Select(word => word switch
        {
            "N" => owner,
            "M" => $@"(?<M>(?!{owner}\b)[A-Z]\w+)",
            "O" => things,
            "a" => @"(?<a>\d+)",
            "b" => @"(?<b>\d+)",
            _ => Regex.Escape(word),
        })) + "$";
}
