using System.CommandLine;
using System.CommandLine.Parsing;
using System.Diagnostics.CodeAnalysis;

namespace Outthink.Cli.Options;

/// <summary>Options whose value is one word of a closed list; another word is answered with the list.</summary>
internal static class ChoiceOption
{
    /// <summary>An option over an enumeration's names in small letters; null when it is not given.</summary>
    public static Option<T?> Of<T>(string name, string description) where T : struct, Enum
    {
        Dictionary<string, T> words = Enum.GetValues<T>().ToDictionary(v => v.ToString().ToLowerInvariant());
        return new(name)
        {
            Description = description,
            HelpName = string.Join('|', words.Keys),
            CustomParser = result =>
            {
                if (words.TryGetValue(result.Tokens[^1].Value, out T value)) return value;
                result.AddError($"{name}: '{result.Tokens[^1].Value}' is unknown; choose one of {string.Join(", ", words.Keys)}");
                return null;
            },
        };
    }

    /// <summary>Reads one word.</summary>
    public delegate bool TryRead<T>(string word, [MaybeNullWhen(false)] out T value);

    /// <summary>A list of words, given one by one or with commas between.</summary>
    public static Option<T[]> Many<T>(string name, TryRead<T> read, string expected) => new(name)
    {
        AllowMultipleArgumentsPerToken = true,
        CustomParser = result => Read(result, name, read, expected),
    };

    static T[] Read<T>(ArgumentResult result, string name, TryRead<T> read, string expected)
    {
        List<T> values = [];
        foreach (string word in result.Tokens.SelectMany(t => t.Value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)))
        {
            if (read(word, out T? value)) values.Add(value);
            else result.AddError($"{name}: '{word}' is not {expected}");
        }
        return [.. values];
    }
}
