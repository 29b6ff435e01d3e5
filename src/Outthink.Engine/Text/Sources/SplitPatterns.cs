using Outthink.Engine.Text.PreTokenizers;
using Outthink.Engine.Text.Unicode;

namespace Outthink.Engine.Text.Sources;

/// <summary>The regular expressions by which the tokenizer.json of known families split texts, and the rules that do the same.</summary>
static class SplitPatterns
{
    const string Contractions = "(?i:'s|'t|'re|'ve|'m|'ll|'d)";
    const string Tail = @" ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+";
    const string Capitals = @"[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]";
    const string Smalls = @"[\p{Ll}\p{Lm}\p{Lo}\p{M}]";
    const string Lead = @"[^\r\n\p{L}\p{N}]?";

    static readonly Dictionary<string, Func<PreTokenizer>> Known = new(StringComparer.Ordinal)
    {
        [$@"{Contractions}|{Lead}\p{{L}}+|\p{{N}}{{1,3}}|{Tail}"] = () => new Llama3Rules(digits: 3),
        [$@"{Contractions}|{Lead}\p{{L}}+|\p{{N}}|{Tail}"] = () => new Llama3Rules(digits: 1),
        [$@"{Lead}{Capitals}*{Smalls}+|{Lead}{Capitals}+{Smalls}*|\p{{N}}| ?[^\s\p{{L}}\p{{N}}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+"] = () => new TekkenRules(onlyAsciiHasCase: false),
        [@"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+"] = () => new Gpt2Rules(),
        ["[\r\n]"] = DeepSeekRules.NewLines,
        [@"[\r\n]"] = DeepSeekRules.NewLines,
        [$@"\s?[{DeepSeekRules.Letters}]+"] = () => DeepSeekRules.Set(DeepSeekRules.Letters, takesSpace: true, holdsSpaces: true),
        [$@"\s?[{DeepSeekRules.Signs}]+"] = () => DeepSeekRules.Set(DeepSeekRules.Signs, takesSpace: true, holdsSpaces: true),
        [$"[{DeepSeekRules.Unspaced}]+"] = () => DeepSeekRules.Set(DeepSeekRules.Unspaced, takesSpace: false, holdsSpaces: true),
        [@"\s+$"] = () => new TrailingSpaceRule(),
        [@"\s?\p{L}+"] = () => RunRules.Of(CharacterKind.Letter, takesSpace: true),
        [@"\s?\p{P}+"] = () => RunRules.Of(CharacterKind.Punctuation, takesSpace: true),
        [@"\p{N}{1,3}"] = () => RunRules.Of(CharacterKind.Number, atMost: 3),
        [@"\p{N}+"] = () => RunRules.Of(CharacterKind.Number),
        [@"\p{N}"] = () => RunRules.Of(CharacterKind.Number, atMost: 1),
    };

    /// <summary>The rules of an expression, or null when it is none of those known.</summary>
    public static PreTokenizer? Find(string pattern) => Known.TryGetValue(pattern, out var rules) ? rules() : null;
}
